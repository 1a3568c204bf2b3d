"""Sentences and clauses of a text, as ranges of its pieces: what is said together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from udfs.writing.checking.reading.pieces import Piece

_SENTENCE = frozenset(".!?。！？\n;；")
_CLAUSE = frozenset(",，、()（）|/")
_JOINING = frozenset(
    (
        "and",
        "with",
        "which",
        "that",
        "while",
        "plus",
        "but",
        "also",
        "or",
        "和",
        "及",
        "以及",
        "与",
        "并",
        "且",
        "而",
        "同时",
        "或",
    )
)


class Segments:
    """Where sentences and clauses begin and end; a comma or dot within a number is none."""

    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self._text = text
        sentence = [0] + [i + 1 for i, piece in enumerate(pieces) if self._ends_sentence(piece)] + [len(pieces)]
        clause = {i + 1 for i, piece in enumerate(pieces) if piece.sort == "mark" and piece.text in _CLAUSE}
        clause |= {i for i, piece in enumerate(pieces) if piece.text in _JOINING}
        self._sentence = sorted(set(sentence))
        self._clause = sorted(clause | set(sentence))

    def _ends_sentence(self, piece: Piece) -> bool:
        if piece.sort != "mark" or piece.text not in _SENTENCE:
            return False
        return piece.text != "." or not self._text[piece.end : piece.end + 1].strip()

    def sentence(self, at: int) -> tuple[int, int]:
        """The half-open pieces of the sentence that holds the piece."""
        return _around(self._sentence, at)

    def clause(self, at: int) -> tuple[int, int]:
        """The half-open pieces of the clause that holds the piece."""
        return _around(self._clause, at)


def _around(borders: Sequence[int], at: int) -> tuple[int, int]:
    for start, end in pairwise(borders):
        if start <= at < end:
            return start, end
    return (borders[-1], borders[-1] + 1) if borders else (0, at + 1)
