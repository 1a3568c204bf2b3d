"""A maker is known in all categories once one of them knows it: whoever makes headphones may make kettles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from udfs.schema.definitions import Attribute, Category, Value
from udfs.text.keys import fold


class _Maker(NamedTuple):
    """A maker as a category knows it, with the folded wordings."""

    key: str
    value: Value
    wordings: frozenset[str]


def with_makers_of_all(categories: Mapping[str, Category]) -> dict[str, Category]:
    """The categories; each attribute that names a maker knows the names that its namesakes know elsewhere.

    What a category says itself goes first: it takes no maker whose id or wording it has. Two makers of one wording
    elsewhere are not taken either, as nobody knows which is meant.
    """
    known: defaultdict[str, list[_Maker]] = defaultdict(list)
    for category in categories.values():
        for name, attribute in category.attributes.items():
            known[name] += _makers(attribute)
    agreed = {name: _agreed(makers) for name, makers in known.items()}
    return {key: _with(category, agreed) for key, category in categories.items()}


def _makers(attribute: Attribute) -> list[_Maker]:
    if not attribute.maker:
        return []
    return [_Maker(key, value, frozenset(map(fold, value.wordings()))) for key, value in attribute.values.items()]


def _agreed(makers: Iterable[_Maker]) -> list[_Maker]:
    """One of each id, with the most wordings; without those that share one with a maker of another id."""
    by_id: dict[str, _Maker] = {}
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for maker in makers:
        for wording in maker.wordings:
            ids[wording].add(maker.key)
        if maker.key not in by_id or len(maker.wordings) > len(by_id[maker.key].wordings):
            by_id[maker.key] = maker
    return [maker for maker in by_id.values() if all(len(ids[wording]) == 1 for wording in maker.wordings)]


def _with(category: Category, agreed: Mapping[str, list[_Maker]]) -> Category:
    attributes = {name: _knowing(own, agreed.get(name, ())) for name, own in category.attributes.items()}
    return category.model_copy(update={"attributes": attributes})


def _knowing(attribute: Attribute, agreed: Iterable[_Maker]) -> Attribute:
    if not attribute.maker:
        return attribute
    own = attribute.value_by_wording.keys()
    more = {
        maker.key: maker.value
        for maker in agreed
        if maker.key not in attribute.values and maker.wordings.isdisjoint(own)
    }
    if not more:
        return attribute
    # built anew: a copy would keep the index of wordings that is cached with the old values
    fields = {name: getattr(attribute, name) for name in Attribute.model_fields}
    return Attribute.model_validate({**fields, "values": {**attribute.values, **more}})
