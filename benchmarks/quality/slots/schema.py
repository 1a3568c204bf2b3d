"""A schema for data sets that have none: their attributes, their notes and the values in the training labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.quality.slots.gold import Note, SlotGold, slug
from udfs.schema.definitions import Attribute, Category, Value
from udfs.schema.names import Names
from udfs.schema.schema import Schema
from udfs.text.keys import fold

CLOSED = "Generalisation"
"""The operation that maps what sellers write to a closed list of values."""

LONGEST = 200  # characters of a description


def categories_of(gold: Sequence[SlotGold], notes: Iterable[Note]) -> dict[str, Category]:
    """Categories by id, with every attribute that the gold knows of, in the order in which it names them."""
    by_place = {(note.category, note.attribute): note for note in notes}
    said = {note.category: note.category_description for note in by_place.values()}
    found: dict[str, Category] = {}
    for key, name in dict.fromkeys((item.listing.category or "", item.category) for item in gold):
        own = [item for item in gold if item.category == name]
        attributes: dict[str, Attribute] = {}
        for attribute in dict.fromkeys(slot for item in own for slot in item.slots):
            free = _free(slug(attribute), attributes)
            attributes[free] = _attribute(name, attribute, by_place.get((name, attribute)), _standard(own, attribute))
        description = _shorten(said.get(name, f"Listings of {name}"))
        found[key] = Category(name=_same(name), description=_same(description), attributes=attributes)
    return found


def attribute_ids(schema: Schema, category: str) -> dict[str, str]:
    """The data set's name of each attribute of a category to its id; none where the schema lacks the category."""
    definition = schema.categories.get(category)
    return {attribute.name.first: key for key, attribute in definition.attributes.items()} if definition else {}


def _attribute(category: str, name: str, note: Note | None, standard: Counter[str]) -> Attribute:
    description = _shorten(note.description) if note else f"{name} of {category}"
    values = _values(standard) if note and note.operation == CLOSED else {}
    closed = len(values) > 1
    return Attribute(
        name=_same(name),
        description=_same(description),
        kind="choice" if closed else "span",
        values=values if closed else {},
    )


def _standard(gold: Iterable[SlotGold], attribute: str) -> Counter[str]:
    return Counter(value for item in gold if attribute in item.slots for value in item.slots[attribute].standard)


def _values(counts: Counter[str]) -> dict[str, Value]:
    """The most frequent first; of two that differ in case or spacing only, the more frequent."""
    values: dict[str, Value] = {}
    seen: set[str] = set()
    for text, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if fold(text) not in seen:
            seen.add(fold(text))
            values[_free(slug(text), values)] = Value(name=_same(text))
    return values


def _free(key: str, taken: Mapping[str, object]) -> str:
    """The id, or the first of ``id_2``, ``id_3`` … that is not taken."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}_{number}"
    return free


def _shorten(text: str) -> str:
    """The first two sentences, cut at a word where they are too long."""
    plain = " ".join(" ".join(re.split(r"(?<=[.!?])\s+", " ".join(text.split()))[:2]).split())
    return plain if len(plain) <= LONGEST else plain[:LONGEST].rsplit(" ", 1)[0]


def _same(text: str) -> Names:
    """One text in both languages: the model reads it once."""
    return Names({"en": text, "zh": text})
