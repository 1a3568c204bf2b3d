"""English titles: Osprey Farpoint 40 Travel Pack, 40 L, Blue."""

from __future__ import annotations

from collections.abc import Sequence

from udfs.writing.phrases.english.opening import Identity
from udfs.writing.phrases.english.points import Point
from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.pieces import Piece, Pieces, listed
from udfs.writing.phrases.templates import fill, gaps

_BEFORE = 2  # words before the noun


def title(words: Words, identity: Identity, points: Sequence[Point]) -> Pieces:
    """Maker, name, noun with what stands before it, then the other facts between commas, the colour and size last."""
    before = [point for point in points if point.wordings("adj") and not point.rule.last][:_BEFORE]
    noun = [
        *(point.say(point.wordings("adj")[0], one=True) for point in sorted(before, key=_rank)),
        identity.head.pieces,
    ]
    name = [part for part in (identity.brand, identity.name) if part]
    described = [_titled(words, part) for part in noun] if not (identity.head.is_generic and name) else []
    others = [made for point in _ordered(points) if point not in before and (made := _said(words, point))]
    return listed([listed([*name, *described], " ", " "), *others], ", ", ", ")


def _rank(point: Point) -> int:
    return point.rule.rank


def _ordered(points: Sequence[Point]) -> list[Point]:
    return sorted(points, key=lambda point: point.rule.last)


def _said(words: Words, point: Point) -> Pieces:
    """A fact as an item of a title; empty for those that a title does not have."""
    if not point.rule.title or (point.is_list and not point.rule.last):
        return ()
    known = {"mod": point.value, **point.gaps}  # up to 80 hours: it cannot stand before a noun, but in a title
    return _titled(words, fill(point.rule.title, known) if gaps(point.rule.title) <= known.keys() else point.value)


def _titled(words: Words, pieces: Pieces) -> Pieces:
    return tuple(Piece(words.titled(piece.text), piece.source) for piece in pieces)
