"""Whether a listing is of its category at all, or of goods that no category is for.

A softmax has to choose, and is as sure of goods it never saw. Such goods lie elsewhere among the encoder's vectors:
farther from the listings that the category was learned from. Both together, how sure the model is and how far away
the text lies, give a chance; training fits it by listings that it has not read: :mod:`training.fitting.outliers`.
Lee et al., "A Simple Unified Framework for Detecting Out-of-Distribution Samples", 2018.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

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

_LEAST = 1e-6  # a probability or distance below it, or a probability as near to 1, is taken for it


class Level(Strict):
    """Where chances of ``least`` and above count: the precision of their categories, and the share of goods placed."""

    least: float = Field(ge=0, le=1)
    precision: float = Field(ge=0, le=1)
    coverage: float = Field(ge=0, le=1)


class Outliers(Strict):
    """Weights of what is known of a listing and its category, and what the chances are worth.

    ``odds``: of the model's log-odds of the category. ``distance``: of the log of the distance to it. ``base``: a
    constant. ``levels``: best precision first. ``listings``: by how many it was fitted, 0 for none.
    """

    odds: float = 1.0
    distance: float = 0.0
    base: float = 0.0
    levels: tuple[Level, ...] = ()
    listings: int = 0

    @property
    def fitted(self) -> bool:
        """Whether chances are known."""
        return self.listings > 0

    def chance(self, probability: float, distance: float) -> float:
        """The chance that a listing is of a category, by the model's probability of it and :meth:`Distances.to`."""
        odds, far = features(probability, distance)
        return 1.0 / (1.0 + math.exp(-(self.odds * odds + self.distance * far + self.base)))

    def level(self, precision: float) -> Level | None:
        """The level of most coverage that has the precision; where none has it, the best there is. Null if unfitted."""
        enough = [level for level in self.levels if level.precision >= precision]
        return max(enough, key=lambda level: level.coverage) if enough else next(iter(self.levels), None)


@dataclass(frozen=True, slots=True)
class Distances:
    """Centers of C categories among vectors of H numbers, (C, H), and the (H, H) scale of all distances."""

    categories: tuple[str, ...] = ()
    centers: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    scale: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def to(self, vectors: Floats) -> Floats:
        """(B, H) mean vectors of texts to their (B, C) distances from the categories; about 1 for one of a category."""
        own, centers = vectors @ self.scale, self.centers @ self.scale
        squares = np.square(own[:, None] - centers).mean(-1)
        found: Floats = squares.astype(np.float32)
        return found


def features(probability: float, distance: float) -> tuple[float, float]:
    """What ``odds`` and ``distance`` of :class:`Outliers` weigh."""
    likely = min(max(probability, _LEAST), 1.0 - _LEAST)
    return math.log(likely / (1.0 - likely)), math.log(max(distance, _LEAST))
