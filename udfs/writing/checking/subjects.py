"""Of what a value is said: the laptop's 16 inches are not the bag's, and what is wide is not high.

Of each statement the names of its attribute tell what it measures (its aspects: width, weight) and whose it is (its
owners: laptop, band). A number must stand with its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from udfs.writing.checking.cues import is_named_otherwise
from udfs.writing.checking.reading.amounts import same_unit
from udfs.writing.checking.reading.evidence import Statement, read_stated, stems_of
from udfs.writing.checking.reading.plain import plain_of
from udfs.writing.checking.reading.reading import Reading
from udfs.writing.checking.reading.support import NONE, Ids
from udfs.writing.checking.words.lexicon import is_han, lexicon

_BOUND_TO_OWNER = ("cm", "g", "h", "count")  # of these a product has several; volts and litres tell their own story
_ADJECTIVES = ("wide", "high", "long", "tall", "deep", "thick", "heavy", "across")  # behind their numbers
_NEXT = 3  # pieces between a number and the word that says what it measures


def is_of(reading: Reading, place: range, ids: Iterable[int], unit: str | None) -> bool:
    """Whether what stands at the pieces may be said of one of the statements, as the words around it have it."""
    return any(_fits(reading, place, reading.support.statements[i], i, unit) for i in ids)


def _fits(reading: Reading, place: range, statement: Statement, own: int, unit: str | None) -> bool:
    told = _aspects_told(reading, place)
    asked = aspects_of(statement)
    if told and not told & asked and (asked or _is_measured_elsewhere(reading, told, own)):
        return False
    if is_named_otherwise(reading, place.start, place.stop, frozenset([own]) | _words_around(reading, place)):
        return False
    owners = owners_of(statement)
    if (
        owners
        and not _is_year(reading, place, statement, unit)
        and _is_number(statement)
        and _needs_owner(unit)
        and not _is_named(reading, place, owners, own)
    ):
        return False
    return not _is_anothers(reading, place, own)


def _is_year(reading: Reading, place: range, statement: Statement, unit: str | None) -> bool:
    """Whether the number is a year, which tells itself."""
    text = reading.pieces[place.start].text
    return unit is None and len(text) == 4 and text[:2] in ("19", "20") and "year" in stems_of(statement.names[0])


def _is_measured_elsewhere(reading: Reading, told: frozenset[str], own: int) -> bool:
    """Whether another statement measures just that."""
    return any(told & aspects_of(each) for i, each in enumerate(reading.support.statements) if i != own)


def _words_around(reading: Reading, place: range) -> Ids:
    """The statements that have the words right beside the number: the 7 of Windows 7 is of any with Windows."""
    beside = [*reading.pieces[max(0, place.start - 1) : place.start], *reading.pieces[place.stop : place.stop + 1]]
    return frozenset(i for piece in beside if piece.sort == "word" for i in piece.values)


def _is_number(statement: Statement) -> bool:
    """Whether the value is nothing but a number with its unit."""
    return bool(statement.values) and _is_amount(statement.values[0])


@lru_cache(4096)
def _is_amount(text: str) -> bool:
    terms = read_stated(text)
    taken = {at for term in terms for at in range(term.start, term.end)}
    return bool(terms) and not any(letter.isalnum() and at not in taken for at, letter in enumerate(text))


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
    reach = reading.segments.clause(place.start)
    for at, piece in reading.near(place.start, place.stop, reach):
        if at < place.start - _NEXT - 2 or at >= place.stop + _NEXT or _is_of_another(reading, at, place):
            continue
        if (
            (aspects := aspects_of_word(piece.key))
            and not piece.values
            and not reading.support.categories.having(piece.key)
        ):
            return aspects  # but a power bank measures no power
    return frozenset()


@lru_cache(4096)
def aspects_of_word(word: str) -> frozenset[str]:
    """What a word says that it measures; of a Chinese one the longest ending that does: 包容量 is a capacity."""
    known = lexicon().aspects
    endings = [word, *(word[at:] for at in range(1, len(word) - 1))] if is_han(word) else [word]
    return next((known[ending] for ending in endings if ending in known), frozenset())


def _is_of_another(reading: Reading, at: int, place: range) -> bool:
    """Whether the word belongs to a number on its other side or between: 16瓦 高46厘米, 5 cm wide 3 cm."""
    piece = reading.pieces[at]
    if at >= place.stop:
        end = reading.pieces[place.stop - 1].end
        if piece.text in lexicon().takers or any(end <= told.start < piece.start for told in reading.told):
            return True
        links = reading.plain.folded[piece.end : piece.end + 5]
        leads = links.startswith((" of ", " is ", ": ")) or (links[1:2].isdigit() and piece.text not in _ADJECTIVES)
        if leads and any(0 < told.start - piece.end <= 5 for told in reading.told):
            return True
        return piece.sort == "han" and any(piece.end <= told.start <= piece.end + 1 for told in reading.told)
    start = reading.pieces[place.start].start
    if any(piece.end <= told.start and told.end <= start and told.start < start for told in reading.told):
        return True
    return piece.sort == "word" and any(piece.start - 1 <= told.end <= piece.start for told in reading.told)


def _is_named(reading: Reading, place: range, owners: frozenset[str], own: int) -> bool:
    """Whether an owner, or a word that goes with the attribute's name, stands in the sentence, or before it; or words
    of the value itself in the clause: iPhone 6."""
    first, last = reading.segments.clause(place.start)
    if not any(reading.pieces[at].sort in ("word", "han") for at in range(first, last) if at not in place):
        return True  # of titles: 54 between commas
    clause = [reading.pieces[at] for at in range(first, last) if at not in place]
    if any(own in piece.values and piece.sort != "number" for piece in clause):
        return True
    first, last = reading.segments.sentence(place.start)
    aspects = lexicon().aspects
    return any(
        piece.key in owners
        or (piece.key not in aspects and own in reading.support.said.get(piece.key, NONE))
        or (piece.key not in aspects and own in piece.about and not piece.general)
        for at, piece in enumerate(reading.pieces[:last])
        if at >= first or first > 0
    )


def _is_anothers(reading: Reading, place: range, own: int) -> bool:
    """Whether the clause names another attribute's thing, not the statement's own, and without that one's value."""
    if _subject_is_anothers(reading, place, own):
        return True
    first, last = reading.segments.clause(place.start)
    valued = _valued(reading, place)
    for at in range(first, last):
        owners = _owned_by(reading, at, own) if at not in place else frozenset()
        if owners and not owners & valued:
            return True
    return False


