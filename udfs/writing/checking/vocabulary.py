"""Words of a text that nothing stands behind: names of values, praise, and whatever else is added."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from udfs.writing.checking.reading.pieces import Piece
from udfs.writing.checking.reading.reading import Fault, Reading
from udfs.writing.checking.words.lexicon import lexicon
from udfs.writing.checking.words.stems import stem
from udfs.writing.records import Lie

_TYPED = 6  # letters from which a word may have a typing error
_LONG = 9  # letters from which it may have two
_BEGINNING, _LEFT_OUT = 4, 4  # letters that an abbreviation has at least, and leaves out
_MOST_PARTS = 3
_NEAR = 4  # pieces on each side among which a compound is looked for


def unknown_words(reading: Reading, covered: set[int]) -> Iterator[Fault]:
    """A fault for the first word that neither a statement, nor the listing, nor the general vocabulary has."""
    for at, piece in enumerate(reading.pieces):
        if piece.sort not in ("word", "han") or at in covered or piece.known or piece.general:
            continue
        if not _is_excused(reading, at, piece):
            yield Fault(_lie(reading, piece), piece.start, piece.end)
            return  # looking for typing errors takes a while


def _is_excused(reading: Reading, at: int, piece: Piece) -> bool:
    """Whether it is a known word after all, or is judged elsewhere."""
    if piece.sort == "word" and lexicon().is_negator(piece.text):
        return True
    if _is_in_a_compound(reading, at) or _names_a_value(reading, at):
        return True
    return piece.sort == "word" and (_is_abbreviated(reading, piece) or _is_typing_error(reading, piece))


def _lie(reading: Reading, piece: Piece) -> Lie:
    if reading.names.has(piece.text):
        return "name"
    if lexicon().is_comparison(piece.text):
        return "comparison"
    before = reading.plain.shown[: piece.start].rstrip()
    begins = not before or before[-1] in ".!?:"
    return "name" if reading.plain.shown[piece.start].isupper() and not begins else "addition"


def _is_in_a_compound(reading: Reading, at: int) -> bool:
    """Whether it makes one known word with its neighbours: hard sided for hardsided."""
    first = max(0, at - _NEAR)
    near = [i for i in range(first, min(len(reading.pieces), at + _NEAR + 1)) if reading.pieces[i].text not in "-/"]
    place = near.index(at)
    for n in range(2, _MOST_PARTS + 1):
        for start in range(max(0, place - n + 1), place + 1):
            parts = [reading.pieces[i] for i in near[start : start + n]]
            words = [part.text for part in parts if part.sort in ("word", "number")]
            if len(words) == n and reading.support.is_known(stem("".join(words))):
                return True
    return False


def _names_a_value(reading: Reading, at: int) -> bool:
    """Whether it is the name of an attribute beside a value of it that is stated: a rose gold color."""
    attributes = reading.names.attributes_of(reading.pieces[at].key)
    beside = [each for each in reading.pieces[max(0, at - 2) : at + 3] if each.values]
    return any(reading.names.is_of(each.text, attribute) for each in beside for attribute in attributes)


def _is_abbreviated(reading: Reading, piece: Piece) -> bool:
    """Whether the name of an attribute has its beginning: comm for communication."""
    starts = {piece.text[:n] for n in range(_BEGINNING, len(piece.text) - _LEFT_OUT + 1)}
    return not starts.isdisjoint(reading.support.names.spelled)


def _is_typing_error(reading: Reading, piece: Piece) -> bool:
    """Whether one letter makes it a word that is stated, or a general one. Names of values have no such excuse, nor has
    a word of its own: weight is no error for height."""
    known = lexicon()
    if len(piece.text) < _TYPED - 1 or reading.names.has(piece.text) or known.is_comparison(piece.text):
        return False
    if piece.key in known.aspects or piece.key in known.others:
        return False
    support = reading.support
    stated = {word for words in (support.values, support.names, support.listing) for word in words.spelled}
    others = {*support.said, *(word for word in known.general if len(word) >= _TYPED)}
    return any(_is_like(piece.text, word, 2 if len(word) >= _LONG else 1) for word in stated) or any(
        _is_like(piece.text, word, 1) for word in others
    )


def _is_like(word: str, other: str, most: int) -> bool:
    """Whether so many errors at most tell the words apart; a wrong letter counts in longer words only: tiger is no
    timer."""
    if word[0] != other[0] or abs(len(word) - len(other)) > most or OSA.distance(word, other) > most:
        return False
    if sorted(word) == sorted(other):
        return len(other) >= _TYPED - 1
    return len(other) > _TYPED if len(word) == len(other) else len(other) >= _TYPED
