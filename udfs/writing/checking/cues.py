"""Names of attributes beside a value: the color is blue, a rim size of 8 inches, a rubber sole, 鞋面为网布."""

from __future__ import annotations

from udfs.writing.checking.reading.pieces import Piece
from udfs.writing.checking.reading.reading import Reading
from udfs.writing.checking.reading.support import Ids
from udfs.writing.checking.words.lexicon import lexicon

_COPULAS = ("is", "are", "was")
_REACH = 5  # pieces between a name and its value


def is_named_otherwise(reading: Reading, start: int, stop: int, own: Ids) -> bool:
    """Whether the name of another attribute is linked to the value at the pieces, which ``own`` have."""
    for cue in (_before(reading, start), _behind(reading, stop)):
        if cue is not None and _is_others(reading, cue, start, own):
            return True
    return False


def _is_others(reading: Reading, cue: int, at: int, own: Ids) -> bool:
    piece, value = reading.pieces[cue], reading.pieces[at]
    support = reading.support
    named = support.names.having(piece.key)
    if named:
        theirs = named & (own | support.names.having(value.key))
        return not theirs and not _has_its_value(reading, cue, named) and not is_listed_beside(reading, piece, value)
    if piece.about or not support.listing.having(piece.key):
        return False
    attributes = reading.names.attributes_of(piece.key)  # no statement's, but a word of the listing
    owned = {support.statements[i].attribute for i in own}
    return bool(attributes) and not attributes & owned and not is_listed_beside(reading, piece, value)


def _before(reading: Reading, start: int) -> int | None:
    """The place of the name in front, with nothing but links between, one at least."""
    first, _ = reading.segments.clause(start)
    links = lexicon().links
    at = start - 1
    while at >= max(first, start - _REACH) and reading.pieces[at].text in links:
        at -= 1
    if not first <= at < start - 1 or not _may_name(reading, at):
        return None
    is_number = any(told.start == reading.pieces[start].start for told in reading.told)
    return at if is_number or reading.pieces[at].key not in lexicon().vague else None


def _behind(reading: Reading, stop: int) -> int | None:
    """The place of the name right behind, unless it begins what comes next: not in 黑色双肩包容量为40升."""
    _, last = reading.segments.clause(stop - 1)
    if stop >= last or not _may_name(reading, stop):
        return None
    piece = reading.pieces[stop]
    if piece.sort == "han":
        ends = stop + 1 >= last or reading.pieces[stop + 1].sort == "mark" or reading.pieces[stop + 1].text == "的"
        return stop if ends else None
    spelled = reading.support.names.spelled
    is_noun = piece.text in spelled or piece.text.rstrip("s") in spelled  # connection, and not connect
    is_noun = is_noun or (not piece.about and bool(reading.names.attributes_of(piece.key)))
    if stop + 1 < last and reading.pieces[stop + 1].text in (*_COPULAS, ":"):
        return None
    return stop if is_noun and piece.key not in lexicon().vague else None


def _may_name(reading: Reading, at: int) -> bool:
    """Whether the piece may be an attribute's name: no value, and not what is sold (a lamp in black)."""
    piece = reading.pieces[at]
    if piece.general or piece.sort not in ("word", "han") or piece.values or not piece.known:
        return False
    return not reading.is_noun(at)


def _has_its_value(reading: Reading, cue: int, named: Ids) -> bool:
    """Whether the name has its own value right before it: a 50-hour battery life."""
    at = cue - 1
    while at >= 0 and (reading.pieces[at].about & named or reading.pieces[at].text == "-" or _is_unit(reading, at)):
        at -= 1
    return at >= 0 and bool(reading.pieces[at].values & named)


def _is_unit(reading: Reading, at: int) -> bool:
    piece = reading.pieces[at]
    return any(told.start < piece.start and piece.end <= told.end for told in reading.told)


def is_listed_beside(reading: Reading, one: Piece, other: Piece) -> bool:
    """Whether the listing has the two side by side, in either order."""
    listing = reading.support.listing
    if listing.adjoin(one.key, other.key) or listing.adjoin(other.key, one.key):
        return True
    return one.sort == other.sort == "han" and (
        listing.holds(one.text + other.text) or listing.holds(other.text + one.text)
    )
