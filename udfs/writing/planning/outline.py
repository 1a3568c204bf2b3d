"""Facts worth saying, best first, and the plans that the best of them make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain, groupby

from udfs.records import Fact
from udfs.writing.planning.groups import Group
from udfs.writing.planning.plan import Plan
from udfs.writing.planning.silences import LeftOut, Silence
from udfs.writing.styles import Form

_A_SENTENCE = 4  # attributes that a sentence can carry

Unit = tuple[Fact, ...]
"""Facts that are said together or not at all: one, or all the materials of a thing."""


@dataclass(frozen=True)
class Outline:
    """``ranked``: units of facts, best first. ``left`` says why other facts are not among them.

    ``groups`` and ``places`` tell of each attribute in which group of sentences it belongs, and where in the schema it
    stands; ``order`` is that of the groups.
    """

    ranked: tuple[Unit, ...]
    left: tuple[LeftOut, ...]
    groups: Mapping[str, Group]
    places: Mapping[str, int]
    form: Form
    order: tuple[Group, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, best first."""
        return tuple(chain.from_iterable(self.ranked))

    def plan(self, n_units: int) -> Plan:
        """The best ``n_units`` by sentence; a title is one."""
        best = chain.from_iterable(self.ranked[:n_units])
        chosen = sorted(best, key=lambda fact: (*self._place(fact), fact.ordinal))
        if self.form == "title":
            return Plan((tuple(chosen),) if chosen else ())
        sentences: list[tuple[Fact, ...]] = []
        for _, own in groupby(chosen, key=lambda fact: self.groups[fact.attribute]):
            sentences += _evenly(tuple(own))
        return Plan(tuple(sentences))

    def without(self, facts: Iterable[Fact], reason: Silence, detail: str) -> Outline:
        """The outline without the units that hold some facts, which are left out for a reason."""
        gone = {(fact.attribute, fact.ordinal) for fact in facts}
        kept = tuple(unit for unit in self.ranked if not any((f.attribute, f.ordinal) in gone for f in unit))
        dropped = set(chain.from_iterable(_keys(unit) for unit in self.ranked)) - set(_keys(chain.from_iterable(kept)))
        left = tuple(LeftOut(*key, reason, detail) for key in sorted(dropped))
        return replace(self, ranked=kept, left=(*self.left, *left))

    def _place(self, fact: Fact) -> tuple[int, int]:
        return self.order.index(self.groups[fact.attribute]), self.places[fact.attribute]


def _keys(facts: Iterable[Fact]) -> list[tuple[str, int]]:
    return [(fact.attribute, fact.ordinal) for fact in facts]


def _evenly(facts: tuple[Fact, ...]) -> list[tuple[Fact, ...]]:
    """Facts of one group as sentences of about as many attributes each, values of one attribute together."""
    by_attribute = [tuple(own) for _, own in groupby(facts, key=lambda fact: fact.attribute)]
    n_sentences = -(-len(by_attribute) // _A_SENTENCE)
    size = -(-len(by_attribute) // n_sentences)
    parts = (by_attribute[start : start + size] for start in range(0, len(by_attribute), size))
    return [tuple(chain.from_iterable(part)) for part in parts]
