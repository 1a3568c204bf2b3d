"""Vectors of short texts: who makes them is handed in; here is how they are compared, and words alone as vectors."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from udfs.text.keys import plain

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""Texts to vectors: (n,) to (n, size), in order, of any length. Nobody falls back on :func:`hashed` unasked."""

_HASHED = 512  # buckets; a description has fewer pieces
_PIECE = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[㐀-鿿]+")


def hashed(texts: Sequence[str]) -> Vectors:
    """The words of each text, and its pairs of Han characters, counted in 512 buckets: (n, 512).

    An :data:`Embed` that needs no model: it knows equal words and no likeness of meaning. Ask for it by name where
    there is no encoder. The same on every machine.
    """
    found = np.zeros((len(texts), _HASHED), np.float32)
    for row, text in enumerate(texts):
        for piece in _pieces(plain(text)):
            found[row, crc32(piece.encode()) % _HASHED] += 1
    return np.sqrt(found)


def _pieces(text: str) -> list[str]:
    words = [word for word in _PIECE.findall(_HAN.sub(" ", text)) if len(word) > 1]
    pairs = [run[at : at + 2] for run in _HAN.findall(text) for at in range(max(1, len(run) - 1))]
    return words + pairs


def unit(vectors: Vectors) -> Vectors:
    """The vectors at length 1; those of length 0 stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def likeness(ones: Vectors, others: Vectors, usual: float) -> Vectors:
    """Cosines of unit vectors, (n, m), stretched so that ``usual`` is 0 and the same text 1; below is 0.

    An encoder finds all texts of a catalog alike, 0.7 and more: only what goes beyond that says anything.
    """
    return np.asarray(np.clip((ones @ others.T - usual) / max(1e-6, 1 - usual), 0, 1), np.float32)


def usual_cosine(vectors: Vectors) -> float:
    """The mean cosine of different ones among unit vectors; 0 for fewer than two."""
    count = len(vectors)
    if count < 2:
        return 0.0
    total = float(np.square(vectors.sum(axis=0)).sum()) - count
    return min(0.99, max(0.0, total / (count * (count - 1))))
