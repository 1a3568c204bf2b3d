"""What to label next: the texts that are most like all those that have no labels, and like one another the least.

What is raised, pick by pick, is one sum with falling returns: of all texts, each counting by its products, how like the
nearest labelled one they are (facility location; Wei, Iyer and Bilmes 2015, "Submodularity in Data Subset Selection and
Active Learning"). It is monotone and submodular, so the greedy choice comes within 1 - 1/e of the best (Nemhauser,
Wolsey and Fisher 1978).

What the model is unsure of is not asked: after few labels its doubt says little of what it would learn, and what stands
for many is worth more (Hacohen et al. 2022, "Active Learning on a Budget"). docs/lab/what-to-label.md has the tries.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]

SHORTLIST = 20
"""Candidates for each listing to pick, those of most products; the others are only covered."""

COVERED = 2000
"""Texts that are to be covered: a sample says as much as millions."""

_NEAR = 4  # power of the cosine: a text is covered by those that are near, and hardly by those that are just alike


def worths(products: Sequence[int]) -> Floats:
    """The roots of how many products have each text: an answer that holds for four products counts twice."""
    found: Floats = np.sqrt(np.maximum(1, np.array(products, np.float64)))
    return found


def shortlist(products: Sequence[int], n: int) -> list[int]:
    """Places of the texts of most products, :data:`SHORTLIST` for each of ``n``; of as many, the first ones."""
    order: list[int] = np.argsort(-worths(products), kind="stable").tolist()
    return order[: n * SHORTLIST]


def pick(candidates: Vectors, n: int, covered: Vectors, products: Sequence[int], labelled: Vectors) -> list[int]:
    """Places of the ``n`` candidates to label, the most helpful first; fewer where there are no more.

    ``candidates``: (C, H), rows of any length; ``covered``: (P, H), the texts to be covered, with the ``products`` of
    each; ``labelled``: (L, H). Ties go to the first. Time: n x C x P.
    """
    middle = covered.mean(0)
    alike = _alike(covered, candidates, middle)  # (P, C)
    near = _alike(covered, labelled, middle).max(1) if len(labelled) else np.zeros(len(covered))
    weights = worths(products)
    left = np.ones(len(candidates), bool)
    picks: list[int] = []
    while left.any() and len(picks) < n:
        gains = weights @ np.maximum(0.0, alike - near[:, None])
        place = int(np.argmax(np.where(left, gains, -1.0)))
        picks.append(place)
        left[place] = False
        near = np.maximum(near, alike[:, place])
    return picks


def _alike(rows: Vectors, columns: Vectors, middle: Vectors) -> Floats:
    """(R, C) likeness of (R, H) and (C, H) vectors as seen from the middle of all, 0 to 1."""
    cosines = _directions(rows - middle) @ _directions(columns - middle).T
    found: Floats = (np.clip(cosines, 0.0, 1.0) ** _NEAR).astype(np.float64)
    return found


def _directions(vectors: Vectors) -> Vectors:
    """Rows of length 1; zeros stay zeros."""
    found: Vectors = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)).astype(np.float32)
    return found
