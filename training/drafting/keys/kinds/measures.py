"""Quantities and sizes among values: which unit, which share of them parses, and which range they keep to."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from training.drafting.keys.kinds.evidence import Evidence, Value
from udfs.quantities.dimensions import read_dimensions
from udfs.quantities.messages import QuantityError
from udfs.quantities.parsing import Reading, read_numbers_with_units, read_quantity
from udfs.quantities.registry import convert, read_unit, same_kind, unit_name

# As people write them; others keep the registry's own name.
_SHORT = (
    "mm cm m km inch foot yard µm g kg mg lb oz carat ml L cl floz gallon m^2 cm^2 m^3 mW W kW Wh kWh mAh Ah V mV kV "
    "mA A ohm Hz kHz MHz GHz bit kB MB GB TB h min s ms day week month year degC degF degree percent lux lm K dB MP "
    "fps dpi x count bare_number kbps Mbps Gbps m^2 foot^2 Pa kPa MPa bar N J kJ cal kcal rpm pixel g/m^2 mesh denier "
    "karat"
)
_TIMES = re.compile(r"(?i)\s*\d+(?:\.\d+)?\s?(?:x|×|倍)(?!\s?\d)")
_SEVERAL = re.compile(r"(?i)\d[^\d]{0,16}?[x×*✕]|\bby\b|[长宽高長寬]|\b[lwhd]\b")  # 18-55 mm is a range
_BARE = re.compile(r"\s*[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*|\s*[+-]?\d+(?:\.\d+)?\s*")
_YEAR = re.compile(r"\s*(?:19[5-9]\d|20[0-4]\d)\s*")
_LAST_WORD = re.compile(r"(?:[^\W\d_]+|[\"″”])(?=\.?\s*\Z)")
_MOST = 0.5  # share of the statements
_LONGEST = 80  # characters of a text that is read as a quantity
_GENEROUS = 3.0  # times the middle values that a plausible value may be
_TAIL = 0.01  # share of the values at each end that says nothing of the range
_GIVEN = 0.15  # share of what parses that must name the unit: bare numbers parse in any
_WORTH = 0.3  # share of numbers with a unit below which no unit is tried
_NETWORKS = frozenset((2.0, 3.0, 4.0, 5.0, 6.0))  # 4g of a telephone is no weight
_UNITS = 3  # kinds of units that are tried
_BARE_NUMBER = "bare_number"  # of decimals: a count is whole
_COUNTED = 100_000  # what is more than that is a number of something else


class Measure(NamedTuple):
    """A unit, the share of statements that parse in it, and a plausible range, or null where numbers are few."""

    unit: str
    share: float
    range: tuple[float, float] | None


def quantity_of(evidence: Evidence) -> Measure | None:
    """The unit in which most values are quantities; None where none is."""
    tried = [_measured(evidence, unit) for unit in _units(evidence, least=_WORTH)]
    return max(tried, key=lambda measure: measure.share, default=None)


def size_of(evidence: Evidence) -> Measure | None:
    """The unit of length in which most values are sizes of several numbers; None where none is."""
    lengths = [unit for unit in _units(evidence) if same_kind(unit, "cm")]
    unit = lengths[0] if lengths else _length_behind(evidence) or "cm"
    counts: list[tuple[float, int]] = []
    parsed = 0
    for value in evidence.values:
        if not _SEVERAL.search(value.text):
            continue
        try:
            size = read_dimensions(value.text, unit, bare=_length(value.unit))
        except QuantityError:
            continue
        if len(size.extents) > 1:
            parsed += value.times
            counts += [(extent.number, value.times) for extent in size.extents]
    share = parsed / max(1, evidence.seen)
    return Measure(unit, share, plausible(counts)) if share else None


def _length_behind(evidence: Evidence) -> str | None:
    """The unit of length that most values end in: ``2.5x2.5x3.8inches``; None where hardly any does."""
    counts: Counter[str] = Counter()
    for value in evidence.values:
        found = _LAST_WORD.search(value.text)
        unit = read_unit(found[0], "cm") if found else None
        if unit and same_kind(unit, "cm") and (short := _short(unit)):
            counts[short] += value.times
    most = counts.most_common(1)
    return most[0][0] if most and most[0][1] >= _MOST * evidence.seen else None


def _length(unit: str | None) -> str | None:
    return unit if unit and same_kind(unit, "cm") else None


def _units(evidence: Evidence, least: float = 0.0) -> list[str]:
    """Units by how often they are written, one of each kind, as a schema writes them; none where the numbers with a
    unit are fewer than ``least`` of the statements."""
    found: Counter[str] = Counter()
    for value in evidence.values:
        for unit in _written(value):
            found[unit] += value.times
    if found.total() < least * evidence.seen:
        return []
    units: list[str] = []
    for unit, _ in sorted(found.items(), key=lambda each: (-each[1], each[0])):
        if not any(same_kind(unit, other) for other in units):
            units.append(unit)
    return units[:_UNITS]


def _written(value: Value) -> set[str]:
    """The units of a text's numbers; of a bare one that of its key, or else a count, or a bare number."""
    if _TIMES.match(value.text):
        return {"x"}
    if len(value.text) > _LONGEST or not any(map(str.isdigit, value.text)):
        return set()
    if _YEAR.fullmatch(value.text) and value.unit is None:
        return set()
    numbers = read_numbers_with_units(value.text, value.unit or "count")
    given = {unit or value.unit for _, unit in numbers[:2]}
    if given == {None} and _BARE.fullmatch(value.text) and numbers[0][0] < _COUNTED:
        return {"count"} if numbers[0][0] % 1 == 0 else {_BARE_NUMBER}
    return {short for unit in given if unit and (short := _short(unit))}


