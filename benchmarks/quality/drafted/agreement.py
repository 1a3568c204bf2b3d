"""Agreement of what a draft puts together with what belongs together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple


class Agreement(NamedTuple):
    """B-cubed: of each item, which share of its cluster is of its class, and which share of its class there is."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(
    clusters: Sequence[Hashable], classes: Sequence[Hashable], weights: Sequence[int] | None = None
) -> Agreement:
    """Agreement of clusters with classes over items, which count by ``weights``; a null cluster holds its item alone.

    Bagga and Baldwin, Entity-based cross-document coreferencing, COLING 1998.
    """
    own = [("alone", row) if cluster is None else cluster for row, cluster in enumerate(clusters)]
    pairs = list(zip(own, classes, strict=True))
    counts = list(weights) if weights is not None else [1] * len(pairs)
    size, right, both = Counter[Hashable](), Counter[Hashable](), Counter[Hashable]()
    for (cluster, of_class), count in zip(pairs, counts, strict=True):
        size[cluster] += count
        right[of_class] += count
        both[cluster, of_class] += count
    total = max(1, sum(counts))
    weighed = list(zip(pairs, counts, strict=True))
    precision = sum(count * both[pair] / size[pair[0]] for pair, count in weighed) / total
    return Agreement(precision, sum(count * both[pair] / right[pair[1]] for pair, count in weighed) / total)
