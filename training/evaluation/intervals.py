"""Between which bounds a figure lies that was measured on few listings: 95 % intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.evaluation.metrics import Counts

_Z = 1.959964  # of the normal distribution, 2.5 % on either side
_DRAWS, _SEED = 2000, 13


class Figure(NamedTuple):
    """A share 0..1 with the bounds of its 95 % interval; all three null of nothing."""

    value: float | None
    low: float | None
    high: float | None


class Figures(NamedTuple):
    """Precision, recall and F1, with the counts they are made of."""

    precision: Figure
    recall: Figure
    f1: Figure
    predicted: int
    gold: int
    correct: int


def wilson(right: int, of: int) -> Figure:
    """A share of independent trials with its score interval (Wilson 1927).

    It holds for few trials, and is no point where all are right: 20 of 20 is 0.84 to 1, by a bootstrap 1 to 1.
    """
    if not of:
        return Figure(None, None, None)
    share, room = right / of, _Z * _Z / of
    middle = (share + room / 2) / (1 + room)
    reach = _Z * math.sqrt(share * (1 - share) / of + room / (4 * of)) / (1 + room)
    return Figure(share, min(share, max(0.0, middle - reach)), max(share, min(1.0, middle + reach)))


def figures(counts: Counts) -> Figures:
    """Of one attribute, of which a listing has one value or a few: values count as independent.

    F1 is no share, but 2J / (1 + J) of one: of J, the correct values among all that were predicted or are right
    (Jaccard). It rises with J, so the bounds of J give those of F1.
    """
    union = counts.predicted + counts.gold - counts.correct
    jaccard = wilson(counts.correct, union)
    f1 = Figure(*(None if share is None else 2 * share / (1 + share) for share in jaccard))
    return Figures(
        wilson(counts.correct, counts.predicted), wilson(counts.correct, counts.gold), f1,
        counts.predicted, counts.gold, counts.correct,
    )  # fmt: skip


def overall(listings: Sequence[Counts]) -> Figures:
    """Of all attributes of many listings, whose values stand and fall together with their listing.

    So listings are drawn again, 2,000 times (percentile bootstrap by cluster; Field and Welsh 2007). An interval is
    never narrower than :func:`figures` has it: few listings that are all right do not prove perfection.
    """
    total = Counts(*(sum(getattr(one, name) for one in listings) for name in ("correct", "predicted", "gold")))
    whole = figures(total)
    if not listings:
        return whole
    table = np.array([[one.correct, one.predicted, one.gold] for one in listings], np.float64)
    draws = _draws(table)
    precision, recall = _share(draws[:, 0], draws[:, 1]), _share(draws[:, 0], draws[:, 2])
    f1 = _share(2 * draws[:, 0], draws[:, 1] + draws[:, 2])
    drawn = zip((whole.precision, whole.recall, whole.f1), (precision, recall, f1), strict=True)
    wide = [_widened(figure, values) for figure, values in drawn]
    return whole._replace(precision=wide[0], recall=wide[1], f1=wide[2])


def _draws(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """(draws, 3) sums of as many rows of (listings, 3), drawn with replacement."""
    random = np.random.default_rng(_SEED)
    n = len(table)
    return np.stack([random.multinomial(n, np.full(n, 1 / n)) @ table for _ in range(_DRAWS)])


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = part[whole > 0] / whole[whole > 0]
    return found


def _widened(figure: Figure, drawn: NDArray[np.float64]) -> Figure:
    if figure.value is None or figure.low is None or figure.high is None or not len(drawn):
        return figure
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(figure.value, min(figure.low, float(low)), max(figure.high, float(high)))
