"""Scores to spans and choices: pure tensor and array code, no text and no thresholds but the storage floor."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from udfs.labels import ChoiceQuestion
from udfs.records import Scored

SCORE_FLOOR = 0.05
"""Claims below this confidence are not kept. Low, so that thresholds can be moved later without a new inference."""

SPAN_FLOOR = 0.001
"""The same for a single span of a single-valued attribute, before mentions are added up and the prior is weighed."""

Floats = NDArray[np.float32]


class RawSpan(NamedTuple):
    """A span of the k-th attribute over the half-open units ``start:end`` of an encoded text."""

    attribute: int
    start: int
    end: int
    score: float


def decode_spans(scores: Tensor, many: Tensor, asked: Tensor) -> list[list[RawSpan]]:
    """(B, S, U, K) span scores to each text's spans above the floor, best first. They may overlap.

    ``many``: (B, K), whether a listing may state several values of the attribute. Such spans are each weighed against
    not being stated. All spans of a single-valued attribute, and "not stated", share one softmax. ``asked``: (B, K),
    false for padding.
    """
    total = torch.logaddexp(torch.logsumexp(scores, (1, 2)), scores.new_zeros(()))
    least = torch.where(many, math.log(SCORE_FLOOR / (1 - SCORE_FLOOR)), total + math.log(SPAN_FLOOR))
    least = least.masked_fill(~asked, torch.inf)
    rows, longer, start, attribute = (scores > least[:, None, None]).nonzero(as_tuple=True)  # few of a million
    score = scores[rows, longer, start, attribute]
    alone, shared = torch.sigmoid(score), torch.exp(score - total[rows, attribute])
    probability = torch.where(many[rows, attribute], alone, shared)
    columns = (rows, attribute, start, start + longer + 1, probability)
    found: list[list[RawSpan]] = [[] for _ in range(len(scores))]
    for row, k, first, end, p in zip(*(column.tolist() for column in columns), strict=True):
        found[row].append(RawSpan(k, first, end, p))
    return [sorted(spans, key=lambda span: (-span.score, span.start, span.end, span.attribute)) for spans in found]


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
