"""Pint's registry with the retail definitions of units.txt, and the unit that a seller's spelling stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

import pint

# (unit asked for, unit read) → unit meant. Pint rightly keeps these apart; sellers do not.
_MEANT = {
    ("ml", "ounce"): "fluid_ounce",
    ("ml", "斤"): "jin_of_water",  # 2斤 of a flask: what fills it
    ("g/m^2", "gram"): "g/m^2",  # the weight of cloth: 180g stands for 180 g/m², 6 oz for 6 oz/yd²
    ("g/m^2", "ounce"): "oz/yd^2",
    ("mAh", "milliampere"): "mAh",  # 20000毫安: everyday Chinese drops the hours of 毫安时
    ("mAh", "ampere"): "Ah",
    ("kWh", "degree"): "kWh",  # 一度电
    ("degC", "degree"): "degC",
    ("degC", "coulomb"): "degC",
    ("degC", "farad"): "degF",
    ("count", "karat"): "count",  # 24 ct
    ("Ne", "支"): "Ne",  # a piece, but of yarn its count: 60支, 60S
    ("Ne", "second"): "Ne",
    ("denier", "day"): "denier",  # 300D
}
# Readings that only a case error can produce: nobody sells by the megalitre (ML), megametre (Mm) or millihertz (mhz).
_NEVER = {"mega": {"liter", "meter", "gram", "ampere", "ampere_hour", "watt_hour", "volt"}, "milli": {"hertz"}}
_WHOLE = frozenset(
    ("inch", "foot", "yard", "mile", "pound", "ounce", "fluid_ounce", "hour", "day", "week", "month", "year")
)
# Units of physics, law and kitchens whose spellings mean other things in listings: 5 points, 2 hands, a 12 cup machine.
_UNUSUAL = frozenset(
    re.findall(
        r"\w+",
        "hand chain link league point pole perch rod pica cicero didot fathom parsec light_year astronomical_unit bohr "
        "scaled_point css_pixel slug slinch blob stone quarter scruple drachm apothecary_dram dram dalton pennyweight "
        "unified_atomic_mass_unit grain cup shot fifth jig peck hogshead barrel lambda minim stere eon shake fortnight "
        "section barn are circle turn century millennium decade biot faraday enzyme_unit kip rydberg quadrillion_Btu "
        "therm",
    )
)
# Others only come from typing errors and foreign words: 5 et 10 kg are no exatonnes.
_PREFIXES = frozenset(("", "kilo", "hecto", "deca", "deci", "centi", "milli", "micro", "nano", "mega", "giga", "tera"))
# 18 carat is gold, a weight only where carats are asked for; 750 VA draw fewer watts.
_INSTEAD = {"carat": "karat", "volt_ampere": "apparent_power"}
# Elsewhere 码 is behind the size of a shoe or a garment, and x joins numbers.
_ONLY_FOR = {"码": "yard"} | dict.fromkeys(("x", "X", "times", "倍"), "x")
_EXPRESSION = re.compile(r"(?:[^\W\d_]\w*|%|°[CF])(?:\^[1-9])?(?:[*/](?:[^\W\d_]\w*)(?:\^[1-9])?)*")
_POWER = re.compile(r"([^/^]+)(\^[23])")
_RATIO = re.compile(r"([^/^]+)/([^/^]+)(\^[23])?")


@cache
def _registry() -> pint.UnitRegistry[float]:
    """One registry for each process; building it takes about 0.15 s, so it waits for the first quantity."""
    registry: pint.UnitRegistry[float] = pint.UnitRegistry(on_redefinition="ignore")
    registry.load_definitions(files("udfs.quantities").joinpath("units.txt").read_text(encoding="utf-8").splitlines())
    return registry


@lru_cache(4096)
def _unit(expression: str) -> pint.Unit:
    return _registry().parse_units(expression)


@lru_cache(4096)
def kind_of(expression: str) -> str:
    """Base units of a pint expression, such as "meter ** 3": equal for units that convert into each other.

    Finer than a dimension: ``count``, ``percent`` and ``degree`` all lack one, and are three kinds here.
    """
    return str(_registry().get_base_units(_unit(expression))[1])


def unit_name(expression: str) -> str:
    """The registry's own name of a unit, the same for all its spellings: "lb" and "pound" give "pound"."""
    return str(_unit(expression))


