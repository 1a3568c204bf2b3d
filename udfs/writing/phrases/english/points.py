"""What the facts of one attribute say in English: their words, and the forms in which they can stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from udfs.records import Fact
from udfs.writing.phrases.pieces import Pieces, plain, words
from udfs.writing.phrases.rules import EnglishRule
from udfs.writing.phrases.templates import fill, gaps

_PREDICATES = ("be", "have", "verb", "own")
_OF_SUBJECT = frozenset({"a", "is", "has", "its"})  # gaps that the subject fills


@dataclass(frozen=True)
class Point:
    """What the facts of one attribute say. ``gaps`` fill those of ``rule``; a wording with others is unfit.

    ``generic``: the rule is made for the kind of the attribute, as nobody wrote one.
    """

    attribute: str
    role: str | None
    rule: EnglishRule
    gaps: Mapping[str, Pieces]
    facts: tuple[Fact, ...]
    generic: bool = False

    @property
    def value(self) -> Pieces:
        """The words of its values."""
        return self.gaps.get("value", ())

    @cached_property
    def is_list(self) -> bool:
        """Whether its words join several things, so that no others should follow them."""
        text = plain(self.value)
        return " and " in text or ", " in text

    @cached_property
    def _wordings(self) -> dict[str, list[str]]:
        return {}

    def wordings(self, form: str) -> list[str]:
        """The wordings of a form whose gaps can be filled."""
        if form not in self._wordings:
            known = self.gaps.keys() | _OF_SUBJECT
            self._wordings[form] = [wording for wording in getattr(self.rule, form) if gaps(wording) <= known]
        return self._wordings[form]

    def say(self, wording: str, *, one: bool) -> Pieces:
        """One of its wordings, of a subject that is one thing or several."""
        return fill(wording, {**self.gaps, **_GRAMMAR[one]}, one=one)

    @cached_property
    def predicates(self) -> list[str]:
        """The forms in which it can stand behind a subject, or as a sentence."""
        return [form for form in _PREDICATES if self.wordings(form)]

    @property
    def is_report(self) -> bool:
        """Whether it can only be said as a field and its value, as no rule knows a phrase for it."""
        return self.generic and self.predicates == ["own"]

    @property
    def can_follow(self) -> bool:
        """Whether it can stand behind a subject."""
        return any(form != "own" for form in self.predicates)


_GRAMMAR = {
    True: {"is": words("is"), "has": words("has"), "its": words("its")},
    False: {"is": words("are"), "has": words("have"), "its": words("their")},
}
