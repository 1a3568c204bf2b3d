"""Facts of a plan by attribute, and whether a plan has all values of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from udfs.records import Fact
from udfs.writing.records import Subject


def by_attribute(facts: Sequence[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    """Neighbours of one attribute together; only what is standard counts."""
    standard = (fact for fact in facts if fact.status == "standard" and fact.value is not None)
    for key, own in groupby(standard, key=lambda fact: fact.attribute):
        yield key, list(own)


def is_whole(subject: Subject, facts: Sequence[Fact]) -> bool:
    """Whether these are all values that the product has of their attribute."""
    planned = {fact.ordinal for fact in facts}
    return all(fact.ordinal in planned for fact in subject.facts if fact.attribute == facts[0].attribute)
