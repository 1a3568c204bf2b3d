"""Of what a value is said: the laptop's 16 inches are not the bag's, and what is wide is not high.

Of each statement the names of its attribute tell what it measures (its aspects: width, weight) and whose it is (its
owners: laptop, band). A number must stand with its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from udfs.writing.checking.amounts import same_unit
from udfs.writing.checking.evidence import Statement, stems_of
from udfs.writing.checking.lexicon import is_han, lexicon
from udfs.writing.checking.plain import plain_of
from udfs.writing.checking.reading import Reading

_BOUND_TO_OWNER = ("cm", "g", "h", "count")  # of these a product has several; volts and litres tell their own story
_FEW = 3
_NEXT = 3  # pieces between a number and the word that says what it measures


def is_of(reading: Reading, place: range, ids: Iterable[int], unit: str | None) -> bool:
    """Whether what stands at the pieces may be said of one of the statements, as the words around it have it."""
    return any(_fits(reading, place, reading.support.statements[i], i, unit) for i in ids)


def _fits(reading: Reading, place: range, statement: Statement, own: int, unit: str | None) -> bool:
    told = _aspects_told(reading, place)
    asked = aspects_of(statement)
    if told and asked and not told & asked:
        return False
    owners = owners_of(statement)
    if owners and _is_of_few_words(statement) and _needs_owner(unit) and not _is_named(reading, place, owners, own):
        return False
    return not _is_anothers(reading, place, own)


def _is_of_few_words(statement: Statement) -> bool:
    """Whether the value is hardly more than its number."""
    return all(len(stems_of(text)) <= _FEW for text in statement.values)


def aspects_of(statement: Statement) -> frozenset[str]:
    """What the attribute measures, by the words of its own name and its names in a schema."""
    return _aspects(statement.names[:3])


@lru_cache(4096)
def _aspects(names: tuple[str, ...]) -> frozenset[str]:
    known = lexicon().aspects
    found: set[str] = set()
    for name in names:
        for word in stems_of(name):
            found |= known.get(word, frozenset())
        folded = plain_of(name).folded
        for word, aspects in known.items():
            if len(word) > 1 and is_han(word) and word in folded:
                found |= aspects
    return frozenset(found)


def owners_of(statement: Statement) -> frozenset[str]:
    """Stems of the attribute's own name that name a thing."""
    known = lexicon()
    return frozenset(
        word
        for word in stems_of(statement.names[0])
        if word not in known.vague and word not in known.aspects and word not in known.stems
    )


def _needs_owner(unit: str | None) -> bool:
    return unit is None or any(same_unit(unit, each) for each in _BOUND_TO_OWNER)


def _aspects_told(reading: Reading, place: range) -> frozenset[str]:
    """What the words right beside a number say that it measures: 5 cm wide, a width of 5 cm."""
    known = lexicon().aspects
    reach = reading.segments.clause(place.start)
    for at, piece in reading.near(place.start, place.stop, reach):
        if at < place.start - _NEXT - 2 or at >= place.stop + _NEXT:
            continue
        if aspects := known.get(piece.key):
            return aspects
    return frozenset()


def _is_named(reading: Reading, place: range, owners: frozenset[str], own: int) -> bool:
    """Whether an owner, or a word that goes with the attribute's name, stands in the sentence, or before it; or words
    of the value itself in the clause: iPhone 6."""
    first, last = reading.segments.clause(place.start)
    clause = [reading.pieces[at] for at in range(first, last) if at not in place]
    if any(own in piece.values and piece.sort != "number" for piece in clause):
        return True
    first, last = reading.segments.sentence(place.start)
    aspects = lexicon().aspects
    return any(
        piece.key in owners or (own in piece.about and piece.key not in aspects and not piece.general)
        for at, piece in enumerate(reading.pieces[:last])
        if at >= first or first > 0
    )


def _is_anothers(reading: Reading, place: range, own: int) -> bool:
    """Whether the clause names another attribute's thing and not the statement's own."""
    first, last = reading.segments.clause(place.start)
    known = lexicon()
    support = reading.support
    for at in range(first, last):
        piece = reading.pieces[at]
        if at in place or not piece.about or own in piece.about or own in piece.values or piece.general:
            continue
        if piece.key in known.aspects or piece.key in known.vague or piece.values or -1 in piece.about:
            continue
        if all(piece.key in owners_of(support.statements[i]) for i in piece.about if i >= 0):
            return True
    return False
