"""A seller's text on its way through the rules, with the forms they read it in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from udfs.quantities.numerals import Decimal
from udfs.text.cleaning import clean
from udfs.text.keys import fold, plain, tidy

LONGEST = 2_000
"""Characters of a raw value that the rules read. Of 179,000 values of a public catalog of cameras fewer than a hundred
are longer: whole descriptions, which say more than one value."""
# Most raw values: cleaning leaves them as they are.
_CLEAN = re.compile(r"[!-%'-;=-~一-鿿]+(?: [!-%'-;=-~一-鿿]+)*")


class Column(NamedTuple):
    """What is known of the numbers in a column of a seller's own, where one without a unit counts.

    ``unit``: the one that its heading names, as in ``Weight (kg)``; null for the attribute's. ``decimal``: what the
    seller's other numbers have before their decimals; null where none tells.
    """

    unit: str | None = None
    decimal: Decimal | None = None


class _Form:
    """A form of a raw value, made when it is first asked for. ``cached_property`` of Python 3.11 would take a lock."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, value: RawValue, _: type) -> str:
        form: str = value.__dict__.setdefault(self._name, self._make(value.text))
        return form


class RawValue:
    """A raw text whose forms are made once, however many rules ask for them: see the functions of their names."""

    key = _Form(fold)
    tidy = _Form(tidy)
    plain = _Form(plain)
    _clean = _Form(lambda raw: clean(raw).text)

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def length(self) -> int:
        """Characters as written, or as cleaned where that is what counts: one Arabic ligature becomes eighteen."""
        written = len(self.text)
        return written if written > LONGEST else len(self.cleaned.text)

    @property
    def is_too_long(self) -> bool:
        """Whether the rules leave it unread: no text may keep a run busy."""
        return self.length > LONGEST

    @property
    def cleaned(self) -> RawValue:
        """Without mark-up, entities and control characters: a raw span may hold ``<b>20</b>000mAh``."""
        if _CLEAN.fullmatch(self.text):
            return self
        text = self._clean
        return self if text == self.text else RawValue(text)
