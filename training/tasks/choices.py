"""Closed lists in training: what is asked of each listing, its answers, and the loss."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.data.examples import Example
from udfs.heads.choices import choice_tensors
from udfs.heads.network import ListingModel
from udfs.heads.questions import ChoiceQuestion, Labels
from udfs.heads.spans import IMPOSSIBLE
from udfs.heads.states import Encoded

Questions = Sequence[Sequence[ChoiceQuestion]]
Answers = Sequence[Sequence[tuple[str, ...]]]


def choice_loss(model: ListingModel, states: Encoded, examples: Sequence[Example], labels: Labels) -> Tensor:
    """Category, tags and every choice of the example's category.

    The category is a loss of its own: all else depends on it, and a listing has it once but a dozen other choices.
    """
    chosen, tags = choice_answers(examples, labels), tag_answers(examples, labels)
    questions = [[*own, *more] for own, more in zip(chosen[0], tags[0], strict=True)]
    answers = [[*own, *more] for own, more in zip(chosen[1], tags[1], strict=True)]
    category = answers_loss(model, states, *category_answers(examples, labels))
    return category + answers_loss(model, states, questions, answers)


def category_answers(examples: Sequence[Example], labels: Labels) -> tuple[Questions, Answers]:
    """The category question for every listing, and its answer; none for a listing of no category."""
    own = [[(e.listing.category,) if e.listing.category else ()] for e in examples]
    return [[labels.category]] * len(examples), own


def choice_answers(examples: Sequence[Example], labels: Labels) -> tuple[Questions, Answers]:
    """For each listing, the closed lists of its category that it is labelled for, and the values that hold."""
    questions: list[list[ChoiceQuestion]] = []
    answers: list[list[tuple[str, ...]]] = []
    for example in examples:
        asked = labels.by_category[example.listing.category].choices if example.listing.category else {}
        known = [key for key in asked if example.is_labelled(key)]
        questions.append([asked[key] for key in known])
        answers.append([example.choices.get(key, ()) for key in known])
    return questions, answers


def tag_answers(examples: Sequence[Example], labels: Labels) -> tuple[Questions, Answers]:
    """For each listing, the tags that its category may have, and those that hold."""
    asked = [labels.by_category[e.listing.category].tags if e.listing.category else None for e in examples]
    questions = [[tags] if tags and tags.values else [] for tags in asked]
    return questions, [[e.tags] if own else [] for e, own in zip(examples, questions, strict=True)]


def answers_loss(model: ListingModel, states: Encoded, questions: Questions, answers: Answers) -> Tensor:
    if not any(questions):
        return states.tokens.new_zeros(())
    logits = model.choices(states, *choice_tensors(questions, states.tokens.device)).float()
    return answer_losses(logits, questions, answers).mean()


def answer_losses(logits: Tensor, questions: Questions, answers: Answers) -> Tensor:
    """(B, K, 1 + V) logits to one loss for each question, in order: its cross-entropy, summed over several values."""
    asked = [(i, k, question) for i, row in enumerate(questions) for k, question in enumerate(row)]
    given = [values for row in answers for values in row]
    holds = np.zeros((len(asked), logits.shape[2]), bool)
    for row, (_, _, question), values in zip(holds, asked, given, strict=True):
        own = values[:1] if question.exclusive else values
        row[[1 + question.values.index(value) for value in own] or 0] = True
    device = logits.device
    target = torch.from_numpy(holds).to(device)
    rows, columns = torch.tensor([place[:2] for place in asked], device=device).unbind(1)
    sizes = torch.tensor([len(question.values) for _, _, question in asked], device=device)
    exclusive = torch.tensor([question.exclusive for _, _, question in asked], device=device)
    scores = logits[rows, columns]
    beyond = torch.arange(scores.shape[1], device=device) > sizes.unsqueeze(1)  # values of other questions
    single = F.cross_entropy(scores.masked_fill(beyond, IMPOSSIBLE), target.long().argmax(1), reduction="none")
    each = F.binary_cross_entropy_with_logits(scores[:, 1:] - scores[:, :1], target[:, 1:].float(), reduction="none")
    return torch.where(exclusive, single, each.masked_fill(beyond[:, 1:], 0.0).sum(1))
