"""Names and descriptions in the languages of a schema: at least one, in the order in which they are preferred."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, RootModel

USUAL = ("en", "zh")
"""Languages that go before all others where a schema does not say otherwise."""

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


def _language(code: str) -> str:
    if not _CODE.match(code):
        raise ValueError("a language is a code such as en, zh or pt-BR")
    return code


Language = Annotated[str, AfterValidator(_language)]
"""An IETF language tag (BCP 47)."""


def in_usual_order(languages: Iterable[str]) -> tuple[str, ...]:
    """English, Chinese, then the others by their codes; each once."""
    return tuple(sorted(set(languages), key=lambda code: (USUAL.index(code) if code in USUAL else len(USUAL), code)))


class Names(RootModel[Annotated[dict[Language, Annotated[str, Field(min_length=1)]], Field(min_length=1)]]):
    """One wording in each language, by language. A schema puts them in its order, see :meth:`arrange`."""

    model_config = ConfigDict(frozen=True)

    @property
    def first(self) -> str:
        """The wording in the most preferred language that it has."""
        return next(iter(self.root.values()))

    @property
    def texts(self) -> tuple[str, ...]:
        """The different wordings, in an order that no schema changes: the model reads them so."""
        return tuple(dict.fromkeys(self.root[language] for language in in_usual_order(self.root)))

    def get(self, language: str) -> str | None:
        """The wording in a language; null where it has none."""
        return self.root.get(language)

    def best(self, language: str) -> str:
        """The wording in a language, or else the first."""
        return self.root.get(language) or self.first

    def arrange(self, languages: Iterable[str]) -> None:
        """Put the wordings in the order of ``languages``, which name them all."""
        ordered = {language: self.root[language] for language in languages if language in self.root}
        self.root.clear()
        self.root.update(ordered)
