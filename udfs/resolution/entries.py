"""A seller's own attributes: which attribute an entry's name means, and which unit it names for bare numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from udfs.quantities.numerals import decimal_of
from udfs.quantities.registry import read_unit, same_kind
from udfs.schema.definitions import Category
from udfs.schema.keys import LONGEST_KEY
from udfs.text.keys import plain
from udfs.values.raw import Column

# Weight (kg), 重量（g）, Weight [g], Weight in kg, Weight/kg, weight_kg.
_UNIT = re.compile(
    r"\s*(?:[(\[]\s*(?P<bracketed>[^()\[\]]{1,16}?)\s*[)\]]"
    r"|(?:/|,|\s+in\s+|_)\s*(?P<behind>\w{1,12}))\s*:?\s*\Z"
)


class Entry(NamedTuple):
    """A raw value that a seller states of an attribute, and the column it stands in; null where it has none.

    ``closeness``: how the seller's name means the attribute, see :class:`udfs.schema.keys.Named`. ``place``: half-open
    characters of the raw description; null for what stands in a seller's map.
    """

    attribute: str
    raw: str
    column: Column | None
    closeness: int = 0
    place: tuple[int, int] | None = None


def read_entries(category: Category, entries: Iterable[tuple[str, str]]) -> tuple[list[Entry], dict[str, str]]:
    """Of a seller's entries those of attributes that the category has, and the others by the seller's names."""
    entries = list(entries)
    decimal = decimal_of(raw for _, raw in entries)
    known: list[Entry] = []
    unknown: dict[str, str] = {}
    for name, raw in entries:
        if found := named(category, name):
            attribute, unit, closeness = found
            known.append(Entry(attribute, raw, Column(unit, decimal), closeness))
        else:
            unknown[name] = raw
    return known, unknown


def named(category: Category, name: str) -> tuple[str, str | None, int] | None:
    """The attribute that an entry's name means, the unit in it, and how closely it means it.

    None where the category has no such attribute.
    """
    book = category.key_book
    whole = book.find(name)
    suffix = _UNIT.search(plain(name)) if len(name) <= LONGEST_KEY else None
    if suffix is not None and (found := whole or book.find(plain(name)[: suffix.start()])):
        asked = category.attributes[found.attribute].unit
        unit = read_unit(suffix["bracketed"] or suffix["behind"], asked) if asked else None
        if unit and asked and same_kind(unit, asked):
            return found.attribute, unit, found.closeness
    return (whole.attribute, None, whole.closeness) if whole else None
