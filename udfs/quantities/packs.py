"""How often a quantity is there: 6 × 500 ml · 500 ml (pack of 2) · 3 packs of 10 · 每盒10片，共3盒 · 5 g each."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from udfs.quantities.registry import convert, same_kind
from udfs.quantities.shares import share_of
from udfs.quantities.terms import Term

# Kinds that a pack holds so many times. Lengths are not: 30x20x10 cm is a size, not 6000 cm.
IN_PACKS = ("count", "ml", "g", "mAh", "Wh")
_TIMES = re.compile(r"(?:/\w{1,6})?\s*×\s*")
_OF = re.compile(
    r"(?i)\s*(?:of|à|a|de|von|di|je|各|each|each of|@|,?\s*each contains|,?\s*每[个只件双瓶包盒箱袋片罐条套支组份])\s*"
)
_PACK_OF = re.compile(r"(?i)[\s,;:(/-]*(?:pack|set|case|box|lot|bundle|carton|packs|multipack)\s*of\s*\Z")
_PACKED = re.compile(r"(?i)(?:/|per |packs?$|pk$)")
_NAMED_PACK = re.compile(r"(?i)(?:pack|set|case|lot|bundle|carton) of")


def products(text: str, terms: Sequence[Term], asked: str) -> list[Term]:
    """The terms with what is multiplied joined: a number of pieces with what one of them holds."""
    runs: list[list[Term]] = []
    for term in terms:
        if runs and _multiplies(text, runs[-1][-1], term, asked):
            runs[-1].append(term)
        else:
            runs.append([term])
    found = [term for run in runs for term in _product(run, asked)]
    return _said_apart(text, found, asked)


def _multiplies(text: str, left: Term, right: Term, asked: str) -> bool:
    between = text[left.end : right.start]
    if _TIMES.fullmatch(between):
        return True
    if _PACK_OF.fullmatch(between):  # 500 ml (pack of 2), 6 count, pack of 4
        return in_packs(left.unit) and right.unit in (None, "count")
    if is_count(right.unit) and _PACKED.match(right.spelling or "") and in_packs(left.unit):
        # 16 oz can, 24/carton; 650 g (3 pack); but 650 g 3 pack may be either
        return (
            not is_count(left.unit)
            and (right.spelling or "")[:1] in "/pP"
            and re.search(r"[-(\[,]", between) is not None
        )
    if _OF.fullmatch(between):  # 12 bottles of 330 ml, 3 packs of 10
        return is_count(left.unit) and (in_packs(right.unit) or (right.unit is None and asked == "count"))
    return False


def _product(factors: list[Term], asked: str) -> list[Term]:
    """One term for a run of factors: pieces, and at most one quantity that comes in pieces; else the run as it is."""
    if len(factors) == 1:
        return factors
    sized = [term for term in factors if term.unit and not is_count(term.unit)]
    pieces = [term for term in factors if term not in sized]
    if len(sized) > 1 or not pieces or not all(in_packs(term.unit) for term in sized) or any(t.upper for t in pieces):
        return _size(factors)
    if not sized and asked != "count" and len(factors) > 1 and all(term.unit is None for term in factors):
        return _size(factors)
    counts = [term.number if term.unit is None else convert(term.number, term.unit, "count") for term in pieces]
    start, end = factors[0].start, factors[-1].end
    if not sized:
        total, last = math.prod(counts), factors[-1]
        return [
            replace(last, number=total, unit="count", start=start, end=end, pieces=counts[0], each=total / counts[0])
        ]
    number, one = math.prod(counts), sized[0]
    if asked == "count":
        return [replace(pieces[0], number=number, unit="count", start=start, end=end)]
    upper = None if one.upper is None else one.upper * number
    return [replace(one, number=one.number * number, upper=upper, start=start, end=end, pieces=number, each=one.number)]


def _size(factors: list[Term]) -> list[Term]:
    """30 × 20 × 10 cm is a size: no number of it stands alone."""
    return [replace(factors[-1], is_size=True, start=factors[0].start)]


def _said_apart(text: str, terms: list[Term], asked: str) -> list[Term]:
    """10 pcs per pack, 3 packs; 每瓶500ml 共6瓶; pack of 2, 500 ml: what one holds and how many, in any order."""
    each = [term for term in terms if in_packs(term.unit) and (share := share_of(text, term, terms)) and share.pack]
    if not each and any(_NAMED_PACK.search(term.spelling or "") for term in terms):
        each = [term for term in terms if in_packs(term.unit) and not is_count(term.unit)]
    counts = [term for term in terms if is_count(term.unit) and term not in each and term.upper is None]
    if len(each) != 1 or len(counts) != 1 or each[0].pieces or not each[0].unit:
        return terms
    (one,), (pieces,) = each, counts
    number = convert(pieces.number, pieces.unit or "count", "count")
    if asked == "count" and not is_count(one.unit):
        return [term for term in terms if term is not one]
    upper = None if one.upper is None else one.upper * number
    whole = replace(one, number=one.number * number, upper=upper, pieces=number, each=one.number)
    return [whole if term is one else term for term in terms if term is not pieces]


def in_packs(unit: str | None) -> bool:
    """Whether a pack may hold so many of what is measured in a unit; a number alone may be one of pieces."""
    return unit is not None and any(same_kind(unit, example) for example in IN_PACKS)


def is_count(unit: str | None) -> bool:
    """Whether a unit counts pieces."""
    return unit is not None and same_kind(unit, "count")
