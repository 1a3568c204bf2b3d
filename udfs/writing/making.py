"""One text of an outline: put in words, cut to the length of its style, without forbidden words, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from udfs.records import Fact
from udfs.writing.faults import ChecksTexts, Fault, fault_of
from udfs.writing.planning.outline import Outline
from udfs.writing.planning.plan import Plan
from udfs.writing.records import Subject, Text, Untold
from udfs.writing.styles import Style

_TRIES = 6  # texts with a fault before there is none


class SaysPlans(Protocol):
    """Puts plans in words, of any length."""

    def say(self, subject: Subject, plan: Plan, language: str, style: Style) -> Text | Untold:
        """The text of a plan, with the places of its facts; or why there is none."""


class Made(NamedTuple):
    """What became of an outline: the text, or why there is none; and the outline, without facts that spoilt a text."""

    result: Text | Untold
    outline: Outline


@dataclass(frozen=True, slots=True)
class Making:
    """Makes the texts of one product in one style and language."""

    realiser: SaysPlans
    checker: ChecksTexts | None
    subject: Subject
    style: Style
    language: str

    def make(self, outline: Outline) -> Made:
        """The text of the most facts that fits and has no fault.

        A fact at the place of a fault is left out and the rest said anew; a fault beside all facts costs the least of
        them. After a few faults there is no text.
        """
        fault: Fault | None = None
        for _ in range(_TRIES):
            if lacking := self._lacking(outline):
                return Made(_untold(fault) or lacking, outline)
            result, facts = self._longest(outline)
            if isinstance(result, Text) and (few := self._says_little(result)):
                result = few
            if isinstance(result, Untold):
                return Made(_untold(fault) or result, outline)
            fault = fault_of(result.text, facts, self.subject, self.style, self.language, self.checker)
            if fault is None:
                return Made(result, outline)
            outline = outline.without(_blamed(fault, result, facts), fault.reason, fault.detail)
        return Made(_untold(fault) or Untold("refused", "no text was left"), outline)

    def _lacking(self, outline: Outline) -> Untold | None:
        """What the style asks for and the outline lacks."""
        told = {fact.attribute for fact in outline.facts}
        missing = [key for key in self.style.must_have if key in outline.places and key not in told]
        if missing:
            return Untold("must have", f"the style must have {', '.join(missing)}, of which nothing can be said")
        return self._few(len(outline.facts))

    def _says_little(self, text: Text) -> Untold | None:
        """Where there were no phrases for some of the facts, and fewer are left than the style needs."""
        return self._few(len({(said.attribute, said.ordinal) for said in text.said}))

    def _few(self, n_facts: int) -> Untold | None:
        if n_facts >= self.style.min_facts:
            return None
        return Untold("few facts", f"{n_facts} can be said here, the style needs {self.style.min_facts}")

    def _longest(self, outline: Outline) -> tuple[Text | Untold, tuple[Fact, ...]]:
        """The text of the most facts that fits, and those facts, best first.

        A search by halves: more facts are longer, nearly always, and what is kept has been measured.
        """
        n_units, most = len(outline.ranked), self.style.max_characters[self.language]
        result = self._say(outline, n_units)
        if isinstance(result, Untold) or len(result.text) <= most:
            return result, outline.facts
        low, high = self._fewest(outline), n_units - 1
        guess = n_units * most // len(result.text)
        best: Text | Untold = Untold("too long", f"the shortest text has more than {most} characters")
        chosen = 0
        while low <= high:
            n_units = min(high, max(low, guess))
            result = self._say(outline, n_units)
            if isinstance(result, Text) and len(result.text) <= most:
                best, chosen, low = result, n_units, n_units + 1
            else:
                high = n_units - 1
            guess = (low + high + 1) // 2
        return best, replace(outline, ranked=outline.ranked[:chosen]).facts

    def _fewest(self, outline: Outline) -> int:
        """How many units a text has at least: those that the style must have, which lead, and as many as it needs."""
        must, n_facts = set(self.style.must_have), 0
        for n_units, unit in enumerate(outline.ranked):
            if n_facts >= self.style.min_facts and unit[0].attribute not in must:
                return n_units
            n_facts += len(unit)
        return len(outline.ranked)

    def _say(self, outline: Outline, n_units: int) -> Text | Untold:
        return self.realiser.say(self.subject, outline.plan(n_units), self.language, self.style)


def _untold(fault: Fault | None) -> Untold | None:
    return Untold(fault.reason, fault.detail) if fault else None


def _blamed(fault: Fault, text: Text, facts: Sequence[Fact]) -> list[Fact]:
    """The facts said at the place of a fault, or else the least of all."""
    there = {(said.attribute, said.ordinal) for said in text.said if said.start < fault.end and fault.start < said.end}
    blamed = [fact for fact in facts if (fact.attribute, fact.ordinal) in there]
    return blamed if 0 < len(blamed) < len(facts) else list(facts[-1:])
