"""Scores to spans and choices: pure tensor and array code, no text and no thresholds but the storage floor."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from udfs.labels import ChoiceQuestion
from udfs.records import Scored
from udfs.slots import Slots

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


def decode_spans(scores: Tensor, slots: Slots) -> list[list[RawSpan]]:
    """(N, S, U) span scores to each listing's spans above the floor, best first. They may overlap.

    Spans of an attribute of several values are each weighed against not being stated. All spans of a single-valued one,
    and "not stated", share one softmax.
    """
    chances = torch.softmax(F.pad(scores.flatten(1), (1, 0)), 1)  # the first is "not stated", whose score is 0
    nothing, stated = chances[:, 0], chances[:, 1:]
    least = torch.where(slots.many, nothing * (SCORE_FLOOR / (1 - SCORE_FLOOR)), SPAN_FLOOR)
    slot, place = (stated > least.unsqueeze(1)).nonzero(as_tuple=True)  # few of a million
    longer, start = place // scores.shape[2], place % scores.shape[2]
    alone = torch.sigmoid(scores[slot, longer, start])
    probability = torch.where(slots.many[slot], alone, stated[slot, place])
    columns = (slots.listing[slot], slots.attribute[slot], start, start + longer + 1, probability)
    found: list[list[RawSpan]] = [[] for _ in range(len(slots.labels))]
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
