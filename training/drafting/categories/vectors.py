"""Vectors of wordings and titles by which languages can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_ENOUGH = 8  # texts of a language from which their mean says what the language is like


def centred(vectors: Vectors, languages: Sequence[str]) -> Vectors:
    """Unit vectors, (n, size), without what all texts of a language have in common, or else all texts.

    An encoder of many languages puts a text nearer to others of its language than to its translation.
    """
    if not len(vectors):
        return vectors
    moved = vectors - vectors.mean(axis=0)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, language in enumerate(languages):
        places[language].append(place)
    for own in places.values():
        if len(own) >= _ENOUGH:
            moved[own] = vectors[own] - vectors[own].mean(axis=0)
    return unit(moved)


def unit(vectors: Vectors) -> Vectors:
    """The vectors at length 1; those of length 0 stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
