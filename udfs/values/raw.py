"""A seller's text on its way through the rules, with the forms they read it in."""

from __future__ import annotations

from functools import cached_property

from udfs.text.cleaning import clean
from udfs.text.keys import fold, plain, tidy


class RawValue(str):
    """A raw text whose forms are computed once, however many rules ask for them."""

    @property
    def cleaned(self) -> RawValue:
        """Without mark-up, entities and control characters: a raw span may hold ``<b>20</b>000mAh``."""
        return self if self._clean == self else RawValue(self._clean)

    @cached_property
    def _clean(self) -> str:
        return clean(self).text

    @cached_property
    def key(self) -> str:
        """See :func:`udfs.text.keys.fold`."""
        return fold(self)

    @cached_property
    def tidy(self) -> str:
        """See :func:`udfs.text.keys.tidy`."""
        return tidy(self)

    @cached_property
    def plain(self) -> str:
        """See :func:`udfs.text.keys.plain`."""
        return plain(self)
