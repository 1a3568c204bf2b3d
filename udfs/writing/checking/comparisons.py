"""Comparatives and superlatives: only where a fact says so, or the listing of the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.writing.checking.reading.reading import Fault, Reading
from udfs.writing.checking.words.lexicon import lexicon


def comparison_faults(reading: Reading) -> Iterator[Fault]:
    """A fault for each word of praise or comparison that the listing has of something else only, and for bounds."""
    known = lexicon()
    support = reading.support
    for at, piece in enumerate(reading.pieces):
        if piece.sort not in ("word", "han") or not (
            known.is_comparison(piece.text) or _is_bound(reading, at) or _is_the_only(reading, at)
        ):
            continue
        if piece.values or piece.about or piece.key in support.said:
            continue
        behind = reading.pieces[at + 1] if at + 1 < len(reading.pieces) else None
        same_thing = behind is not None and (
            support.listing.adjoin(piece.key, behind.key) or bool(support.listing.having(piece.text + behind.text))
        )
        if not same_thing:
            yield Fault("comparison", piece.start, piece.end)


def _is_bound(reading: Reading, at: int) -> bool:
    """Whether the word makes a number more or less than itself: over 40 hours."""
    piece = reading.pieces[at]
    return piece.text in lexicon().bounds and any(piece.end <= told.start <= piece.end + 1 for told in reading.told)


def _is_the_only(reading: Reading, at: int) -> bool:
    return reading.pieces[at].text == "only" and at > 0 and reading.pieces[at - 1].text == "the"
