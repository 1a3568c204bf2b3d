"""A listing's text with the evidence marked in it, for people to read."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.text import Text

from udfs.text.cleaning import clean

CONTEXT = 40
"""Characters kept beside a mark when a long text is shortened."""

_COLOURS = ("yellow", "green", "cyan", "magenta", "bright_blue", "bright_red")


@dataclass(frozen=True, slots=True)
class Mark:
    """A statement in a text: half-open characters ``start:end`` of the raw field, and the name of what it states."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    labels: tuple[str, ...]


def marked(raw: str | None, marks: Sequence[Mark], *, styled: bool, limit: int | None = None) -> Text:
    """The clean text (no markup, one line) with its marks: coloured and named, or ``[text](name)`` if not styled.

    Where marks overlap, the shared part carries all their names. A text longer than ``limit`` characters keeps what is
    near its beginning, its end and its marks; ``…`` stands for the rest.
    """
    cleaned = clean(raw)
    ranges = [(found, mark.label) for mark in marks if (found := cleaned.from_raw(mark.start, mark.end))]
    pieces = list(_pieces(cleaned.text, ranges))
    if limit is not None and sum(len(piece.text) for piece in pieces) > limit:
        pieces = [_shortened(piece) for piece in pieces]
    return _shown(pieces, styled=styled)


def marked_as_is(text: str, marks: Sequence[Mark], *, styled: bool) -> Text:
    """The same of a text that is ours: no character of it is changed, as those of Chinese punctuation would be."""
    return _shown(_pieces(text, [((mark.start, mark.end), mark.label) for mark in marks]), styled=styled)


def _shown(pieces: Iterable[_Piece], *, styled: bool) -> Text:
    text = Text()
    for piece in pieces:
        _append(text, piece, styled=styled)
    return text


def _pieces(text: str, ranges: Sequence[tuple[tuple[int, int], str]]) -> Iterator[_Piece]:
    """The text cut wherever a labelled range begins or ends."""
    borders = sorted({0, len(text), *(border for found, _ in ranges for border in found)})
    for start, end in pairwise(borders):
        labels = dict.fromkeys(label for (first, last), label in ranges if first <= start and end <= last)
        yield _Piece(text[start:end], tuple(labels))


def _shortened(piece: _Piece) -> _Piece:
    if piece.labels or len(piece.text) <= 2 * CONTEXT:
        return piece
    return _Piece(f"{piece.text[:CONTEXT].rstrip()} … {piece.text[-CONTEXT:].lstrip()}", ())


def _append(text: Text, piece: _Piece, *, styled: bool) -> None:
    if not piece.labels:
        text.append(piece.text)
        return
    names = ", ".join(piece.labels)
    if not styled:
        text.append(f"[{piece.text}]({names})")
        return
    # One attribute has one colour in all listings.
    colour = _COLOURS[zlib.crc32(piece.labels[0].encode()) % len(_COLOURS)]
    text.append(piece.text, style=f"bold black on {colour}")
    text.append(f" {names} ", style=f"italic {colour}")
