"""Closed lists in training: what the labels answer to each question, the loss, and the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.data.examples import Example
from udfs.heads.network import ListingModel
from udfs.heads.questions import Asked, ChoiceQuestion, Questions
from udfs.heads.states import IMPOSSIBLE, Encoded
from udfs.records import Choice


class Answer(NamedTuple):
    """A question, and the ids of the values that hold: none of them, one, or several if it is not exclusive.

    ``confidence``: how sure that is, 0..1; its loss counts so much.
    """

    question: ChoiceQuestion
    values: tuple[str, ...]
    confidence: float = 1.0


AnswerRows = Sequence[Sequence[Answer]]
"""What the labels of each of B listings answer, to K questions at most."""


def choice_loss(model: ListingModel, states: Encoded, examples: Sequence[Example], questions: Questions) -> Tensor:
    """Sum the losses of the category, and of tags and choices, as a scalar.

    The category is a loss of its own: all else depends on it, and a listing has it once but a dozen other choices.
    """
    chosen, tags = choice_answers(examples, questions), tag_answers(examples, questions)
    others = [[*own, *more] for own, more in zip(chosen, tags, strict=True)]
    return answers_loss(model, states, category_answers(examples, questions)) + answers_loss(model, states, others)


def category_answers(examples: Sequence[Example], questions: Questions) -> AnswerRows:
    """The category question for every listing, and its answer; none for a listing of no category."""
    return [
        [Answer(questions.category, (e.listing.category,) if e.listing.category else (), e.confidence)]
        for e in examples
    ]


def choice_answers(examples: Sequence[Example], questions: Questions) -> AnswerRows:
    """For each listing, the closed lists of its category that it is labelled for, and the values that hold."""
    asked = [(e, own.choices if (own := questions.of(e.listing.category)) else {}) for e in examples]
    return [
        [
            Answer(question, e.choices.get(key, ()), e.confidence_of(key))
            for key, question in own.items()
            if e.is_labelled(key)
        ]
        for e, own in asked
    ]


def tag_answers(examples: Sequence[Example], questions: Questions) -> AnswerRows:
    """For each listing that is labelled for them, the tags that its category may have, and those that hold."""
    asked = [(e, questions.of(e.listing.category) if e.has_tags else None) for e in examples]
    return [[Answer(own.tags, e.tags, e.confidence)] if own and own.tags.values else [] for e, own in asked]


def asked_in(answers: AnswerRows) -> Asked:
    """Leave the questions alone, as the choice head is asked."""
    return [[answer.question for answer in row] for row in answers]


def answers_loss(model: ListingModel, states: Encoded, answers: AnswerRows) -> Tensor:
    """Take the mean of :func:`answer_losses`, each by its confidence, as a scalar; 0 where no question is answered.

    By the number of answers, not by what they weigh together: unsure labels teach little where all are unsure, too.
    """
    if not any(answers):
        return states.tokens.new_zeros(())
    losses = answer_losses(model.choices(states, asked_in(answers)), answers)
    return (losses * losses.new_tensor([answer.confidence for row in answers for answer in row])).mean()


def answer_losses(logits: Tensor, answers: AnswerRows) -> Tensor:
    """Compare (B, K, 1 + V) logits with N answers, in order: (N,) cross-entropies, summed over several values."""
    answered = [(i, k, answer) for i, row in enumerate(answers) for k, answer in enumerate(row)]
    questions = [answer.question for _, _, answer in answered]
    holds = np.zeros((len(answered), logits.shape[2]), bool)
    for row, (_, _, (question, values, _)) in zip(holds, answered, strict=True):
        own = values[:1] if question.exclusive else values
        row[[1 + question.values.index(value) for value in own] or 0] = True
    device = logits.device
    target = torch.from_numpy(holds).to(device)
    rows, columns = torch.tensor([(i, k) for i, k, _ in answered], device=device).unbind(1)
    sizes = torch.tensor([len(question.values) for question in questions], device=device)
    exclusive = torch.tensor([question.exclusive for question in questions], device=device)
    scores = logits[rows, columns]
    beyond = torch.arange(scores.shape[1], device=device) > sizes.unsqueeze(1)  # values of other questions
    single = F.cross_entropy(scores.masked_fill(beyond, IMPOSSIBLE), target.long().argmax(1), reduction="none")
    each = F.binary_cross_entropy_with_logits(scores[:, 1:] - scores[:, :1], target[:, 1:].float(), reduction="none")
    return torch.where(exclusive, single, each.masked_fill(beyond[:, 1:], 0.0).sum(1))


def chosen_values(
    choices: Iterable[Choice], example: Example, threshold: float
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(attribute, value) pairs that the model is sure of, of the labelled attributes, and those that hold.

    Choices that rest on no words do not count.
    """
    sure = (c for c in choices if c.confidence >= threshold and c.rests and example.is_labelled(c.attribute))
    gold = {(attribute, value) for attribute, values in example.choices.items() for value in values}
    return {(c.attribute, c.value) for c in sure}, gold
