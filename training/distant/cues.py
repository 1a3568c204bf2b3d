"""Names of attributes beside a place: they tell whose value stands there where several attributes may have it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from training.distant.candidates import is_telling
from training.distant.texts import Place, ReadText
from udfs.quantities.registry import same_kind
from udfs.schema.definitions import Attribute, Category
from udfs.text.keys import plain

_FREE = ("span", "identifier", "composition", "boolean")  # whose values say by themselves what they are


class Cues:
    """The attributes of one category by their names, and which of them may have the same value."""

    def __init__(self, category: Category) -> None:
        attributes = category.attributes
        self._names = {key: _pattern(attribute) for key, attribute in attributes.items()}
        self.alike: Mapping[str, tuple[str, ...]] = {
            key: tuple(other for other in attributes if other != key and _alike(attribute, attributes[other]))
            for key, attribute in attributes.items()
        }

    def beside(self, key: str, text: ReadText, place: Place) -> bool:
        """Whether a name of the attribute stands beside a place."""
        return any(self._distance(key, side, near) is not None for side, near in text.sides(place))

    def of_another(self, key: str, text: ReadText, place: Place) -> bool:
        """Whether a name of an attribute like this one stands nearer before a place than its own: Rear: 8 MP."""
        (before, near), _ = text.sides(place)
        own = self._distance(key, before, near)
        others = (self._distance(other, before, near) for other in self.alike[key])
        return any(other is not None and (own is None or other < own) for other in others)

    def _distance(self, key: str, side: str, near: str) -> int | None:
        """Characters between a name of an attribute and a place; ``near``: at which end of the text that is."""
        pattern = self._names[key]
        found = [*pattern.finditer(side)] if pattern else []
        if not found:
            return None
        return len(side) - found[-1].end() if near == "end" else found[0].start()


def _pattern(attribute: Attribute) -> re.Pattern[str] | None:
    """The attribute's own names, as they stand in plain text."""
    names = {plain(name) for name in (*attribute.name.root.values(), *attribute.aliases) if is_telling(name)}
    whole = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile("|".join(rf"(?<![a-z]){name}(?![a-z])" for name in whole)) if whole else None


def _alike(one: Attribute, other: Attribute) -> bool:
    """Whether both may have the same value: numbers of one kind, or lists that share a wording."""
    if one.kind in _FREE or other.kind in _FREE:
        return False
    if one.unit and other.unit:
        return same_kind(one.unit, other.unit)
    return not one.value_by_wording.keys().isdisjoint(other.value_by_wording)
