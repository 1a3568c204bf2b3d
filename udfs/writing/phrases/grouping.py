"""Facts of a plan by attribute, and whether a plan has all values of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import isclose
from typing import Protocol, TypeVar

from udfs.records import Fact
from udfs.schema.definitions import Attribute
from udfs.writing.phrases.pieces import Pieces, plain
from udfs.writing.records import Subject

_OF_PARTS = frozenset({"part_material", "part_type", "part_color", "count_of", "quality", "boolean", "features"})
_ROUNDING = 0.03  # by which two statements of one number may differ
_FROM_NOTHING = ("degC", "degF", "percent", "dB", "°C", "°F", "%")  # units in which 0 says something


def by_attribute(facts: Sequence[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    """Neighbours of one attribute together; only what is standard counts."""
    standard = (fact for fact in facts if fact.status == "standard" and fact.value is not None)
    for key, own in groupby(standard, key=lambda fact: fact.attribute):
        yield key, list(own)


def in_order(attribute: Attribute, facts: Sequence[Fact]) -> list[Fact]:
    """The values of a closed list in its order, such as sizes from small to large; others as they are."""
    if not attribute.is_choice:
        return list(facts)
    places = {value: place for place, value in enumerate(attribute.values)}
    return sorted(facts, key=lambda fact: places.get(fact.value_id or "", len(places)))


def distinct(attribute: Attribute, facts: Sequence[Fact]) -> list[Fact]:
    """The facts, of a quantity one at most: several numbers are one, rounded, or contradict each other."""
    if attribute.kind != "quantity" or not facts:
        return list(facts)
    first, *others = facts
    same = all(isclose(one.number or 0.0, first.number or 0.0, rel_tol=_ROUNDING) for one in others)
    return [first] if same and (first.number or first.unit in _FROM_NOTHING) else []


def is_whole(subject: Subject, facts: Sequence[Fact]) -> bool:
    """Whether these are all values that the product has of their attribute."""
    planned = {fact.ordinal for fact in facts}
    return all(fact.ordinal in planned for fact in subject.facts if fact.attribute == facts[0].attribute)


class Pointlike(Protocol):
    """What the facts of one attribute say, in any language."""

    @property
    def role(self) -> str | None:
        """The attribute's role."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts."""

    @property
    def value(self) -> Pieces:
        """Their words."""


P = TypeVar("P", bound=Pointlike)


def once(groups: Sequence[Sequence[P]]) -> list[list[P]]:
    """Points by sentence without what is said already: of a role the same value again, or another number."""
    said: set[tuple[str, str]] = set()
    return [[point for point in group if _is_new(point, said)] for group in groups]


def _is_new(point: Pointlike, said: set[tuple[str, str]]) -> bool:
    """Whether a point says something new, which counts as said then."""
    if point.role is None or point.role in _OF_PARTS:
        return True
    is_number = point.role != "zoom" and any(fact.number is not None and fact.unit for fact in point.facts)
    known = (point.role, "" if is_number else plain(point.value))
    new = known not in said
    said.add(known)
    return new
