"""Examples to target tensors, and the losses that compare them with the model's logits.

Shapes: B listings, N slots, S span lengths, U units, K questions, V values, as in :mod:`udfs.model`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.data import Example
from udfs.encoding import Batch, EncodedText
from udfs.labels import CategoryQuestions, ChoiceQuestion, Labels
from udfs.model import IMPOSSIBLE, MAX_SPAN, Encoded, ListingModel
from udfs.predictor import choice_tensors
from udfs.schema import Schema
from udfs.slots import Slots, ask


@dataclass(frozen=True, slots=True)
class MatchExample:
    """A raw value of a choice attribute alone: which allowed value it means, or null for none of them."""

    text: str
    question: ChoiceQuestion
    value: str | None


@dataclass(frozen=True, slots=True)
class SpanTargets:
    """The slots that the listings are labelled for, their span scores and what those should be.

    ``scores``: (N, S, U). ``gold``: (N, G) labelled spans as indexes into the flattened (S, U), padded with -1.
    """

    slots: Slots
    scores: Tensor
    gold: Tensor


def span_targets(
    model: ListingModel,
    states: Encoded,
    batch: Batch,
    texts: Sequence[EncodedText],
    examples: Sequence[Example],
    labels: Labels,
) -> SpanTargets | None:
    """The batch's scores and labelled spans; None where no listing is labelled for an attribute."""
    questions = [labels.by_category[e.listing.category] if e.listing.category else None for e in examples]
    labelled = [
        _labelled(example, text, asked) if asked else {}
        for example, text, asked in zip(examples, texts, questions, strict=True)
    ]
    if not any(labelled):
        return None
    slots = ask(questions, states.tokens.device, labelled)
    scores = model.spans(states, batch, slots)
    width = scores.shape[2]
    rows = [[longer * width + first for longer, first in spans] for own in labelled for spans in own.values()]
    gold = torch.full((len(rows), max(1, *map(len, rows))), -1)
    for slot, row in enumerate(rows):
        gold[slot, : len(row)] = torch.tensor(row, dtype=torch.long)
    return SpanTargets(slots, scores, gold.to(scores.device))


def span_loss(targets: SpanTargets | None) -> Tensor:
    """Sum of :func:`slot_losses` over all slots that the listings are labelled for, by how many are stated; 0 without
    any slot.

    By statements, as detectors count by objects: by slots, listings of categories with many attributes, nearly all of
    them silent, would hardly count beside others. At least one for each listing, since some state nothing.
    """
    if targets is None:
        return torch.zeros(())
    n_stated = (targets.gold >= 0).any(1).sum()
    losses = slot_losses(targets.scores, targets.gold, targets.slots.many)
    return losses.sum() / n_stated.clamp(min=len(targets.slots.labels))


def slot_losses(scores: Tensor, gold: Tensor, many: Tensor) -> Tensor:
    """(N, S, U) scores, (N, G) labelled spans (see :class:`SpanTargets`) and (N,) ``many`` to (N,) losses.

    Single-valued: the negative log of the probability that lies on any of the labelled spans, or on "not stated". Which
    of them the model finds does not matter: they are mentions or wordings of one value. Many-valued: every labelled
    span should score above 0 and every other one below (the multi-label softmax loss, log(1 + sum exp(-s)) over the
    former plus log(1 + sum exp(s)) over the latter).
    """
    flat, there = scores.flatten(1), gold >= 0
    spans = flat.gather(1, gold.clamp(min=0))
    losses = torch.zeros_like(flat[:, 0])
    losses[many] = _several_loss(flat[many], spans[many], gold[many], there[many])
    losses[~many] = _single_loss(flat[~many], spans[~many], there[~many])
    return losses


def _single_loss(flat: Tensor, spans: Tensor, there: Tensor) -> Tensor:
    stated = spans.masked_fill(~there, IMPOSSIBLE).logsumexp(1)
    answer = torch.where(there.any(1), stated, 0.0)  # "not stated" scores 0
    return torch.logaddexp(flat.logsumexp(1), flat.new_zeros(())) - answer


