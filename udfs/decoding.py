"""Scores to spans and choices: pure tensor and array code, no text and no thresholds but the storage floor."""

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

SPAN_FLOOR = 0.005
"""The same for a single span of a single-valued attribute, before the mentions of one wording are added up."""

Floats = NDArray[np.float32]


class RawSpan(NamedTuple):
    """A span of the k-th attribute over the half-open units ``start:end`` of an encoded text."""

    attribute: int
    start: int
    end: int
    score: float


def span_probabilities(scores: Tensor, many: Tensor, temperature: float = 1.0) -> Tensor:
    """(B, S, U, K) span scores to probabilities of the same shape.

    ``many``: (B, K), whether a listing may state several values of the attribute. Such spans are each weighed against
    not being stated. All spans of a single-valued attribute, and "not stated", share one softmax.
    """
    single, _ = single_valued(scores, temperature)
    return torch.where(many[:, None, None], torch.sigmoid(scores), single)


def single_valued(scores: Tensor, temperature: float = 1.0) -> tuple[Tensor, Tensor]:
    """(B, S, U, K) scores to the probabilities of the spans and, (B, K), of "not stated".

    The temperature moves probability only among "not stated" and spans that are worth a thought. A softmax with a
    temperature would hand more and more of it to the hundreds of thousands of senseless spans of a longer text.
    """
    total = torch.logaddexp(torch.logsumexp(scores, (1, 2)), scores.new_zeros(()))
    spans, nothing = torch.exp(scores - total[:, None, None]), torch.exp(-total)
    if temperature == 1.0:
        return spans, nothing
    worth = spans > SPAN_FLOOR
    cooled, cooled_nothing = torch.where(worth, spans ** (1 / temperature), 0), nothing ** (1 / temperature)
    mass = nothing + torch.where(worth, spans, 0).sum((1, 2))
    share = mass / (cooled_nothing + cooled.sum((1, 2))).clamp(min=torch.finfo(spans.dtype).tiny)
    return torch.where(worth, cooled * share[:, None, None], spans), cooled_nothing * share


def decode_spans(probabilities: Tensor, many: Tensor) -> list[list[RawSpan]]:
    """(B, S, U, K) probabilities to each text's spans above the floor, best first.

    Spans of an attribute with many values never overlap: the best is taken first. Those of a single-valued attribute
    are alternatives to one another, and stay.
    """
    floor = torch.where(many, SCORE_FLOOR, SPAN_FLOOR)[:, None, None]
    rows, longer, start, attribute = (probabilities > floor).nonzero(as_tuple=True)
    score = probabilities[rows, longer, start, attribute]
    columns = (rows, attribute, start, start + longer + 1)
    found: list[list[RawSpan]] = [[] for _ in range(len(probabilities))]
    for row, k, first, end, p in zip(*(column.tolist() for column in (*columns, score)), strict=True):
        found[row].append(RawSpan(k, first, end, p))
    several = many.tolist()
    return [_ordered(spans, several[row]) for row, spans in enumerate(found)]


def _ordered(spans: list[RawSpan], many: Sequence[bool]) -> list[RawSpan]:
    kept: list[RawSpan] = []
    for span in sorted(spans, key=lambda span: (-span.score, span.start, span.end, span.attribute)):
        if not many[span.attribute] or not any(_overlap(span, other) for other in kept):
            kept.append(span)
    return kept


def _overlap(one: RawSpan, other: RawSpan) -> bool:
    return one.attribute == other.attribute and one.start < other.end and other.start < one.end


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
