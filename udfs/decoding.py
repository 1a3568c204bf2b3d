"""Scores to spans and choices: pure tensor and array code, no text and no thresholds but the storage floor."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from udfs.labels import ChoiceQuestion
from udfs.records import Scored
from udfs.slots import Slots

SCORE_FLOOR = 0.05
"""Claims below this confidence are not kept. Low, so that thresholds can be moved later without a new inference."""

SPAN_FLOOR = 0.001
"""The same for a single span of a single-valued attribute, before mentions are added up and the prior is weighed."""


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
    likely = torch.where(slots.many[slot], alone, stated[slot, place])
    columns = (slots.listing[slot], slots.attribute[slot], start, start + longer + 1, likely)
    # All at once, as a GPU shared with other processes lets each wait its turn; fp64 holds the places exactly.
    *places, probability = torch.stack([column.double() for column in columns]).cpu().numpy()
    row, attribute, first, end = (column.astype(np.int64) for column in places)
    order = np.lexsort((attribute, end, first, -probability, row))
    row, attribute, first, end = (column[order] for column in (row, attribute, first, end))
    spans = [*map(RawSpan, attribute.tolist(), first.tolist(), end.tolist(), probability[order].tolist())]
    borders = np.searchsorted(row, np.arange(len(slots.labels) + 1)).tolist()
    return [spans[begin:after] for begin, after in itertools.pairwise(borders)]


def choice_probabilities(logits: Tensor, questions: Sequence[ChoiceQuestion]) -> Tensor:
    """(N, 1 + V) logits of N questions, "none" first, to (N, V) probabilities; 0 where a question has fewer values.

    An exclusive question is a softmax over its values and none; else each value is weighed against none on its own.
    Computed in fp64, so that a question's probabilities do not depend on how many values the others have.
    """
    sizes = torch.tensor([len(question.values) for question in questions])
    exclusive = torch.tensor([question.exclusive for question in questions])
    beyond = torch.arange(1, logits.shape[1]) > sizes.unsqueeze(1)
    exact = logits.double()
    together = exact.masked_fill(F.pad(beyond, (1, 0)), -torch.inf).softmax(1)[:, 1:]
    alone = torch.sigmoid(exact[:, 1:] - exact[:, :1]).masked_fill(beyond, 0.0)
    return torch.where(exclusive.unsqueeze(1), together, alone).float()


def decode_choices(logits: Tensor, questions: Sequence[ChoiceQuestion]) -> list[list[Scored]]:
    """The values of each of N questions above the floor, best first, from (N, 1 + V) logits."""
    chances = choice_probabilities(logits, questions).numpy()
    question, value = np.nonzero(chances > SCORE_FLOOR)
    order = np.lexsort((value, -chances[question, value], question))
    found: list[list[Scored]] = [[] for _ in questions]
    columns = (question[order], value[order], chances[question, value][order])
    for row, place, score in zip(*(column.tolist() for column in columns), strict=True):
        found[row].append(Scored(questions[row].values[place], score))
    return found
