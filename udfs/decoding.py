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
    floor = SCORE_FLOOR**3
    found: list[RawSpan] = []
    total = np.concatenate([np.zeros((1, inside.shape[1]), np.float64), np.cumsum(inside, axis=0, dtype=np.float64)])
    for attribute in np.flatnonzero((start.max(0, initial=0) * end.max(0, initial=0)) > floor):
        first = np.flatnonzero(start[:, attribute] > floor)
        last = np.flatnonzero(end[:, attribute] > floor)
        length = last[None, :] - first[:, None] + 1
        allowed = (length > 0) & (length <= MAX_SPAN)
        for cut in breaks:
            allowed &= ~((first[:, None] < cut) & (last[None, :] >= cut))
        mean_inside = (total[last + 1, attribute][None, :] - total[first, attribute][:, None]) / np.maximum(length, 1)
        score = np.cbrt(start[first, attribute][:, None] * end[last, attribute][None, :] * mean_inside)
        rows, columns = np.nonzero(allowed & (score > SCORE_FLOOR))
        order = np.argsort(-score[rows, columns], kind="stable")
        found += _without_overlap(
            int(attribute), first[rows[order]], last[columns[order]] + 1, score[rows, columns][order]
        )
    return sorted(found, key=lambda span: (-span.score, span.start, span.attribute))


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
