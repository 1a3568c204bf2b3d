"""What to label next: texts that stand for many that the model is unsure of, and state what it has seen little of.

Two sums with falling returns are raised, pick by pick:

- *Coverage*: of all texts, each counting by its uncertainty and its products, how like the nearest labelled one they
  are (facility location; Wei, Iyer and Bilmes 2015, "Submodularity in Data Subset Selection and Active Learning").
- *Attributes*: the roots of how often each is stated, as far as the model can tell (feature-based functions; Wei, Liu,
  Kirchhoff and Bilmes 2014), so that the twentieth brand counts less than the first battery life.

Taking the most uncertain text each time, or the one farthest from all before (core-set), chose oddities: after few
labels what stands for many is worth more (Hacohen et al. 2022, "Active Learning on a Budget"). Both sums are monotone
and submodular, so the greedy choice comes within 1 - 1/e of the best (Nemhauser, Wolsey and Fisher 1978).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]

SHORTLIST = 20
"""Candidates for each listing to pick, those of most worth; the others are only covered."""

COVERED = 2000
"""Texts that are to be covered: a sample says as much as millions."""

_NEAR = 4  # power of the cosine: a text is covered by those that are near, and hardly by those that are just alike
_COVERAGE = 4.0  # how much coverage counts beside attributes; between 2 and 20 the choice hardly changes


@dataclass(frozen=True, slots=True)
class Candidate:
    """``uncertainty`` in bits, 0 or more. ``products``: how many have this very text. ``key`` tells equals apart.

    ``states``: by attribute, how many statements are to be expected.
    """

    key: str
    uncertainty: float = 1.0
    products: int = 1
    states: Mapping[Hashable, float] = field(default_factory=dict)

    @property
    def worth(self) -> float:
        """Its uncertainty times the root of its products: an answer that holds for four products counts twice."""
        return self.uncertainty * float(np.sqrt(max(1, self.products)))


@dataclass(frozen=True, slots=True)
class Labelled:
    """What has labels: (L, H) ``vectors``, and how often each attribute is stated."""

    vectors: Vectors
    states: Mapping[Hashable, float] = field(default_factory=dict)


def shortlist(candidates: Sequence[Candidate], n: int) -> list[int]:
    """Places of the candidates of most worth, :data:`SHORTLIST` for each of ``n``, best first; ties by key."""
    order = sorted(range(len(candidates)), key=lambda i: (-candidates[i].worth, candidates[i].key))
    return order[: n * SHORTLIST]


def pick(
    candidates: Sequence[Candidate], vectors: Vectors, n: int, covered: Sequence[Candidate], seen: Vectors,
    labelled: Labelled | None = None,
) -> list[int]:  # fmt: skip
    """Places of the ``n`` candidates to label, the most helpful first; fewer where there are no more.

    ``vectors``: (C, H), a row for each candidate, of any length; ``seen``: (P, H), of the texts to be covered. Ties go
    to the first. Time: n x C x (P + attributes).
    """
    middle = seen.mean(0) if len(seen) > 1 else np.zeros(seen.shape[1:], np.float32)
    alike = _alike(seen, vectors, middle)  # (P, C)
    near = _alike(seen, labelled.vectors, middle).max(1) if labelled and len(labelled.vectors) else np.zeros(len(seen))
    worths = np.array([each.worth for each in covered], np.float64)
    shares = _COVERAGE * n * worths / max(worths.sum(), 1e-9)
    states, stated = _states(candidates, labelled.states if labelled else {})
    left = np.ones(len(candidates), bool)
    picks: list[int] = []
    while left.any() and len(picks) < n:
        gains = shares @ np.maximum(0.0, alike - near[:, None])
        gains += (np.sqrt(stated + states) - np.sqrt(stated)).sum(1)
        place = int(np.argmax(np.where(left, gains, -1.0)))
        picks.append(place)
        left[place] = False
        near = np.maximum(near, alike[:, place])
        stated = stated + states[place]
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


def _states(candidates: Sequence[Candidate], labelled: Mapping[Hashable, float]) -> tuple[Floats, Floats]:
    """(C, A) statements to be expected of each candidate, and (A,) those that are labelled."""
    places = {key: place for place, key in enumerate(dict.fromkeys(key for each in candidates for key in each.states))}
    states = np.zeros((len(candidates), len(places)))
    for row, each in zip(states, candidates, strict=True):
        for key, number in each.states.items():
            row[places[key]] = number
    return states, np.array([labelled.get(key, 0.0) for key in places], np.float64)
