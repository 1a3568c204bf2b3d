"""Where texts lie when no model has read them: hashed pieces of their words."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from udfs.text.cleaning import clean
from udfs.text.keys import plain

WIDTH = 512
"""Numbers of a hashed vector."""

_PIECE = 3  # characters


def hashed_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """(n, :data:`WIDTH`) counts of 3-character pieces under their root, each in a place and with a sign by its hash.

    Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning". Alike for texts that share pieces of
    words; the same on every machine.
    """
    found = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in zip(found, texts, strict=True):
        for code in _pieces(text):
            row[code % WIDTH] += 1.0 if code >> 31 else -1.0
    return np.sign(found) * np.sqrt(np.abs(found))


def _pieces(text: str) -> Iterator[int]:
    """Hashes of 32 bits of the pieces of a text; Han by two characters, as its words are."""
    read = f" {' '.join(plain(clean(text).text).split())} "
    for start in range(len(read) - 1):
        width = 2 if "一" <= read[start] <= "鿿" else _PIECE
        yield zlib.crc32(read[start : start + width].encode())
