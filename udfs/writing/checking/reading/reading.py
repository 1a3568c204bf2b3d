"""A text as the checks read it: its pieces, numbers and clauses beside what supports it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from udfs.writing.checking.reading.amounts import Told
from udfs.writing.checking.reading.closed_names import ClosedNames
from udfs.writing.checking.reading.listing_words import ListingWords
from udfs.writing.checking.reading.pieces import Piece
from udfs.writing.checking.reading.plain import Plain
from udfs.writing.checking.reading.segments import Segments
from udfs.writing.checking.reading.support import Support
from udfs.writing.records import Lie


class Fault(NamedTuple):
    """Something that is not supported, at half-open characters of the text."""

    lie: Lie
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """``told``: the numbers; ``covered``: places of the pieces that are numbers with their units."""

    plain: Plain
    pieces: list[Piece]
    segments: Segments
    told: list[Told]
    support: Support
    listing: ListingWords
    names: ClosedNames

    def inside(self, start: int, end: int) -> range:
        """The pieces that overlap the characters."""
        found = [i for i, piece in enumerate(self.pieces) if piece.start < end and piece.end > start]
        return range(found[0], found[-1] + 1) if found else range(0)

    def is_in_name(self, place: range) -> bool:
        """Whether the pieces stand in the name of an attribute that is stated, with the word before or behind them:
        the 35 mm of a 35 mm focal length."""
        keys = [piece.key for piece in self.pieces[max(0, place.start - 1) : place.stop + 1]]
        joined = [self.support.names.adjoin(one, other) for one, other in pairwise(keys)]
        first = 1 if place.start else 0
        inside = joined[first : first + len(place) - 1]
        return all(inside) and (any(joined[:first]) or any(joined[first + len(place) - 1 :]))

    def is_noun(self, at: int) -> bool:
        """Whether the piece names what is sold, or stands before that as in its name: power bank, laptop backpack."""
        key = self.pieces[at].key
        if self.support.is_noun(key):
            return True
        behind = self.pieces[at + 1].key if at + 1 < len(self.pieces) else ""
        return self.support.is_noun(behind) and self.support.categories.adjoin(key, behind)

    def near(self, start: int, end: int, reach: tuple[int, int]) -> Iterator[tuple[int, Piece]]:
        """The pieces of ``reach`` that are not in ``start:end``, the nearest first; of two as near, the one behind."""
        for step in range(1, reach[1] - reach[0] + 1):
            for at in (end - 1 + step, start - step):
                if reach[0] <= at < reach[1]:
                    yield at, self.pieces[at]
