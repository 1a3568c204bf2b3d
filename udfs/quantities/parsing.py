"""Quantities as sellers write them: 20000mAh · 2万毫安 · 15.6" · 1.2 kg (2.6 lb) · 6瓶*500ml · 40-45L · pack of 3.

A text is cut into terms (a number and the unit behind it). Neighbours join into ranges, sums (4 lb 14 oz), clock times
and products (6 × 500 ml). What then is of the kind asked for must agree with itself, and the rest of the text must be
understood too: a number, or a word that bears on numbers, that nothing explains makes the text no quantity.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from udfs.quantities.bounds import bound_of, remarks
from udfs.quantities.comparisons import compared_with
from udfs.quantities.formatting import format_quantity
from udfs.quantities.joining import joined
from udfs.quantities.leftovers import leftover
from udfs.quantities.messages import fault, found_instead
from udfs.quantities.numerals import Decimal
from udfs.quantities.packs import in_packs, is_count, products
from udfs.quantities.registry import convert, read_unit, same_kind, unit_name
from udfs.quantities.shares import rated, share_of, shared_by
from udfs.quantities.spelling import normalize
from udfs.quantities.terms import Term, read_terms
from udfs.records import Bound

_ROUNDING = 0.1  # "1 L (32 oz)" states one volume twice; sellers round by up to 7 %
# A dot before three digits separates thousands where a unit has no thousandths, and is a decimal point in inches.
_STATED_BARE = ("count", "bare_number")
_WHOLE_UNITS = ("mAh", "lm", "K", "count", "rpm", "pixel", "lux", "mesh", "denier")
_DECIMAL_UNITS = ("inch", "foot", "yard", "mile", "pound", "ounce", "fluid_ounce", "gallon", "Ah", "GHz", "kWh", "m^2")
_EXPOSURE = re.compile(r"\s*1/\d{2,5}\s*")  # of a shutter; 1/20 of an attribute in days is a date
_SIGNED = ("degC", "degree", "dB", "V")  # what may be below zero
_FILLER = re.compile(
    r"(?i)(?:[\s:.,;()\[\]~≈≥≤<>=+×-]|约|大约|约为|大概|最长|最大|最高|最多|最少|至少|可达"
    r"|高达|长达|以上|以下|左右|上下|起|共|总共|合计"
    r"|\b(?:approx(?:imately)?|about|around|circa|ca|roughly|nearly|up ?to|over|max(?:imum)?"
    r"|min(?:imum)?|at (?:least|most)|total|net|only)\b)*"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an attribute asks of a text. ``bare``: a number without unit counts; it is in ``assume``, or else ``unit``.

    ``decimal``: what this hand writes before decimals, for 1.500. ``pack``: of a pack with several pieces the total, or
    what each holds. ``per``: words such as serving; a quantity that is for one of something counts only if it is one of
    these. ``plausible``: least and greatest number; of two readings of 1.500 the one inside counts.
    """

    unit: str
    bare: bool = False
    assume: str | None = None
    decimal: Decimal | None = None
    pack: Literal["total", "each"] = "total"
    per: tuple[str, ...] = ()
    plausible: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in ``unit``, the unit asked for. ``number_max`` is the end of a stated range, else None.

    ``bound`` says that the number is the least or the greatest one. ``unit_given`` is the seller's spelling of the
    unit; None when the number stood alone. ``pieces`` and ``each`` are the factors of a pack, None without one.
    ``notes`` are remarks: what the text says and the number does not.
    """

    number: float
    number_max: float | None
    unit: str
    unit_given: str | None
    bound: Bound | None = None
    pieces: float | None = None
    each: float | None = None
    notes: tuple[str, ...] = field(default=())


def parse_quantity(text: str, unit: str, *, bare: bool = False) -> Quantity:
    """Read the one quantity that a text states, in ``unit``: see :func:`read_quantity`."""
    return read_quantity(text, Reading(unit, bare))


def read_quantity(text: str, asked: Reading) -> Quantity:
    """Read the one quantity that a text states, in the unit asked for.

    A number without unit counts only where that unit is ``count``, or with ``bare``. Raises QuantityError when there is
    no such quantity, several that differ, or something beside it that may change it.
    """
    unit, plain = asked.unit, normalize(text)
    if asked.bare and _EXPOSURE.fullmatch(plain) and _is_of_seconds(asked.assume or unit):
        plain = f"{plain.strip()} s"
    terms = read_terms(plain, unit)
    whole = products(plain, joined(plain, terms), unit)
    claims = _claims(plain, whole, asked)
    if not claims:
        raise fault(text, unit, found_instead(plain, terms, whole, unit))
    claims = [_decided(claim, asked, text) for claim in _whole(plain, whole, claims, asked)]
    if any(_differ(claims[0], other) for other in claims[1:]):
        found = " and ".join(format_quantity(claim.number, unit, claim.upper) for claim in claims)
        raise fault(text, unit, f"got {found}")
    if doubtful := leftover(plain, whole, claims, unit) or _doubt(plain, whole, claims, asked):
        raise fault(text, unit, f"got {doubtful}")
    best = next((claim for claim in claims if claim.unit and convert(1, claim.unit, unit) == 1), claims[0])
    bound = bound_of(plain, best) if best.upper is None else None
    each = best.each if best.pieces else None
    number, top = best.number, best.upper
    if asked.pack == "each" and best.pieces and each is not None:
        number, top = each, None if top is None else top / best.pieces
    return Quantity(number, top, unit, best.spelling, bound, best.pieces, each, remarks(text, best))


def _is_of_seconds(unit: str) -> bool:
    """Whether a unit is the second, or a part of it."""
    return same_kind(unit, "s") and convert(1, unit, "s") <= 1


def _claims(text: str, terms: Sequence[Term], asked: Reading) -> list[Term]:
    """What the terms say of the kind asked for, in the unit asked for; what the goods only compare to is left out."""
    unit, rates = asked.unit, rated(text, terms)
    found = [
        _in_unit(term, asked)
        for term in terms
        if term not in rates
        and term.unit
        and not term.is_size
        and same_kind(term.unit, unit)
        and not compared_with(text, term, terms)
    ]
    if found or not (asked.bare or unit in _STATED_BARE):
        return found
    return [_in_unit(term, asked) for term in _alone(text, terms)]


def _whole(text: str, terms: Sequence[Term], claims: list[Term], asked: Reading) -> list[Term]:
    """Of 500 g (20 g per serving) the 500 g; the claims as they are where all or none are for one of something."""
    whole = [claim for claim in claims if not share_of(text, claim, terms) or claim.pieces]
    return whole if whole and not asked.per and asked.pack == "total" else claims


def _decided(claim: Term, asked: Reading, text: str) -> Term:
    """Of the readings of 1.500 the one that the unit's habit or the plausible range leaves; raises where both are."""
    if not claim.thousands:
        return claim
    times = replace(
        claim, number=claim.number * 1e3, upper=None if claim.upper is None else claim.upper * 1e3, thousands=False
    )
    plain = replace(claim, thousands=False)
    given = claim.unit or asked.assume or asked.unit
    if asked.decimal:
        return times if asked.decimal == "comma" else plain
    for units, meant in ((_WHOLE_UNITS, times), (_DECIMAL_UNITS, plain)):
        if unit_name(given) in map(unit_name, units):
            return meant
    low, high = asked.plausible or (-math.inf, math.inf)
    left = [reading for reading in (plain, times) if low <= reading.number and reading.top <= high]
    if len(left) == 1:
        return left[0]
    readings = " or ".join(format_quantity(reading.number, asked.unit, reading.upper) for reading in (plain, times))
    raise fault(text, asked.unit, f"got {readings}, depending on what the dot separates,")


