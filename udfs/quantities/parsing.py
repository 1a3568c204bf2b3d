"""Quantities as sellers write them: 20000mAh · 2万毫安 · 15.6" · 1.2 kg (2.6 lb) · 6瓶*500ml · 40-45L · pack of 3.

A text is cut into terms (a number and the unit behind it); neighbours join into ranges, sums (4 lb 14 oz) and products
(6 × 500 ml); what then is of the kind asked for must agree with itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from udfs.quantities.doubts import doubt, notes
from udfs.quantities.formatting import format_quantity, shown_number
from udfs.quantities.registry import convert, read_unit, same_kind
from udfs.quantities.terms import Term, normalize, read_terms, word_behind

_KIND_NAMES = {
    "ml": "a volume",
    "g": "a weight",
    "cm": "a length",
    "h": "a duration",
    "mAh": "a charge",
    "Wh": "an energy",
    "W": "a power",
    "V": "a voltage",
    "ohm": "a resistance",
    "lm": "a luminous flux",
    "K": "a temperature",
    "g/m^2": "a weight per area",
    "percent": "a share",
    "count": "a number of pieces",
}
# Kinds that a pack holds so many times. Lengths are not: 30x20x10 cm is a size, not 6000 cm.
_IN_PACKS = ("count", "ml", "g", "mAh", "Wh")
_ROUNDING = 0.1  # "1 L (32 oz)" states one volume twice; sellers round by up to 7 %
_TO = re.compile(r"\s*(?:-|~|to|至|到)\s*")
_TIMES = re.compile(r"(?:/\w{1,6})?\s*×\s*")
_FILLER = re.compile(
    r"(?i)(?:[\s:.,()~≈≥≤<>=+×-]|约|大约|最长|最大|可达|高达|长达|以上|左右|起|approx|about|up to|over|max|min)*"
)


class QuantityError(ValueError):
    """A text is not one quantity of the kind asked for; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in ``unit``, the unit asked for. ``upper`` is the end of a stated range, else None.

    ``unit_given`` is the seller's spelling of the unit; None when the number stood alone. ``notes`` are remarks such as
    "upper bound": what the text says and the number does not.
    """

    number: float
    upper: float | None
    unit: str
    unit_given: str | None
    notes: tuple[str, ...] = ()


def parse_quantity(text: str, unit: str, *, bare: bool = False) -> Quantity:
    """Read the one quantity that a text states, in ``unit``.

    A number without unit counts only where ``unit`` is ``count``, or with ``bare``: attribute maps whose key names the
    unit. Raises QuantityError when there is no such quantity, or several that differ.
    """
    plain = normalize(text)
    terms = read_terms(plain, unit)
    products = _products(plain, _merge(plain, _merge(plain, terms, _range), _sum))
    claims = [claim for product in products if (claim := _claim(product, unit))]
    if not claims and (bare or unit == "count"):
        claims = _alone(plain, products)
    if not claims:
        raise QuantityError(f"expected {_kind_name(unit)}, {_found(plain, terms, unit)} in {_shown(text)}")
    if any(_differ(claims[0], other) for other in claims[1:]):
        found = " and ".join(format_quantity(claim.number, unit, claim.upper) for claim in claims)
        raise QuantityError(f"expected {_kind_name(unit)}, got {found} in {_shown(text)}")
    if doubtful := doubt(plain, terms, claims, unit):
        raise QuantityError(f"expected {_kind_name(unit)}, got {doubtful} in {_shown(text)}")
    if not all(math.isfinite(claim.top) for claim in claims):
        raise QuantityError(f"expected {_kind_name(unit)}, got a number beyond any quantity in {_shown(text)}")
    best = next((claim for claim in claims if claim.unit and convert(1, claim.unit, unit) == 1), claims[0])
    return Quantity(best.number, best.upper, unit, best.spelling, notes(text, plain, best))


def read_amounts(
    text: str, unit: str, *, assume: str | None = None, factors: Mapping[str, float] | None = None
) -> list[float]:
    """All quantities of the kind of ``unit`` that a text states, in ``unit`` and in its order; both ends of a range.

    Unlike :func:`parse_quantity` it does not mind that they differ. A number without a unit is in the unit ``assume``,
    and is left out without it. ``factors`` replace the exact factor of a unit.
    """
    known = {kind: factor for spelling, factor in (factors or {}).items() if (kind := read_unit(spelling, unit))}
    amounts: list[float] = []
    for term in _statements(text, unit):
        given = term.unit or assume
        if given and same_kind(given, unit):
            ends = [term.number] if term.upper is None else [term.number, term.upper]
            factor = known.get(given)
            amounts += [convert(end, given, unit) if factor is None else end * factor for end in ends]
    return amounts


def read_numbers_with_units(text: str, unit: str) -> list[tuple[float, str | None]]:
    """All numbers of a text, each with the unit behind it as pint calls it; None for a number that stands alone."""
    return [(term.number, term.unit) for term in _statements(text, unit)]


@lru_cache(4096)
def _statements(text: str, unit: str) -> tuple[Term, ...]:
    """All numbers of a text, neighbours joined into ranges and sums."""
    plain = normalize(text)
    return tuple(_merge(plain, _merge(plain, read_terms(plain, unit), _range), _sum))


def _merge(text: str, terms: list[Term], join: Callable[[str, Term, Term], Term | None]) -> list[Term]:
    """Neighbours joined from left to right wherever ``join``, given the text between them, makes one of two."""
    merged: list[Term] = []
    for term in terms:
        joined = join(text[merged[-1].end : term.start], merged[-1], term) if merged else None
        if joined:
            merged[-1] = joined
        else:
            merged.append(term)
    return merged


def _range(between: str, low: Term, high: Term) -> Term | None:
    """40-45L, 40L-45L, 80至120斤: the numbers rise, and a unit on the right serves both."""
    if (
        not _TO.fullmatch(between)
        or low.unit not in (None, high.unit)
        or low.upper is not None
        or low.number >= high.number
    ):
        return None
    return replace(high, number=low.number, upper=high.number, start=low.start)


def _sum(between: str, large: Term, small: Term) -> Term | None:
    """4 lb 14 oz, 1小时30分: a whole number of a unit, then less than one of it in a unit that divides it.

    Not 1 kg 2.2 lb, which says one thing twice.
    """
    if between.strip() or not (large.unit and small.unit and same_kind(large.unit, small.unit)):
        return None
    ratio = convert(1, large.unit, small.unit)
    is_whole = large.upper is small.upper is None and large.number % 1 == 0
    if not is_whole or ratio <= 1 or ratio % 1 or small.number >= ratio:
        return None
    return replace(large, number=large.number + small.number / ratio, end=small.end)


def _products(text: str, terms: list[Term]) -> list[list[Term]]:
    """Runs of terms with times signs between them; most runs hold one term."""
    runs: list[list[Term]] = []
    for term in terms:
        if runs and _TIMES.fullmatch(text, runs[-1][-1].end, term.start):
            runs[-1].append(term)
        else:
            runs.append([term])
    return runs


def _claim(factors: list[Term], unit: str) -> Term | None:
    """What a product says about the unit asked for, in that unit; None when it says nothing."""
    first = factors[0]
    if len(factors) == 1:
        return _in_unit(first, unit) if first.unit and same_kind(first.unit, unit) else None
    sized = [term for term in factors if term.unit and not same_kind(term.unit, "count")]
    pieces = [_in_unit(term, "count") for term in factors if term not in sized]
    packs = math.prod(term.number for term in pieces)
    if not all(_comes_in_packs(term.unit or unit) for term in sized) or not pieces:
        return None
    if unit == "count":
        return replace(pieces[0], number=packs, upper=None)
    if len(sized) != 1 or not same_kind(sized[0].unit or unit, unit):
        return None
    one = _in_unit(sized[0], unit)
    return replace(one, number=one.number * packs, upper=None if one.upper is None else one.upper * packs)


def _comes_in_packs(unit: str) -> bool:
    return any(same_kind(unit, example) for example in _IN_PACKS)


def _in_unit(term: Term, unit: str) -> Term:
    """A bare number is in the unit already."""
    if term.unit is None:
        return term
    upper = None if term.upper is None else convert(term.upper, term.unit, unit)
    return replace(term, number=convert(term.number, term.unit, unit), upper=upper)


def _alone(text: str, products: list[list[Term]]) -> list[Term]:
    """The number of a text that holds nothing else but words such as 约 or "up to"."""
    if len(products) != 1 or len(products[0]) != 1:
        return []
    (term,) = products[0]
    before, after = text[: term.start], text[term.end :]
    return [term] if term.unit is None and _FILLER.fullmatch(before) and _FILLER.fullmatch(after) else []


def _differ(one: Term, other: Term) -> bool:
    """Two statements in one unit must be equal; in different units they may differ by rounding."""
    slack = 0.0 if one.unit == other.unit else _ROUNDING
    return not (
        math.isclose(one.number, other.number, rel_tol=slack) and math.isclose(one.top, other.top, rel_tol=slack)
    )


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _kind_name(unit: str) -> str:
    return next((name for example, name in _KIND_NAMES.items() if same_kind(unit, example)), f"a quantity in {unit}")


def _found(text: str, terms: list[Term], unit: str) -> str:
    """What stands there instead of the quantity."""
    if not terms:
        return "found no number"
    other = next((term for term in terms if term.unit), None)
    if other and other.unit and same_kind(other.unit, unit):
        return "found a size of several numbers"
    if other and other.spelling:
        return f"got {shown_number(other.number)} {other.spelling}"
    word = word_behind(text, terms[0])
    return f"got {shown_number(terms[0].number)} " + (f"with the unknown unit {word!r}" if word else "without a unit")