@cache
def _short(unit: str) -> str | None:
    """A unit as people write it: ``mm`` for the registry's millimeter; None for one of no trade: 4G is no gauss."""
    if name := _shorts().get(unit_name(unit)):
        return name
    return next((short for short in _shorts().values() if _is_one(unit, short)), None)


def _is_one(unit: str, other: str) -> bool:
    return same_kind(unit, other) and convert(1, unit, other) == 1


@cache
def _shorts() -> dict[str, str]:
    return {unit_name(short): short for short in _SHORT.split()}


def _measured(evidence: Evidence, unit: str) -> Measure:
    numbers: list[tuple[float, int]] = []
    parsed = given = 0
    for value in evidence.values:
        if found := _parsed(value, unit):
            parsed += value.times
            given += value.times * (unit in _written(value))
            numbers += [(number, value.times) for number in found]
    if (given < _GIVEN * parsed and unit != _BARE_NUMBER) or (
        unit == "g" and {number for number, _ in numbers} <= _NETWORKS
    ):
        return Measure(unit, 0.0, None)
    return Measure(unit, parsed / max(1, evidence.seen), plausible(numbers))


def _parsed(value: Value, unit: str) -> list[float]:
    """The number of a text, both ends of a range; empty where it is no quantity in the unit."""
    if len(value.text) > _LONGEST or (unit == "count" and _YEAR.fullmatch(value.text)):
        return []
    assume = value.unit if value.unit and same_kind(value.unit, unit) else None
    try:
        found = read_quantity(value.text, Reading(unit, bare=True, assume=assume))
    except (QuantityError, OverflowError):
        return []
    return [found.number] if found.number_max is None else [found.number, found.number_max]


def plausible(numbers: Iterable[tuple[float, int]]) -> tuple[float, float] | None:
    """A range that holds what is usual with room to spare: a third of the least and three times the greatest number,
    of which there are a few at each end that do not count."""
    ordered = sorted(numbers)
    total = sum(count for _, count in ordered)
    if not ordered:
        return None
    low, high = _at(ordered, _TAIL * total), _at(ordered, (1 - _TAIL) * total)
    room = (_GENEROUS - 1) * max(abs(low), abs(high), 1e-9)
    least = low / _GENEROUS if low > 0 else low - room if low < 0 else 0.0
    most = high * _GENEROUS if high > 0 else high + room
    least, most = _rounded(least, down=True), _rounded(most, down=False)
    return (least, most) if least < most else None


def _at(ordered: list[tuple[float, int]], rank: float) -> float:
    seen = 0
    for number, count in ordered:
        seen += count
        if seen >= rank:
            return number
    return ordered[-1][0]


def _rounded(number: float, *, down: bool) -> float:
    """Two significant digits, away from what the range holds."""
    if not number:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(abs(number))) - 1)
    return float(f"{(math.floor if down else math.ceil)(number / step) * step:.6g}")
