"""A seller's own attributes: which attribute an entry's name means, and which unit it names for bare numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from udfs.quantities.numerals import decimal_of
from udfs.quantities.registry import read_unit, same_kind
from udfs.schema.definitions import Category
from udfs.text.keys import fold, plain
from udfs.values.raw import Column

# Weight (kg), 重量（g）, Weight [g], Weight in kg, Weight/kg, weight_kg.
_UNIT = re.compile(
    r"\s*(?:[(\[]\s*(?P<bracketed>[^()\[\]]{1,16}?)\s*[)\]]"
    r"|(?:/|,|\s+in\s+|_)\s*(?P<behind>\w{1,12}))\s*:?\s*\Z"
)
_OR, _AND = " or ", "; "  # between options of one attribute, of which none is the product's; between other texts
_LONGEST = 80  # characters of a name; what is longer was not meant to name an attribute


class Entry(NamedTuple):
    """A raw value that a seller states of an attribute, and the column it stands in."""

    attribute: str
    raw: str
    column: Column


def read_entries(category: Category, entries: Iterable[tuple[str, str]]) -> tuple[list[Entry], dict[str, str]]:
    """Of a seller's entries those of attributes that the category has, and the others by the seller's names.

    What a name states several times is joined, unless the attribute may have several values. Of texts and numbers the
    first counts, and the others stand with what is unknown.
    """
    entries = list(entries)
    decimal = decimal_of(raw for _, raw in entries)
    stated: dict[str, list[str]] = {}
    for name, raw in entries:
        stated.setdefault(name, []).append(raw)
    known: list[Entry] = []
    unknown: dict[str, str] = {}
    for name, raws in stated.items():
        attribute, unit = _named(category, name) or (None, None)
        kept, rest = _kept(category, attribute, raws)
        known += [Entry(attribute, raw, Column(unit, decimal)) for raw in kept if attribute]
        if rest:
            unknown[name] = _AND.join(rest)
    return known, unknown


def _kept(category: Category, attribute: str | None, raws: list[str]) -> tuple[list[str], list[str]]:
    """What one name states of an attribute, and what is left.

    Several values of a list of which one holds are one statement, and none of them is it: a shirt that is offered in
    black, white and grey.
    """
    if attribute is None:
        return [], raws
    first: dict[str, str] = {}
    for raw in raws:
        first.setdefault(fold(raw), raw)
    different = list(first.values())
    if category.attributes[attribute].has_many or len(different) == 1:
        return different, []
    if category.attributes[attribute].kind == "choice":
        return [_OR.join(different)], []
    return different[:1], different[1:]


def _named(category: Category, name: str) -> tuple[str, str | None] | None:
    """The attribute that an entry's name means, and the unit in it; None where the category has no such attribute."""
    by_wording = category.attribute_by_wording
    whole = by_wording.get(fold(name))
    suffix = _UNIT.search(plain(name)) if len(name) <= _LONGEST else None
    if suffix is None:
        return (whole, None) if whole else None
    attribute = whole or by_wording.get(fold(plain(name)[: suffix.start()]))
    asked = category.attributes[attribute].unit if attribute else None
    if attribute is None or asked is None:
        return (whole, None) if whole else None
    spelling = suffix["bracketed"] or suffix["behind"]
    unit = read_unit(spelling, asked)
    if unit and same_kind(unit, asked):
        return attribute, unit
    return (whole, None) if whole else None
