"""Examples to target tensors, and the losses that compare them with the model's logits.

Shapes: B listings, C characters, K attributes, V values, as in :mod:`udfs.model`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from training.data import Example
from udfs.encoding import Batch, EncodedText
from udfs.labels import CategoryQuestions, ChoiceQuestion, Labels
from udfs.model import Encoded, ListingModel
from udfs.predictor import attribute_indexes, choice_tensors
from udfs.schema import Schema

INSIDE_WEIGHT = 0.3  # a span has two borders but many inside characters


@dataclass(frozen=True, slots=True)
class MatchExample:
    """A raw value of a choice attribute alone: which allowed value it means, or null for none of them."""

    text: str
    question: ChoiceQuestion
    value: str | None


def span_loss(
    model: ListingModel,
    states: Encoded,
    batch: Batch,
    texts: Sequence[EncodedText],
    examples: Sequence[Example],
    labels: Labels,
) -> Tensor:
    """Binary cross-entropy of start, end and inside, summed over characters, averaged over (listing, attribute)."""
    asked = [labels.by_category[e.listing.category] if e.listing.category else None for e in examples]
    if not any(asked):
        return states.tokens.new_zeros(())
    logits = model.spans(states, batch, model.labels(attribute_indexes(asked, states.tokens.device)))
    target = torch.zeros(logits.shape)
    pairs = torch.zeros(logits.shape[0], logits.shape[3])
    for i, (example, text, questions) in enumerate(zip(examples, texts, asked, strict=True)):
        if questions:
            pairs[i, : len(questions.attributes)] = 1
            _mark(target[i], example, text, questions)
    mask = batch.character_mask[:, None, :, None] * pairs.to(logits.device)[:, None, None, :]
    loss = F.binary_cross_entropy_with_logits(logits.float(), target.to(logits.device), reduction="none") * mask
    start, end, inside = loss.sum(dim=(0, 2, 3)).unbind()
    return (start + end + INSIDE_WEIGHT * inside) / pairs.sum()


def _mark(target: Tensor, example: Example, text: EncodedText, questions: CategoryQuestions) -> None:
    for span in example.spans:
        place = text.from_raw(span.field, span.start, span.end)
        if place is None:
            raise ValueError(f"label {span} holds no readable character; read_examples should have rejected it")
        k = questions.attributes.index(span.attribute)
        target[0, place[0], k] = 1
        target[1, place[1] - 1, k] = 1
        target[2, place[0] : place[1], k] = 1


def choice_loss(model: ListingModel, states: Encoded, examples: Sequence[Example], labels: Labels) -> Tensor:
    """Category, tags and every choice of the example's category.

    The category is a loss of its own: all else depends on it, and a listing has it once but a dozen other choices.
    """
    questions: list[list[ChoiceQuestion]] = []
    answers: list[list[tuple[str, ...]]] = []
    for example in examples:
        category = example.listing.category
        asked = labels.by_category[category] if category else None
        questions.append([asked.tags, *asked.choices.values()] if asked else [])
        answers.append([example.tags, *(example.choices.get(a, ()) for a in asked.choices)] if asked else [])
    own = [[(e.listing.category,) if e.listing.category else ()] for e in examples]
    category_loss = _answers_loss(model, states, [[labels.category]] * len(examples), own)
    return category_loss + _answers_loss(model, states, questions, answers)


def match_loss(model: ListingModel, states: Encoded, examples: Sequence[MatchExample]) -> Tensor:
    """Raw values read alone, as :meth:`udfs.predictor.Predictor.match` reads them."""
    answers = [[(example.value,) if example.value else ()] for example in examples]
    return _answers_loss(model, states, [[example.question] for example in examples], answers)


def _answers_loss(
    model: ListingModel,
    states: Encoded,
    questions: Sequence[Sequence[ChoiceQuestion]],
    answers: Sequence[Sequence[tuple[str, ...]]],
) -> Tensor:
    if not any(questions):
        return states.tokens.new_zeros(())
    logits = model.choices(states, *choice_tensors(model, questions)).float()
    losses: list[Tensor] = []
    for i, (row, given) in enumerate(zip(questions, answers, strict=True)):
        for k, (question, values) in enumerate(zip(row, given, strict=True)):
            own = logits[i, k, : 1 + len(question.values)]
            if question.exclusive:
                index = 1 + question.values.index(values[0]) if values else 0
                losses.append(F.cross_entropy(own.unsqueeze(0), torch.tensor([index], device=own.device)))
            elif question.values:
                target = torch.tensor([float(v in values) for v in question.values], device=own.device)
                losses.append(F.binary_cross_entropy_with_logits(own[1:] - own[0], target, reduction="sum"))
    return torch.stack(losses).mean()


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


def sample_matches(pool: Sequence[MatchExample], n: int, rng: random.Random) -> list[MatchExample]:
    """``n`` of the pool, three of four with a value: most raw values of a listing are none of a given attribute's."""
    positive = [example for example in pool if example.value]
    negative = [example for example in pool if not example.value]
    n_negative = min(len(negative), n // 4)
    return rng.sample(positive, min(len(positive), n - n_negative)) + rng.sample(negative, n_negative)
