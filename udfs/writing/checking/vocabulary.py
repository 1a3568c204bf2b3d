"""Words of a text that nothing stands behind: names of values, praise, and whatever else is added."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from udfs.writing.checking.closed_names import ClosedNames
from udfs.writing.checking.lexicon import lexicon
from udfs.writing.checking.pieces import Piece
from udfs.writing.checking.reading import Fault, Reading
from udfs.writing.checking.stems import stem
from udfs.writing.records import Lie

_TYPED = 6  # letters from which a word may have a typing error
_LONG = 9  # letters from which it may have two
_MOST_PARTS = 3


def unknown_words(reading: Reading, covered: set[int], names: ClosedNames) -> Iterator[Fault]:
    """A fault for the first word that neither a statement, nor the listing, nor the general vocabulary has."""
    for at, piece in enumerate(reading.pieces):
        if piece.sort not in ("word", "han") or at in covered or piece.known or piece.general:
            continue
        if (
            lexicon().is_negator(piece.text)
            or _is_in_a_compound(reading, at)
            or _is_typing_error(reading, piece, names)
        ):
            continue
        yield Fault(_lie(reading, piece, names), piece.start, piece.end)
        return  # looking for typing errors takes a while


def _lie(reading: Reading, piece: Piece, names: ClosedNames) -> Lie:
    if names.has(piece.text):
        return "name"
    if lexicon().is_comparison(piece.text):
        return "comparison"
    shown = reading.plain.shown[piece.start]
    begins = not reading.plain.shown[: piece.start].strip() or reading.plain.shown[: piece.start].rstrip()[-1] in ".!?"
    return "name" if shown.isupper() and not begins else "addition"


def _is_in_a_compound(reading: Reading, at: int) -> bool:
    """Whether it makes one known word with its neighbours: hard sided for hardsided."""
    near = [each for each in reading.pieces[max(0, at - 4) : at + 5] if each.text not in ("-", "/")]
    place = near.index(reading.pieces[at])
    for n in range(2, _MOST_PARTS + 1):
        for start in range(max(0, place - n + 1), place + 1):
            parts = [each.text for each in near[start : start + n] if each.sort in ("word", "number")]
            if len(parts) == n and reading.support.is_known(stem("".join(parts))):
                return True
    return False


def _is_typing_error(reading: Reading, piece: Piece, names: ClosedNames) -> bool:
    """Whether one letter makes it a word that is stated, or a general one. Names of values have no such excuse."""
    if (
        piece.sort != "word"
        or len(piece.text) < _TYPED - 1
        or names.has(piece.text)
        or lexicon().is_comparison(piece.text)
    ):
        return False
    if piece.key in lexicon().aspects or piece.key in lexicon().others:
        return False  # a word of its own: weight is no error for height
    support = reading.support
    stated = {word for words in (support.values, support.names, support.listing) for word in words.spelled}
    others = {*support.said, *(word for word in lexicon().general if len(word) > _TYPED)}
    return any(_is_like(piece.text, word, 2 if len(word) >= _LONG else 1) for word in stated) or any(
        _is_like(piece.text, word, 1) for word in others
    )


def _is_like(word: str, other: str, most: int) -> bool:
    """Whether so many letters at most tell the words apart."""
    if word[0] != other[0] or abs(len(word) - len(other)) > most or OSA.distance(word, other) > most:
        return False
    other_letter = len(word) == len(other) and sorted(word) != sorted(other)
    return len(other) >= (_TYPED + 1 if other_letter else _TYPED)  # tiger is no timer