def _valued(reading: Reading, place: range) -> Ids:
    """The statements whose values the clause has as well."""
    first, last = reading.segments.clause(place.start)
    return frozenset(i for at in range(first, last) if at not in place for i in reading.pieces[at].values)


def _subject_is_anothers(reading: Reading, place: range, own: int) -> bool:
    """Whether what weighs, lasts or holds so much is another attribute's thing: the 16-inch laptop weighs 1.58 kg."""
    first, _ = reading.segments.clause(place.start)
    known = lexicon()
    at = place.start - 1
    while at >= first and reading.pieces[at].text in known.approximate:
        at -= 1
    return at > first and reading.pieces[at].text in known.takers and bool(_owned_by(reading, at - 1, own))


def _owned_by(reading: Reading, at: int, own: int) -> Ids:
    """The statements whose thing the piece names; none where it is the statement's own, or names no thing."""
    piece = reading.pieces[at]
    known = lexicon()
    if not piece.about or own in piece.about or own in piece.values or piece.general or -1 in piece.about:
        return NONE
    if piece.key in known.aspects or piece.key in known.vague or piece.values or reading.is_noun(at):
        return NONE
    statements = reading.support.statements
    return piece.about if all(piece.key in owners_of(statements[i]) for i in piece.about) else NONE
