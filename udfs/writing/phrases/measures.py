"""Numbers with their units as people write them, in English and Chinese."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from babel.numbers import format_decimal
from babel.units import format_unit

from udfs.quantities.formatting import shown_number, unit_in_chinese
from udfs.quantities.registry import convert, unit_name

Language = Literal["en", "zh"]
T = TypeVar("T")

# Units that English writes out, by their names in CLDR; all others are written by their sign.
_WRITTEN = {
    "inch": "length-inch", "foot": "length-foot", "yard": "length-yard", "mile": "length-mile", "s": "duration-second",
    "min": "duration-minute", "h": "duration-hour", "day": "duration-day", "week": "duration-week",
    "month": "duration-month", "year": "duration-year", "megapixel": "graphics-megapixel", "pixel": "graphics-pixel",
    "carat": "mass-carat", "gallon": "volume-gallon", "pint": "volume-pint", "metric_ton": "mass-tonne",
}  # fmt: skip
_SIGNS = {
    "ohm": "Ω", "kohm": "kΩ", "degC": "°C", "degF": "°F", "degree": "°", "floz": "fl oz", "percent": "%", "x": "×",
    "ml": "ml", "L": "L", "rpm": "rpm", "count": "", "bare_number": "",
}  # fmt: skip
_CHINESE_SIGNS = {"fps": "帧/秒", "count": "", "bare_number": "", "percent": "%", "degC": "℃", "degree": "°"}
_GLUED = ("%", "×", "°")
# From this number on, a unit is said as a larger one, or below it as a smaller one.
_LARGER = {"g": ("kg", 1000.0), "ml": ("L", 1000.0), "mg": ("g", 1000.0), "MB": ("GB", 1024.0)}
_SMALLER = {"kg": ("g", 1.0), "L": ("ml", 1.0), "h": ("min", 1.0), "m": ("cm", 1.0)}
_FORMAT = ("0.######", "#,##0.######")
_GROUPED = 10_000  # from here on English parts thousands
_FRACTION = 0.3  # seconds below which they are said as 1/n
_EXACT = 0.01
_DIGITS = 6  # behind the point, that quantities are stored with
_PLACES = 4  # significant digits that people state; more are what a conversion left


class Measure(NamedTuple):
    """A quantity in words: by itself, as in ``16 inches``, and before a noun, as in ``16-inch``."""

    text: str
    before_noun: str


@lru_cache(1 << 14)
def measure(number: float, unit: str, upper: float | None, language: Language) -> Measure:
    """A number, or a range up to ``upper``, with its unit; pieces have none. ``1578.5 g`` reads 1.58 kg."""
    number, upper, unit = _scaled(number, upper, unit)
    shown = _fraction(number, unit) or number_text(number, language)
    if upper is not None and (top := number_text(upper, language)) != shown:
        shown = f"{shown}–{top}"
    if language == "zh":
        sign = _own(_CHINESE_SIGNS, unit)
        name = unit_in_chinese(unit).replace("*", "·") if sign is None else sign
        return Measure(shown + name, shown + name)
    return _english(shown, upper if upper is not None else number, unit)


def _fraction(number: float, unit: str) -> str | None:
    """A part of a second as shutters have them: 1/4000. Null for other numbers and units."""
    if not 0 < number < _FRACTION or _name(unit) != _name("s"):
        return None
    below = round(1 / number)
    if not math.isclose(1 / below, number, rel_tol=_EXACT):
        return None
    # 0.000167 s is 1/6000, and 1/5988 is what is left of the digits that were cut.
    steps = (10**places for places in range(len(str(below)) - 1, 0, -1))
    rounder = (round(below / step) * step for step in steps)
    return f"1/{next((each for each in rounder if each and _rounds_to(number, 1 / each)), below)}"


def _rounds_to(number: float, exact: float) -> bool:
    """Whether a number is what six digits behind the point leave of another."""
    return math.isclose(round(exact, _DIGITS), number, abs_tol=10**-_DIGITS / 100)


def number_text(number: float, language: Language) -> str:
    """A number with at most four significant digits, whole numbers in full; in English with commas: 20,000."""
    shown = float(shown_number(number))
    if not shown.is_integer() and _significant(shown) > _PLACES:
        shown = float(f"{shown:.3g}")
    grouped = language == "en" and abs(shown) >= _GROUPED
    return str(format_decimal(_exact(shown), format=_FORMAT[grouped], locale=language))


def _exact(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def _significant(number: float) -> int:
    return len(shown_number(number).lstrip("-").replace(".", "").strip("0"))


def _english(shown: str, number: float, unit: str) -> Measure:
    if cldr := _own(_WRITTEN, unit):
        return Measure(f"{shown} {_unit_word(cldr, number)}", f"{shown}-{_unit_word(cldr, 1)}")
    sign = _own(_SIGNS, unit)
    if sign is None:
        sign = unit.replace("^2", "²").replace("^3", "³").replace("_", " ").replace("*", "·")
    text = f"{shown}{sign}" if not sign or sign in _GLUED else f"{shown} {sign}"
    return Measure(text, text)


@lru_cache(1 << 10)
def _unit_word(cldr: str, number: float) -> str:
    """The unit's word that agrees with a number."""
    return re.sub(r"^[\d.,]+\s?", "", str(format_unit(_exact(float(number)), cldr, length="long", locale="en")))


def _scaled(number: float, upper: float | None, unit: str) -> tuple[float, float | None, str]:
    """In a unit in which the number is of a size that people state."""
    for steps, wanted in ((_LARGER, number), (_SMALLER, number if upper is None else upper)):
        step = _own(steps, unit)
        if not step or not math.isfinite(wanted):
            continue
        other, limit = step
        if (wanted >= limit) if steps is _LARGER else (0 < wanted < limit):
            return convert(number, unit, other), None if upper is None else convert(upper, unit, other), other
    return number, upper, unit


def _own(table: Mapping[str, T], unit: str) -> T | None:
    """What a table says of a unit, in any of its spellings: h and hour are one."""
    name = _name(unit)
    return next((value for own, value in table.items() if _name(own) == name), None)


@lru_cache(1 << 10)
def _name(unit: str) -> str:
    return unit_name(unit)