def same_kind(unit: str, other: str) -> bool:
    """Whether two pint expressions convert into each other."""
    return kind_of(unit) == kind_of(other)


def unit_fault(unit: str) -> str | None:
    """A sentence when a schema names a unit that the registry does not know, else None."""
    advice = "write one such as mAh, Wh, g, ml, cm, inch, h, g/m^2, percent or count"
    if not _EXPRESSION.fullmatch(unit):
        return f"unit {unit!r} is not a unit or a product or ratio of units; {advice}"
    try:
        kind_of(unit)
    except pint.UndefinedUnitError:
        return f"unit {unit!r} is unknown; {advice}"
    return None


@lru_cache(16384)
def read_unit(spelling: str, asked: str) -> str | None:
    """Pint expression for a seller's spelling where the unit ``asked`` is wanted; None when nobody knows it.

    Prefers a reading of the kind asked for; falls back on another, so that the caller can say what was found instead.
    """
    if _ONLY_FOR.get(spelling, asked) != asked:
        return None
    readings = list(_readings(spelling, asked))
    for reading in readings:
        if same_kind(reading, asked):
            return reading
    for reading in readings:
        for (wanted, read), meant in _MEANT.items():
            if read == reading and same_kind(wanted, asked):
                return meant
    return readings[0] if readings else None


@lru_cache(16384)
def convert(number: float, unit: str, asked: str) -> float:
    """Number in another unit of the same kind, offsets (°F) too, to ten significant digits: 1 lb is 453.59237 g."""
    result = _registry().Quantity(number, _unit(unit)).to(_unit(asked)).magnitude
    if kind_of(asked) == "kelvin":
        result = round(result, 8)  # an offset near its zero leaves noise that no count of digits removes
    return float(f"{result:.10g}")


def _readings(spelling: str, asked: str) -> Iterator[str]:
    """As written, then in lower case, then capitalized: KG, mah, LM and Mhz are what tired fingers make."""
    spelling = spelling.replace("转/分", "转每分")  # a word for rpm, no ratio: 转 alone is an rpm already
    if "/" in spelling:
        yield from _ratio(spelling, asked)
        return
    if power := _POWER.fullmatch(spelling):
        yield from (reading + power[2] for reading in _readings(power[1], asked) if "^" not in reading)
        return
    name = "_".join(spelling.replace(".", " ").replace("-", " ").split())
    for text, strict in ((name, True), (name.lower(), False), (name.capitalize(), False)):
        for prefix, unit, _ in _registry().parse_unit_name(text, case_sensitive=strict):
            if unit == "year" and text in ("a", "A"):
                continue  # an article: one A 90 min
            if _is_retail(unit, asked) and (not prefix or _takes_prefix(unit, prefix)):
                yield _INSTEAD.get(unit, unit) if unit != unit_name(asked) and not prefix else prefix + unit


def _is_retail(unit: str, asked: str) -> bool:
    of_history = "international" in unit or "conventional" in unit  # 220V US is sold there, and no old American volt
    return not of_history and (unit not in _UNUSUAL or unit == unit_name(asked))


def _takes_prefix(unit: str, prefix: str) -> bool:
    """Pieces and degrees never do: Tea is no tera-each."""
    if prefix not in _PREFIXES or unit in _NEVER.get(prefix, ()):
        return False
    return not (same_kind(unit, "count") or unit.startswith("degree") or unit in _WHOLE)


def _ratio(spelling: str, asked: str) -> Iterator[str]:
    """``180g/m²`` is a ratio whatever is asked for, ``10片/盒`` and ``100g/袋`` only where the unit asked for is."""
    parts = _RATIO.fullmatch(spelling)
    if parts and " /" not in spelling and "/ " not in spelling:  # W 30 cm / D 20 cm
        above, below, power = parts.groups()
        top, bottom = next(_readings(above, asked), None), next(_readings(below, asked), None)
        if top and bottom and ("/" in asked or not (same_kind(top, "count") or same_kind(bottom, "count"))):
            yield f"{top}/{bottom}{power or ''}"
