"""A seller's own attributes: which attribute an entry's name means, and which unit it names for bare numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from udfs.quantities.numerals import decimal_of
from udfs.quantities.registry import read_unit, same_kind
from udfs.records import Field
from udfs.schema.definitions import Category
from udfs.schema.keys import LONGEST_KEY
from udfs.text.keys import fold, plain
from udfs.values.raw import Column

# Weight (kg), 重量（g）, Weight [g], Weight in kg, Weight/kg, weight_kg, weight pounds: short units may be words.
_UNIT = re.compile(
    r"\s*(?:[(\[]\s*(?P<bracketed>[^()\[\]]{1,16}?)\s*[)\]]"
    r"|(?:/|,|\s+in\s+|_)\s*(?P<behind>\w{1,12})"
    r"|\s+(?P<word>[^\W\d_]{4,12}))\s*:?\s*\Z"
)
_OR, _AND = " or ", "; "  # between options of one attribute, of which none is the product's; between other texts


class Entry(NamedTuple):
    """A raw value that a seller states of an attribute, and the column it stands in; null where it has none.

    ``closeness``: how the seller's name means the attribute, see :class:`udfs.schema.keys.Named`. ``place``: half-open
    characters of the raw ``field``; null for what stands in a seller's map.
    """

    attribute: str
    raw: str
    column: Column | None
    closeness: int = 0
    place: tuple[int, int] | None = None
    field: Field = "description"


def read_entries(category: Category, entries: Iterable[tuple[str, str]]) -> tuple[list[Entry], dict[str, str]]:
    """Of a seller's entries those of attributes that the category has, and the others by the seller's names.

    Names that the category ignores are neither.

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
        if category.key_book.ignores(name):
            continue
        attribute, unit, closeness = named(category, name) or (None, None, 0)
        kept, rest = _kept(category, attribute, raws)
        known += [Entry(attribute, raw, Column(unit, decimal), closeness) for raw in kept if attribute]
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


def named(category: Category, name: str) -> tuple[str, str | None, int] | None:
    """The attribute that an entry's name means, the unit in it, and how closely it means it.

    None where the category has no such attribute, or ignores the name.
    """
    book = category.key_book
    if book.ignores(name):
        return None
    whole = book.find(name)
    suffix = _UNIT.search(plain(name)) if len(name) <= LONGEST_KEY else None
    if suffix is not None and (found := whole or book.find(plain(name)[: suffix.start()])):
        asked = category.attributes[found.attribute].unit
        unit = read_unit(suffix["bracketed"] or suffix["behind"] or suffix["word"], asked) if asked else None
        if unit and asked and same_kind(unit, asked):
            return found.attribute, unit, found.closeness
    return (whole.attribute, None, whole.closeness) if whole else None
