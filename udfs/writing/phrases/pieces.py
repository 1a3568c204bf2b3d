"""Texts in pieces: words, each with the fact that it comes from, until they are joined and the places counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from udfs.records import Fact
from udfs.writing.records import Said

Source = tuple[str, int]
"""A fact, by its attribute and ordinal."""


class Piece(NamedTuple):
    """Characters that come from one fact, or from none."""

    text: str
    source: Source | None = None


Pieces = tuple[Piece, ...]


def words(text: str) -> Pieces:
    """Words of the language alone."""
    return (Piece(text),) if text else ()


def stated(text: str, fact: Fact) -> Pieces:
    """Words that a fact states."""
    return (Piece(text, (fact.attribute, fact.ordinal)),)


def plain(pieces: Iterable[Piece]) -> str:
    """The text alone."""
    return "".join(piece.text for piece in pieces)


def chain(*parts: Pieces) -> Pieces:
    """All of them, one behind the other."""
    return tuple(piece for part in parts for piece in part)


def listed(items: Sequence[Pieces], between: str, last: str) -> Pieces:
    """The items with ``between`` between them and ``last`` before the last one."""
    joined: list[Piece] = []
    for place, item in enumerate(items):
        if place:
            joined.append(Piece(last if place == len(items) - 1 else between))
        joined += item
    return tuple(joined)


def with_places(pieces: Iterable[Piece]) -> tuple[str, tuple[Said, ...]]:
    """The text, and which of its characters come from which fact; neighbours of one fact are one place."""
    text: list[str] = []
    said: list[Said] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        if piece.source and piece.text:
            attribute, ordinal = piece.source
            if said and said[-1].end == at and said[-1][:2] == piece.source:
                said[-1] = said[-1]._replace(end=end)
            else:
                said.append(Said(attribute, ordinal, at, end))
        text.append(piece.text)
        at = end
    return "".join(text), tuple(said)
