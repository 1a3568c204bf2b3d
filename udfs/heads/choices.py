"""The choice head: scores of allowed values, and their decoding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from udfs.heads.questions import Asked, ChoiceQuestion
from udfs.heads.states import SCORE_FLOOR, Encoded
from udfs.records import Scored


class ChoiceHead(nn.Module):
    """For each question: attention over the pieces, then a score for each allowed value and for "none of them".

    Keys and pooled texts are linear in the pieces, so the question takes the one projection and the pooled vector the
    other: for each piece nothing is computed but its weight. Text and value projections start as the identity, so that
    an untrained head already compares meanings.
    """

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)  # one for all pieces would shift all weights alike
        self.text = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.none = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        for layer in (self.text, self.value):
            nn.init.eye_(layer.weight)
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.query.weight, std=0.2 * width**-0.5)

    def project(self, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(L, H) label vectors to ``queries``, ``values`` and ``nones`` of :class:`Projected`."""
        return self.query(labels) @ self.key.weight, self.value(labels), self.none(labels)

    def forward(self, encoded: Encoded, asked: Asked) -> Tensor:
        """Score the questions that each of B listings is asked as (B, K, 1 + V) logits; index 0 is none.

        K is the most questions of a listing and V the most values of a question; what lies beyond says nothing.
        """
        return self.attend(encoded, asked)[0]

    def attend(self, encoded: Encoded, asked: Asked) -> tuple[Tensor, Tensor]:
        """The scores as :meth:`forward` gives them, and the (B, K, T) attention they come of, 1 over T pieces."""
        questions, values = (rows.to(encoded.tokens.device) for rows in _label_rows(asked))
        labels, scale = encoded.labels, encoded.tokens.shape[-1] ** -0.5
        scores = labels.queries[questions] @ encoded.tokens.transpose(1, 2) * scale  # (B, K, T)
        attention = scores.masked_fill(~encoded.mask.unsqueeze(1), torch.finfo(scores.dtype).min).softmax(-1)
        pooled = self.dropout(self.norm(self.text(attention @ encoded.tokens)))  # (B, K, H)
        none = (pooled.unsqueeze(2) @ labels.nones[questions].unsqueeze(3)).squeeze(3)  # (B, K, 1)
        logits = torch.cat([none, (pooled @ labels.values.T).gather(2, values)], 2) * scale
        return logits.float(), attention.float()


def _label_rows(asked: Asked) -> tuple[Tensor, Tensor]:
    """Lay out the labels of questions (B, K) and of their values (B, K, V), padded with label 0."""
    depth = max(len(row) for row in asked)
    breadth = max((len(q.values) for row in asked for q in row if q), default=1)
    questions = np.zeros((len(asked), depth), np.int64)
    values = np.zeros((len(asked), depth, breadth), np.int64)
    for i, row in enumerate(asked):
        for k, question in enumerate(row):
            if question:
                questions[i, k] = question.label
                values[i, k, : len(question.values)] = question.value_labels
    return torch.from_numpy(questions), torch.from_numpy(values)


def choice_probabilities(logits: Tensor, questions: Sequence[ChoiceQuestion]) -> Tensor:
    """Turn (N, 1 + V) logits of N questions, "none" first, into (N, V) probabilities; 0 beyond a question's values.

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
    """Decode (N, 1 + V) logits to the values of each of N questions above the floor, best first."""
    chances = choice_probabilities(logits, questions).numpy()
    question, value = np.nonzero(chances > SCORE_FLOOR)
    order = np.lexsort((value, -chances[question, value], question))
    found: list[list[Scored]] = [[] for _ in questions]
    columns = (question[order], value[order], chances[question, value][order])
    for row, place, score in zip(*(column.tolist() for column in columns), strict=True):
        found[row].append(Scored(questions[row].values[place], score))
    return found
