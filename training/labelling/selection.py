"""What to label next: listings that the model is unsure of, that many products share, none like another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

SHORTLIST = 50
"""Candidates for each listing to pick that are compared with one another: vectors of more would say little."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``uncertainty`` in bits, 0 or more. ``products``: how many have this very text. ``key`` tells equals apart."""

    key: str
    uncertainty: float = 1.0
    products: int = 1

    @property
    def worth(self) -> float:
        """Its uncertainty times the root of its products: an answer that holds for four products counts twice."""
        return self.uncertainty * float(np.sqrt(max(1, self.products)))


class Pick(NamedTuple):
    """A place among the candidates; its worth; how far it lies from what is labelled or picked, 0 to 2."""

    place: int
    worth: float
    distance: float


def shortlist(candidates: Sequence[Candidate], n: int) -> list[int]:
    """Places of the candidates of most worth, :data:`SHORTLIST` for each of ``n``, best first; ties by key."""
    order = sorted(range(len(candidates)), key=lambda i: (-candidates[i].worth, candidates[i].key))
    return order[: n * SHORTLIST]


def pick(candidates: Sequence[Candidate], vectors: Vectors, n: int, labelled: Vectors | None = None) -> list[Pick]:
    """The ``n`` candidates to label, the most helpful first; fewer where there are no more.

    ``vectors``: (C, H), a row for each candidate, of any length; ``labelled``: (L, H), of listings that have labels.
    Greedy: again and again the candidate whose worth times its distance to the nearest labelled or picked one is
    largest. With equal worths this is the farthest-first traversal, within twice the best cover by ``n`` (Gonzalez
    1985; Sener and Savarese 2018, "Active Learning for Convolutional Neural Networks: A Core-Set Approach"); the worth
    keeps it from goods that the model knows or hardly anybody sells. Time: C x (L + n). Ties go to the first.
    """
    worths = np.array([candidate.worth for candidate in candidates], np.float64)
    seen = directions(vectors)
    nearest = np.full(len(seen), 1.0) if labelled is None or not len(labelled) else distances(seen, labelled, vectors)
    left = np.ones(len(seen), bool)
    picks: list[Pick] = []
    while left.any() and len(picks) < n:
        scores = np.where(left, worths * nearest, -1.0)
        place = int(np.argmax(scores))
        picks.append(Pick(place, float(worths[place]), float(nearest[place])))
        left[place] = False
        nearest = np.minimum(nearest, np.maximum(0.0, 1.0 - seen @ seen[place]))
    return picks


def directions(vectors: Vectors, middle: Vectors | None = None) -> Vectors:
    """Rows of length 1, seen from the middle of all rows: means of encoders all point one way. Zeros stay zeros."""
    middle = vectors.mean(0) if middle is None else middle
    shifted = vectors - middle if len(vectors) > 1 else vectors
    found: Vectors = (shifted / np.maximum(np.linalg.norm(shifted, axis=1, keepdims=True), 1e-6)).astype(np.float32)
    return found


def distances(seen: Vectors, labelled: Vectors, vectors: Vectors) -> NDArray[np.float64]:
    """Of each of (C, H) directions the distance to the nearest of (L, H) vectors, 0 to 2."""
    known = directions(labelled, vectors.mean(0)) if len(vectors) > 1 else directions(labelled)
    found: NDArray[np.float64] = np.maximum(0.0, 1.0 - (seen @ known.T).max(1)).astype(np.float64)
    return found
