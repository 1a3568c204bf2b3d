"""Values beside the name of another attribute, and values that a fact of the same attribute contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from udfs.writing.checking.cues import is_listed_beside, is_named_otherwise
from udfs.writing.checking.reading.evidence import words_of
from udfs.writing.checking.reading.pieces import Piece
from udfs.writing.checking.reading.reading import Fault, Reading
from udfs.writing.checking.reading.support import key_of


def binding_faults(reading: Reading) -> Iterator[Fault]:
    """Values that are said of another attribute than theirs, or that stand elsewhere for something else."""
    for at, piece in enumerate(reading.pieces):
        if piece.sort not in ("word", "han") or piece.general or not piece.known:
            continue
        if piece.values and is_named_otherwise(reading, at, at + 1, piece.values | _around(reading, at)):
            yield Fault("subject", piece.start, piece.end)
        if _is_contradicted(reading, at):
            yield Fault("name", piece.start, piece.end)


def _around(reading: Reading, at: int) -> frozenset[int]:
    """Statements that have the words beside the value as well: a word of several values is of the one around it."""
    return frozenset(i for piece in reading.pieces[max(0, at - 1) : at + 2] for i in piece.values)


def _is_contradicted(reading: Reading, at: int) -> bool:
    """Whether a fact gives the attribute another value, and this one stands only in the listing, or within the value of
    something else, which the text does not name."""
    piece = reading.pieces[at]
    support = reading.support
    if any(_is_whole(piece, support.statements[i].values) for i in piece.values) or _is_of_a_name(reading, at):
        return False
    stated = {each.attribute for i, each in enumerate(support.statements) if i not in piece.about | piece.values}
    own = {support.statements[i].attribute for i in piece.values}
    if not any(attribute in stated - own for attribute in reading.names.single_valued(piece.text)):
        return False
    beside = [each for each in reading.pieces[max(0, at - 1) : at + 2] if each is not piece and not each.general]
    return not any(is_listed_beside(reading, each, piece) or _are_one_value(reading, each, piece) for each in beside)


def _is_of_a_name(reading: Reading, at: int) -> bool:
    """Whether the piece belongs to the name of an attribute that is stated, as in white balance, and names no value."""
    piece, support = reading.pieces[at], reading.support
    return reading.is_in_name(range(at, at + 1)) or any(
        _is_whole(piece, support.statements[i].names) for i in piece.about
    )


def _are_one_value(reading: Reading, one: Piece, other: Piece) -> bool:
    """Whether two neighbours stand side by side in a value, as in neutral white."""
    values = reading.support.values
    if values.adjoin(one.key, other.key) or values.adjoin(other.key, one.key):
        return True
    return one.sort == other.sort == "han" and (
        values.holds(one.text + other.text) or values.holds(other.text + one.text)
    )


def _is_whole(piece: Piece, values: Iterable[str]) -> bool:
    """Whether the piece is one of the wordings."""
    return any(len(tokens) == 1 and key_of(tokens[0]) == piece.key for tokens in words_of(values))
