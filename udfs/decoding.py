"""Logits to spans and choices: pure tensor and array code, no text and no thresholds but the storage floor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from udfs.labels import ChoiceQuestion
from udfs.records import Scored

SCORE_FLOOR = 0.05
"""Claims below this confidence are not kept. Low, so that thresholds can be moved later without a new inference."""

MAX_SPAN = 120
"""Longest span in characters; the longest of 52,586 gold spans of product titles has 38."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class RawSpan(NamedTuple):
    """A span of the k-th attribute over the half-open characters ``start:end`` of an encoded text."""

    attribute: int
    start: int
    end: int
    score: float


def decode_spans(probabilities: Floats, breaks: Sequence[int] = ()) -> list[RawSpan]:
    """Spans of one text from (3, C, K) probabilities of start, end and inside, best first.

    A span's score is the geometric mean of its start's, its end's and the mean of its inside probabilities. Spans of
    one attribute never overlap: the best is taken first. No span crosses a position in ``breaks`` (where fields meet).
    """
    start, end, inside = probabilities
    floor = SCORE_FLOOR**3  # of three factors of at most 1, none can be below the third power of their mean
    found: list[RawSpan] = []
    total = np.concatenate([np.zeros((1, inside.shape[1]), np.float64), np.cumsum(inside, axis=0, dtype=np.float64)])
    for attribute in np.flatnonzero((start.max(0, initial=0) * end.max(0, initial=0)) > floor):
        first, last = _pairs(start[:, attribute] > floor, end[:, attribute] > floor, breaks)
        length = last - first + 1
        mean_inside = (total[last + 1, attribute] - total[first, attribute]) / length
        score = np.cbrt(start[first, attribute] * end[last, attribute] * mean_inside)
        kept = np.flatnonzero(score > SCORE_FLOOR)
        kept = kept[np.argsort(-score[kept], kind="stable")]
        found += _without_overlap(int(attribute), first[kept], last[kept] + 1, score[kept])
    return sorted(found, key=lambda span: (-span.score, span.start, span.attribute))


def _pairs(starts: NDArray[np.bool_], ends: NDArray[np.bool_], breaks: Sequence[int]) -> tuple[Ints, Ints]:
    """First and last characters of all spans of allowed length that cross no break; memory grows with the text only."""
    first, last = np.flatnonzero(starts), np.flatnonzero(ends)
    limit = first + MAX_SPAN
    for cut in breaks:
        limit = np.where(first < cut, np.minimum(limit, cut), limit)
    low, high = np.searchsorted(last, first), np.searchsorted(last, limit)
    count = np.maximum(high - low, 0)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(first, count), last[np.repeat(low, count) + within]


def _without_overlap(
    attribute: int, starts: NDArray[np.int64], ends: NDArray[np.int64], scores: Floats
) -> list[RawSpan]:
    kept: list[RawSpan] = []
    for start, end, score in zip(starts.tolist(), ends.tolist(), scores.tolist(), strict=True):
        if all(end <= other.start or start >= other.end for other in kept):
            kept.append(RawSpan(attribute, start, end, score))
    return kept


def choice_probabilities(logits: Tensor, question: ChoiceQuestion) -> Tensor:
    """(..., 1 + V) logits with "none" first to (..., V) probabilities.

    An exclusive question is a softmax over the values and none; else each value is weighed against none on its own.
    """
    logits = logits[..., : 1 + len(question.values)]
    if question.exclusive:
        return torch.softmax(logits, -1)[..., 1:]
    return torch.sigmoid(logits[..., 1:] - logits[..., :1])


def decode_choice(probabilities: Floats, question: ChoiceQuestion) -> list[Scored]:
    """Values above the floor, best first, from (V,) probabilities."""
    order = np.argsort(-probabilities, kind="stable")
    return [Scored(question.values[i], float(probabilities[i])) for i in order if probabilities[i] > SCORE_FLOOR]