def _doubt(text: str, terms: Sequence[Term], claims: Sequence[Term], asked: Reading) -> str | None:
    """Why claims that agree are no single quantity."""
    if same_kind(asked.unit, "count") and any(claim.number % 1 or claim.top % 1 for claim in claims):
        return "a number that is not whole"
    if not all(math.isfinite(claim.top) for claim in claims):
        return "a number beyond any quantity"
    if any(claim.number < 0 for claim in claims) and not any(same_kind(asked.unit, kind) for kind in _SIGNED):
        return "a negative number"
    for claim in claims:
        share = shared_by(text, claim, terms)
        if (
            share
            and share.noun.casefold() not in map(str.casefold, asked.per)
            and not _is_each(share.pack, claim, asked)
        ):
            return f"a quantity for one {share.noun}"
    return None


def _is_each(pack: bool, claim: Term, asked: Reading) -> bool:
    """What a pack holds counts where each is wanted or the packs are counted; pieces in a pack, and lengths, always."""
    if not pack:
        return False
    return claim.pieces is not None or asked.pack == "each" or is_count(asked.unit) or not in_packs(asked.unit)


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
    return tuple(joined(plain, read_terms(plain, unit)))


def _in_unit(term: Term, asked: Reading) -> Term:
    """The term with its numbers in the unit asked for; its own stays the seller's, for telling restatements."""
    unit, given = asked.unit, term.unit or asked.assume or asked.unit
    return replace(
        term,
        number=convert(term.number, given, unit),
        upper=None if term.upper is None else convert(term.upper, given, unit),
        each=None if term.each is None else convert(term.each, given, unit),
    )


def _alone(text: str, terms: Sequence[Term]) -> list[Term]:
    """The number of a text that holds nothing else but words such as 约 or "up to"."""
    if len(terms) != 1 or terms[0].is_size:
        return []
    (term,) = terms
    before, after = text[: term.start], text[term.end :]
    return [term] if term.unit is None and _FILLER.fullmatch(before) and _FILLER.fullmatch(after) else []


def _differ(one: Term, other: Term) -> bool:
    """Two statements in one unit must be equal; in different units they may differ by rounding."""
    slack = 1e-9 if one.unit == other.unit else _ROUNDING
    return not (
        math.isclose(one.number, other.number, rel_tol=slack) and math.isclose(one.top, other.top, rel_tol=slack)
    )
