"""Numbers with their units where they stand in a text: what may be a value of a quantity or a size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from training.distant.texts import Place, ReadText
from udfs.quantities.comparisons import compared_with
from udfs.quantities.joining import joined
from udfs.quantities.packs import products
from udfs.quantities.registry import same_kind
from udfs.quantities.shares import rated
from udfs.quantities.spelling import normalize
from udfs.quantities.terms import Term, read_terms

_MAY_COUNT = re.compile(r"[\d半一二两三四五六七八九十百千]")
_NUMBER_BEFORE = re.compile(r"\d\s\Z")
_LONGEST = 400  # characters of a clause that are read


class NumberPlace(NamedTuple):
    """A number with a unit of the kind asked for. ``sized``: several numbers joined by times signs.

    ``unit``: as pint calls it. ``torn``: another number stands right before it, perhaps its beginning: 16 1 MP.
    """

    place: Place
    unit: str
    sized: bool
    torn: bool


def numbers_of(text: ReadText, unit: str) -> Iterator[NumberPlace]:
    """Where a text states numbers of the kind of ``unit``; what it only compares to, and rates, are none."""
    for start, end in text.clauses:
        clause = text.clean.text[start : min(end, start + _LONGEST)]
        if _MAY_COUNT.search(clause):
            for first, after, given, sized in _found(clause, unit):
                torn = _NUMBER_BEFORE.search(clause, max(0, first - 8), first) is not None
                yield NumberPlace(Place(text.field, start + first, start + after), given, sized, torn)


@lru_cache(1 << 16)
def _found(clause: str, unit: str) -> tuple[tuple[int, int, str, bool], ...]:
    """Half-open places in a clause, with unit and whether it is a size."""
    spelled = normalize(clause)
    terms = products(spelled, joined(spelled, read_terms(spelled, unit)), unit)
    if not terms:
        return ()
    rates = rated(spelled, terms)
    kept = [term for term in terms if _counts(spelled, term, terms, unit) and term not in rates]
    places = ((*_written(clause, spelled, term.start, term.end), term.unit or "", term.is_size) for term in kept)
    return tuple(
        (start, end - 1 if clause[end - 1] == "." else end, given, sized)
        for start, end, given, sized in places
        if start < end
    )


def _counts(text: str, term: Term, terms: list[Term], unit: str) -> bool:
    return bool(term.unit) and same_kind(term.unit or "", unit) and not compared_with(text, term, terms)


def _written(clause: str, spelled: str, start: int, end: int) -> tuple[int, int]:
    """The place in the clause as it was before it was spelled otherwise; an empty one where that is not certain."""
    if len(clause) == len(spelled):
        return start, end
    blocks = SequenceMatcher(None, spelled, clause, autojunk=False).get_matching_blocks()
    first = next((b.b + start - b.a for b in blocks if b.a <= start < b.a + b.size), None)
    last = next((b.b + end - 1 - b.a for b in blocks if b.a <= end - 1 < b.a + b.size), None)
    return (first, last + 1) if first is not None and last is not None and first <= last else (0, 0)
