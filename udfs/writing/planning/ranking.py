"""Facts in the order of their worth, those together that mislead alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from udfs.records import Fact
from udfs.text.keys import fold
from udfs.writing.planning.free_text import truth
from udfs.writing.planning.groups import Group
from udfs.writing.planning.naming import label_of
from udfs.writing.planning.outline import Unit
from udfs.writing.planning.salience import Salience
from udfs.writing.planning.silences import LeftOut
from udfs.writing.styles import Form, Style

_MOST: dict[Form, int] = {"sentences": 5, "title": 2}  # values of one attribute
_WHOLE: dict[Form, int] = {"sentences": 8, "title": 3}  # the same, where all of them are said or none
_LATER = 0.85  # worth of each further value of an attribute, by the one before: a third colour tells less


class _Weighed(NamedTuple):
    """A unit with its place in the order: what sorts first comes first."""

    key: tuple[bool, bool, float]
    unit: Unit


def ranked(facts: Sequence[Fact], salience: Salience, style: Style) -> list[Unit]:
    """Units of a product's facts, which stand in the schema's order: what the style must have, then maker and kind,
    then the weightiest. Of each attribute there are no more values than a reader takes in."""
    weighed: list[_Weighed] = []
    for attribute, own in groupby(facts, key=lambda fact: fact.attribute):
        weighed += _weighed(attribute, tuple(own), salience, style)
    return [unit for _, unit in sorted(weighed, key=lambda each: each.key)]


def _weighed(attribute: str, facts: Unit, salience: Salience, style: Style) -> Iterable[_Weighed]:
    first = (attribute not in style.must_have, attribute not in salience.leading)
    if attribute in salience.wholes:
        if len(facts) <= _WHOLE[style.form]:
            yield _Weighed((*first, -max(map(salience.weight, facts))), facts)
        return
    weight = float("inf")
    for place, fact in enumerate(facts[: _MOST[style.form]]):
        weight = min(weight * _LATER, salience.weight(fact))
        yield _Weighed((first[0] or place > 0, first[1], -weight), (fact,))


def without_repeated(
    units: Iterable[Unit], groups: Mapping[str, Group], language: str
) -> tuple[tuple[Unit, ...], tuple[LeftOut, ...]]:
    """The units without names that a better one has: a maker and a brand that are one. Both ends of a cable may have
    one plug."""
    owner: dict[str, str] = {}
    kept: list[Unit] = []
    left: list[LeftOut] = []
    for unit in units:
        fact = unit[0]
        words = fold(label_of(fact, language))
        named = groups[fact.attribute] == "identity" and truth(fact.value or "") is None
        first = owner.setdefault(words, fact.attribute) if named else fact.attribute
        if first == fact.attribute:
            kept.append(unit)
        else:
            left.append(LeftOut(fact.attribute, fact.ordinal, "repeated", f"{first} says the same words"))
    return tuple(kept), tuple(left)
