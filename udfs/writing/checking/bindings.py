"""Values beside the name of another attribute, and values that a fact of the same attribute contradicts."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.writing.checking.closed_names import ClosedNames
from udfs.writing.checking.lexicon import lexicon
from udfs.writing.checking.pieces import Piece
from udfs.writing.checking.reading import Fault, Reading
from udfs.writing.checking.support import Ids

_REACH = 5


def binding_faults(reading: Reading, names: ClosedNames) -> Iterator[Fault]:
    """Values that are said of another attribute than theirs, or that only the listing has, of something else."""
    for at, piece in enumerate(reading.pieces):
        if piece.sort not in ("word", "han") or piece.general:
            continue
        if piece.values:
            if _is_moved(reading, at):
                yield Fault("subject", piece.start, piece.end)
        elif piece.known and _is_contradicted(reading, at, names):
            yield Fault("name", piece.start, piece.end)


def _is_moved(reading: Reading, at: int) -> bool:
    """Whether the name of an attribute that is linked to the value is another attribute's."""
    own = reading.pieces[at].values
    for cue in (_before(reading, at), _behind(reading, at)):
        if cue is None:
            continue
        named = _named(reading, cue)
        own_too = own | reading.support.names.having(reading.pieces[at].key)
        if named and not named & own_too and not named & _context(reading, at):
            return not _is_listed_so(reading, cue, reading.pieces[at])
    return False


def _before(reading: Reading, at: int) -> Piece | None:
    """The name in front, with nothing but links between."""
    first, _ = reading.segments.clause(at)
    seen = 0
    for place in range(at - 1, max(first, at - _REACH) - 1, -1):
        piece = reading.pieces[place]
        if piece.text in lexicon().links:
            seen += 1
            continue
        return piece if seen and _named(reading, piece) else None
    return None


def _behind(reading: Reading, at: int) -> Piece | None:
    """The name right behind, unless it begins what comes next: a rubber sole, but not 黑色双肩包容量为40升."""
    _, last = reading.segments.clause(at)
    if at + 1 >= last or not _named(reading, reading.pieces[at + 1]):
        return None
    piece = reading.pieces[at + 1]
    begins = piece.sort == "han" and at + 2 < last and _begins_value(reading.pieces[at + 2])
    return None if begins else piece


def _begins_value(piece: Piece) -> bool:
    return piece.sort == "number" or piece.text in lexicon().links or bool(piece.values)


def _named(reading: Reading, piece: Piece) -> Ids:
    """Statements whose attribute the piece names; none where it is a value as well, or vague."""
    if piece.general or piece.sort not in ("word", "han") or piece.values or piece.key in lexicon().vague:
        return frozenset()
    if reading.support.is_noun(piece.key):
        return frozenset()  # a lamp in black: its type is another attribute
    return reading.support.names.having(piece.key)


def _context(reading: Reading, at: int) -> Ids:
    """Statements whose values the clause has as well: their names have what they name."""
    first, last = reading.segments.clause(at)
    return frozenset(i for place in range(first, last) if place != at for i in reading.pieces[place].values)


def _is_listed_so(reading: Reading, cue: Piece, value: Piece) -> bool:
    listing = reading.support.listing
    return listing.adjoin(cue.key, value.key) or listing.adjoin(value.key, cue.key)


def _is_contradicted(reading: Reading, at: int, names: ClosedNames) -> bool:
    """Whether a fact gives the attribute another value, and the listing has this one of something else."""
    piece = reading.pieces[at]
    stated = {statement.attribute for statement in reading.support.statements}
    if not any(attribute in stated for attribute in names.single_valued(piece.text)):
        return False
    beside = [each for each in reading.pieces[max(0, at - 1) : at + 2] if each is not piece and not each.general]
    listing = reading.support.listing
    return not any(_is_listed_so(reading, each, piece) or listing.having(piece.text + each.text) for each in beside)
