"""Whether a listing is of its category at all, or of goods that no category is for.

A softmax has to choose, and is as sure of goods it never saw. Such goods lie elsewhere among the encoder's vectors:
farther from the center of the category, and less like any listing that it was learned from. With the model's score
these give a chance; training fits it by listings that it has not read: :mod:`training.fitting.outliers`.
Lee et al., "A Simple Unified Framework for Detecting Out-of-Distribution Samples", 2018; Sun et al.,
"Out-of-Distribution Detection with Deep Nearest Neighbors", 2022; Hendrycks et al., "Scaling Out-of-Distribution
Detection for Real-World Settings", 2022, for the score before the softmax.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from udfs.config import Strict

Floats = NDArray[np.float32]

UNKNOWN_OUTLIERS = (
    "goods of no category of the schema are told by the model's confidence alone: the checkpoint has no measure of "
    "them; train it anew"
)
"""What a run says where :attr:`Outliers.fitted` is asked for and false."""

SHARE_OUTSIDE = 0.8
"""Share of a catalog that is of no category, which chances and precisions are for: most goods of a stranger are."""

NEAREST = 3
"""Listings of a category that a text is compared with, the most alike."""

_LEAST = 1e-6  # a distance or length below it is taken for it
_MOST_ODDS = 50.0


class Level(Strict):
    """Where chances of ``least`` and above count: the precision of their categories, and the share of goods placed."""

    least: float = Field(ge=0, le=1)
    precision: float = Field(ge=0, le=1)
    coverage: float = Field(ge=0, le=1)


class Outliers(Strict):
    """Weights of what is known of a listing and its category, and what the chances are worth.

    ``logit``: of the model's score. ``distance``: of the log of the distance to the category. ``likeness``: of the
    likeness to its listings. ``base``: a constant. ``levels``: best precision first. ``listings``: by how many it was
    fitted, 0 for none.
    """

    logit: float = 1.0
    distance: float = 0.0
    likeness: float = 0.0
    base: float = 0.0
    levels: tuple[Level, ...] = ()
    listings: int = 0

    @property
    def fitted(self) -> bool:
        """Whether chances are known."""
        return self.listings > 0

    def chance(self, logit: float, place: Place) -> float:
        """The chance that a listing is of a category, by the model's scaled score of it and where its text lies."""
        weights = (self.logit, self.distance, self.likeness)
        odds = self.base + sum(w * x for w, x in zip(weights, features(logit, place), strict=True))
        return 1.0 / (1.0 + math.exp(-min(max(odds, -_MOST_ODDS), _MOST_ODDS)))

    def least(self, precision: float | None) -> float:
        """The least chance at which categories are as precise, see :meth:`level`; 0 where none is asked or known."""
        level = None if precision is None else self.level(precision)
        return level.least if level else 0.0

    def level(self, precision: float) -> Level | None:
        """The level of most coverage that has the precision; where none has it, the best there is. Null if unfitted."""
        enough = [level for level in self.levels if level.precision >= precision]
        return max(enough, key=lambda level: level.coverage) if enough else next(iter(self.levels), None)


class Place(NamedTuple):
    """Where a text lies of a category.

    ``distance`` from its center, about 1 for a listing of it; ``likeness``, the mean cosine with the :data:`NEAREST`
    of its listings.
    """

    distance: float
    likeness: float


@dataclass(frozen=True)
class Landmarks:
    """What categories were learned of, among vectors of H numbers.

    ``listings``: by category, (N, H). ``scale`` (H, H): what distances are measured by. Likeness is that of vectors
    seen from the middle of all listings.
    """

    listings: Mapping[str, Floats]
    scale: Floats

    def places(self, vectors: Floats) -> list[dict[str, Place]]:
        """Where each of (B, H) mean vectors of texts lies, by category."""
        scaled, seen = vectors @ self.scale, _directions(vectors - self._middle)
        by_category = [
            zip(self._distances(key, scaled), self._likeness(key, seen), strict=True) for key in self.listings
        ]
        rows = zip(*by_category, strict=True)
        return [dict(zip(self.listings, (Place(*own) for own in row), strict=True)) for row in rows]

    def _distances(self, category: str, scaled: Floats) -> list[float]:
        found: list[float] = np.square(scaled - self._centers[category]).mean(-1).tolist()
        return found

    def _likeness(self, category: str, seen: Floats) -> list[float]:
        cosines = seen @ self._seen[category].T  # (B, N)
        found: list[float] = np.sort(cosines, 1)[:, -NEAREST:].mean(1).tolist()
        return found

    @cached_property
    def _middle(self) -> Floats:
        middle: Floats = np.concatenate([*self.listings.values()]).mean(0)
        return middle

    @cached_property
    def _centers(self) -> dict[str, Floats]:
        return {key: own.mean(0) @ self.scale for key, own in self.listings.items()}

    @cached_property
    def _seen(self) -> dict[str, Floats]:
        return {key: _directions(own - self._middle) for key, own in self.listings.items()}


def _directions(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions: Floats = (vectors / np.maximum(lengths, _LEAST)).astype(np.float32)
    return directions


def features(logit: float, place: Place) -> tuple[float, float, float]:
    """What ``logit``, ``distance`` and ``likeness`` of :class:`Outliers` weigh."""
    return logit, math.log(max(place.distance, _LEAST)), place.likeness