def _several_loss(flat: Tensor, spans: Tensor, gold: Tensor, there: Tensor) -> Tensor:
    missed = (-spans).masked_fill(~there, IMPOSSIBLE)
    wrong = flat.index_put((there.nonzero()[:, 0], gold[there]), flat.new_tensor(IMPOSSIBLE))
    nothing = flat.new_zeros(())
    return torch.logaddexp(missed.logsumexp(1), nothing) + torch.logaddexp(wrong.logsumexp(1), nothing)


def _labelled(example: Example, text: EncodedText, questions: CategoryQuestions) -> dict[int, list[tuple[int, int]]]:
    """By place among the category's attributes, of those that the listing is labelled for: the labelled spans, each as
    its units beyond the first and its first unit.

    An attribute whose every statement is too long to be scored is left out: it is stated, but where cannot be said.
    """
    labelled: dict[int, list[tuple[int, int]]] = {}
    for k, attribute in enumerate(questions.attributes):
        spans = [span for span in example.spans if span.attribute == attribute]
        places = [text.from_raw(span.field, span.start, span.end) for span in spans]
        if None in places:
            raise ValueError(f"a label of {spans} holds no readable character; read_examples should have rejected it")
        short = {(end - start - 1, start): None for start, end in filter(None, places) if end - start <= MAX_SPAN}
        if example.is_labelled(attribute) and (short or not spans):
            labelled[k] = list(short)
    return labelled


Questions = Sequence[Sequence[ChoiceQuestion]]
Answers = Sequence[Sequence[tuple[str, ...]]]


def choice_loss(model: ListingModel, states: Encoded, examples: Sequence[Example], labels: Labels) -> Tensor:
    """Category, tags and every choice of the example's category.

    The category is a loss of its own: all else depends on it, and a listing has it once but a dozen other choices.
    """
    chosen, tags = choice_answers(examples, labels), tag_answers(examples, labels)
    questions = [[*own, *more] for own, more in zip(chosen[0], tags[0], strict=True)]
    answers = [[*own, *more] for own, more in zip(chosen[1], tags[1], strict=True)]
    category = _answers_loss(model, states, *category_answers(examples, labels))
    return category + _answers_loss(model, states, questions, answers)


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


def match_loss(model: ListingModel, states: Encoded, examples: Sequence[MatchExample]) -> Tensor:
    """Raw values read alone, as :meth:`udfs.predictor.Predictor.match` reads them."""
    answers = [[(example.value,) if example.value else ()] for example in examples]
    return _answers_loss(model, states, [[example.question] for example in examples], answers)


def _answers_loss(model: ListingModel, states: Encoded, questions: Questions, answers: Answers) -> Tensor:
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


def match_examples(examples: Sequence[Example], schema: Schema, labels: Labels) -> list[MatchExample]:
    """Names and aliases of all allowed values, evidence in the listings, and raw values of other attributes as none.

    A text that means a value somewhere is never given as none.
    """
    found: dict[tuple[str, int], MatchExample] = {}

    def add(text: str, question: ChoiceQuestion, value: str | None) -> None:
        known = found.get((text, question.label))
        if known is None or known.value is None:
            found[text, question.label] = MatchExample(text, question, value)

    for key, category in schema.categories.items():
        for name, question in labels.by_category[key].choices.items():
            for value, definition in category.attributes[name].values.items():
                for wording in definition.wordings():
                    add(wording, question, value)
    for example in examples:
        if not example.listing.category:
            continue
        questions = labels.by_category[example.listing.category].choices
        for span in example.spans:
            text = (example.listing.title if span.field == "title" else example.listing.description) or ""
            raw = text[span.start : span.end]
            for name, question in questions.items():
                values = example.choices.get(name, ())
                if name != span.attribute:
                    add(raw, question, None)
                elif len(values) == 1:
                    add(raw, question, values[0])
    return list(found.values())


SHARE_MEANT = 0.75
"""Of the raw values that a step reads, those that mean a value: most of a listing's are none of any one attribute's."""


def sample_matches(pool: Sequence[MatchExample], n: int, rng: random.Random) -> list[MatchExample]:
    """``n`` of the pool, on average ``SHARE_MEANT`` of them with a value."""
    positive = [example for example in pool if example.value]
    negative = [example for example in pool if not example.value]
    n_negative = min(len(negative), sum(rng.random() >= SHARE_MEANT for _ in range(n)))
    return rng.sample(positive, min(len(positive), n - n_negative)) + rng.sample(negative, n_negative)
