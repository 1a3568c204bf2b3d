"""What a listing's seller states of it, in standard terms: the values that labels are looked for by."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from udfs.records import Fact, Listing
from udfs.resolution.claims import Claims
from udfs.resolution.resolver import Resolver
from udfs.resolution.statements.blocks import BlockReader
from udfs.resolution.statements.entries import Entry, read_entries
from udfs.schema.schema import Schema
from udfs.settings import Thresholds
from udfs.text.keys import fold
from udfs.values.standardizer import Standardizer

_ROUNDING = 0.07
_SAME = 0.005  # by which a number may differ in another unit: 3 in are 7.62 cm, and sellers write 7.6


Reason = Literal[
    "sellers' values differ", "no standard value", "text states another value", "text may state it in other words",
    "several attributes have this value", "the text denies it",
]  # fmt: skip
"""Why nothing is taught of an attribute that a seller states."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a seller states of one attribute: standard values, or why there is none that counts.

    ``places``: where a parameter block of the description states them, in characters of the raw description.
    """

    facts: tuple[Fact, ...] = ()
    doubt: Reason | None = None
    places: tuple[tuple[int, int], ...] = ()


class SellerReader:
    """Reads sellers' maps and the parameter blocks of descriptions, by the rules that the job applies."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.standardizer = Standardizer(schema, match_threshold=None)
        thresholds = Thresholds()
        self._claims = Claims(schema, self.standardizer, thresholds)
        self._resolver = Resolver(schema, self.standardizer, thresholds)
        self._blocks: dict[str, BlockReader] = {}

    def read(self, listing: Listing, category: str, hidden: frozenset[str] = frozenset()) -> dict[str, Stated]:
        """By attribute, what is stated; those of ``hidden`` are left out, whoever states them."""
        definition = self.schema.categories[category]
        if category not in self._blocks:
            self._blocks[category] = BlockReader(definition)
        sellers, _ = read_entries(definition, listing.statements)
        told = [*sellers, *self._blocks[category].read(listing.description).entries]
        entries = [entry for entry in told if entry.attribute not in hidden]
        claims = self._claims.stated(category, (), entries)
        facts: dict[str, list[Fact]] = {}
        for fact in self._resolver.resolve(category, claims, (), listing.texts):
            if fact.origin is not None:
                facts.setdefault(fact.attribute, []).append(fact)
        return {key: self._stated(category, own, entries) for key, own in facts.items()}

    def _stated(self, category: str, facts: Sequence[Fact], entries: Sequence[Entry]) -> Stated:
        attribute = facts[0].attribute
        standard = tuple(fact for fact in facts if fact.status == "standard")
        if not standard:
            return Stated(doubt="no standard value")
        has_many = self.schema.attribute(category, attribute).has_many
        others = {_spelled(other.value) for other in facts[0].lost if other.value is not None}
        if not has_many and others - {_spelled(standard[0].value)}:
            return Stated(doubt="sellers' values differ")
        places = tuple(entry.place for entry in entries if entry.attribute == attribute and entry.place)
        return Stated(standard, None, places)


def _spelled(value: str | None) -> str:
    """Free text by what it means to the rules; a bar code is the same with zeros before it: an EAN is a UPC."""
    folded = fold(value or "")
    return folded.lstrip("0") if folded.isdigit() else folded


def same_value(one: Fact, other: Fact) -> bool:
    """Whether two facts of one attribute mean the same value, numbers in any unit."""
    if one.value_id or other.value_id:
        return one.value_id == other.value_id
    if one.parts and other.parts and one.number is None:
        return _same_numbers(one.parts, other.parts)
    if one.number is not None and other.number is not None:
        ends = ((one.number, other.number), (one.number_max, other.number_max))
        return all(_close(*end) for end in ends)
    return _spelled(one.value) == _spelled(other.value)


def is_rounded(one: Fact, other: Fact) -> bool:
    """Whether one of two numbers is the other without its decimals: 14 of 14.1, not of 14.9 nor 1.4."""
    if one.number is None or other.number is None or one.number_max is not None or other.number_max is not None:
        return False
    pairs = ((one.number, other.number), (other.number, one.number))
    return any(
        whole % 1 == 0 and whole in (int(exact), round(exact)) and math.isclose(whole, exact, rel_tol=_ROUNDING)
        for whole, exact in pairs
    )


def _same_numbers(one: Sequence[tuple[str, float, str]], other: Sequence[tuple[str, float, str]]) -> bool:
    """Sizes whose axes are named must agree by axis; where either names none, in their numbers."""
    if len(one) != len(other):
        return False
    mine, theirs = ({name: number for name, number, _ in parts} for parts in (one, other))
    if mine.keys() == theirs.keys():
        return all(_close(number, theirs[name]) for name, number in mine.items())
    return all(_close(*pair) for pair in zip(sorted(mine.values()), sorted(theirs.values()), strict=True))


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_SAME)


Truths = Mapping[str, Stated]
"""By attribute, what one listing's seller states."""
