"""The order in which values of a closed list are shown: S before M before L, 8 mm before 12 mm before 1 m."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from udfs.quantities.numerals import read_number
from udfs.quantities.registry import convert, kind_of, read_unit
from udfs.quantities.sizes import read_size, size_order
from udfs.schema.definitions import Attribute
from udfs.text.keys import plain

_MOST = 0.8  # share of the values that must have a place, or nothing is known of the order
_AMOUNT = re.compile(r"[<>≤≥~≈]?\s*(\d[\d.,]*)\s*(?:[-–—~到至]\s*\d[\d.,]*\s*)?(\D{0,20})\Z")
T = TypeVar("T")


def places(attribute: Attribute) -> dict[str, int]:
    """Value id to place, from 1, of sizes and of amounts in one unit; those without a place are last.

    Of an ordered list its own order. {} where the names tell no order, as those of colours.
    """
    values = attribute.values
    if attribute.kind == "ordered":
        return {key: place for place, key in enumerate(values, 1)}
    if not attribute.is_choice or attribute.kind == "boolean":
        return {}
    names = {key: value.name.first for key, value in values.items()}
    return _sorted(names, _size) or _sorted(names, _amount)


def _sorted(names: Mapping[str, str], read: Callable[[str], tuple[str, T] | None]) -> dict[str, int]:
    """By what ``read`` makes of the names, of one kind: {} where that is not most of them."""
    found = {key: each for key, name in names.items() if (each := read(name)) is not None}
    kinds = [kind for kind, _ in found.values()]
    usual = max(set(kinds), key=kinds.count, default=None)
    keyed = {key: place for key, (kind, place) in found.items() if kind == usual}
    if len(keyed) < 2 or len(keyed) < _MOST * len(names):
        return {}
    ordered = sorted(keyed, key=lambda key: keyed[key])  # type: ignore[arg-type, return-value]
    return {key: place for place, key in enumerate([*ordered, *(key for key in names if key not in keyed)], 1)}


def _size(name: str) -> tuple[str, tuple[str, float]] | None:
    size = read_size(name)
    return ("size", size_order(size)) if size else None


def _amount(name: str) -> tuple[str, float] | None:
    """Kind of the unit, and the number in its base unit; a word that is no unit is a kind by itself."""
    found = _AMOUNT.match(plain(name))
    if found is None:
        return None
    try:
        number = read_number(found[1])
    except ValueError:
        return None
    unit = read_unit(found[2].strip(), "count") if found[2].strip() else None
    return (kind_of(unit), convert(number, unit, kind_of(unit))) if unit else (found[2].strip(), number)
