"""Scores to spans and choices: pure tensor and array code, no text and no thresholds but the storage floor."""

from __future__ import annotations

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


def span_probabilities(scores: Tensor, many: Tensor) -> Tensor:
    """(B, S, U, K) span scores to probabilities of the same shape.

    ``many``: (B, K), whether a listing may state several values of the attribute. Such spans are each weighed against
    not being stated. All spans of a single-valued attribute, and "not stated", share one softmax.
    """
    total = torch.logaddexp(torch.logsumexp(scores, (1, 2)), scores.new_zeros(()))
    return torch.where(many[:, None, None], torch.sigmoid(scores), torch.exp(scores - total[:, None, None]))


def decode_spans(probabilities: Tensor, many: Tensor) -> list[list[RawSpan]]:
    """(B, S, U, K) probabilities to each text's spans above the floor, best first. They may overlap."""
    floor = torch.where(many, SCORE_FLOOR, SPAN_FLOOR)[:, None, None]
    rows, longer, start, attribute = (probabilities > floor).nonzero(as_tuple=True)
    score = probabilities[rows, longer, start, attribute]
    columns = (rows, attribute, start, start + longer + 1)
    found: list[list[RawSpan]] = [[] for _ in range(len(probabilities))]
    for row, k, first, end, p in zip(*(column.tolist() for column in (*columns, score)), strict=True):
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
