"""Spans in training: labelled places as targets, the loss that compares scores with them, and the figures.

Shapes: B listings, N slots, S span lengths, U units, K questions, V values, as in :mod:`udfs.heads.network`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.data.examples import Example
from udfs.encoder.batches import Batch
from udfs.encoder.tokens import EncodedText
from udfs.heads.network import ListingModel
from udfs.heads.questions import CategoryQuestions, Questions
from udfs.heads.slots import Slots, slots_of
from udfs.heads.spans import MAX_SPAN
from udfs.heads.states import IMPOSSIBLE, Encoded
from udfs.records import Field, Span
from udfs.schema.schema import Schema

_LEAST = 1e-6  # of a confidence, whose logarithm is taken

Place = tuple[str, Field, int, int]
"""An attribute, and half-open characters of the raw field that state it."""


@dataclass(frozen=True, slots=True)
class SpanTargets:
    """The slots that the listings are labelled for, their span scores and what those should be.

    ``scores``: (N, S, U). ``gold``: (N, G) labelled spans as indexes into the flattened (S, U), padded with -1.
    ``sure``: (N, G) how sure each of them is, 0..1, padded with 0; ``silent``: (N,) how sure it is that nothing is
    stated, for the slots without any. Null: as sure as can be.
    """

    slots: Slots
    scores: Tensor
    gold: Tensor
    sure: Tensor | None = None
    silent: Tensor | None = None


def span_targets(
    model: ListingModel,
    states: Encoded,
    batch: Batch,
    texts: Sequence[EncodedText],
    examples: Sequence[Example],
    questions: Questions,
) -> SpanTargets | None:
    """Score a batch, and lay out its labelled spans; None where no listing is labelled for an attribute."""
    asked = [questions.of(example.listing.category) for example in examples]
    labelled = [
        _labelled(example, text, own) if own else {} for example, text, own in zip(examples, texts, asked, strict=True)
    ]
    if not any(labelled):
        return None
    slots = slots_of(asked, states.tokens.device, labelled)
    scores = model.spans(states, batch, slots)
    width = scores.shape[2]
    found = [spans for own in labelled for spans in own.values()]
    gold = torch.full((len(found), max(1, *map(len, found))), -1)
    sure = torch.zeros(gold.shape)
    for slot, spans in enumerate(found):
        gold[slot, : len(spans)] = torch.tensor([longer * width + first for longer, first in spans], dtype=torch.long)
        sure[slot, : len(spans)] = torch.tensor([*spans.values()])
    silent = [
        example.confidence_of(own.attributes[k])
        for example, own, spoken in zip(examples, asked, labelled, strict=True)
        if own
        for k in spoken
    ]
    return SpanTargets(slots, scores, *(each.to(scores.device) for each in (gold, sure, torch.tensor(silent))))


def span_loss(targets: SpanTargets | None) -> Tensor:
    """Sum of :func:`slot_losses` over all slots that the listings are labelled for, by how many are stated; 0 without
    any slot.

    By statements, as detectors count by objects: by slots, listings of categories with many attributes, nearly all of
    them silent, would hardly count beside others. At least one for each listing, since some state nothing.
    """
    if targets is None:
        return torch.zeros(())
    stated = (targets.gold >= 0).any(1)
    losses = slot_losses(targets.scores, targets.gold, targets.slots.many, targets.sure)
    return (losses * _weights(targets, stated)).sum() / stated.sum().clamp(min=len(targets.slots.labels))


def _weights(targets: SpanTargets, stated: Tensor) -> Tensor:
    """(N,) how much each slot's loss counts: as its surest span where one place stands for all, else as their mean."""
    if targets.sure is None or targets.silent is None:
        return torch.ones_like(stated, dtype=targets.scores.dtype)
    n_spans = (targets.gold >= 0).sum(1).clamp(min=1)
    spans = torch.where(targets.slots.many, targets.sure.sum(1) / n_spans, targets.sure.amax(1))
    return torch.where(stated, spans, targets.silent)


def slot_losses(scores: Tensor, gold: Tensor, many: Tensor, sure: Tensor | None = None) -> Tensor:
    """(N, S, U) scores, (N, G) labelled spans (see :class:`SpanTargets`) and (N,) ``many`` to (N,) losses.

    ``sure``: of several places of a single value a less sure one counts for less; null: all are as sure.

    Single-valued: the negative log of the probability that lies on any of the labelled spans, or on "not stated". Which
    of them the model finds does not matter: they are mentions or wordings of one value. Many-valued: every labelled
    span should score above 0 and every other one below (the multi-label softmax loss, log(1 + sum exp(-s)) over the
    former plus log(1 + sum exp(s)) over the latter).
    """
    flat, there = scores.flatten(1), gold >= 0
    spans = flat.gather(1, gold.clamp(min=0))
    if sure is not None:
        surest = sure.amax(1, keepdim=True).clamp(min=_LEAST)
        spans = torch.where(there & ~many.unsqueeze(1), spans + (sure / surest).clamp(min=_LEAST).log(), spans)
    losses = torch.zeros_like(flat[:, 0])
    losses[many] = _several_loss(flat[many], spans[many], gold[many], there[many])
    losses[~many] = _single_loss(flat[~many], spans[~many], there[~many])
    return losses


def _single_loss(flat: Tensor, spans: Tensor, there: Tensor) -> Tensor:
    """All scores (N, S * U) and those of labelled spans (N, G), where ``there``, to (N,) losses of single values."""
    stated = spans.masked_fill(~there, IMPOSSIBLE).logsumexp(1)
    answer = torch.where(there.any(1), stated, 0.0)  # "not stated" scores 0
    return torch.logaddexp(flat.logsumexp(1), flat.new_zeros(())) - answer


def _several_loss(flat: Tensor, spans: Tensor, gold: Tensor, there: Tensor) -> Tensor:
    """The same of attributes with several values; ``gold`` (N, G) says which of all scores the labelled ones are."""
    missed = (-spans).masked_fill(~there, IMPOSSIBLE)
    wrong = flat.index_put((there.nonzero()[:, 0], gold[there]), flat.new_tensor(IMPOSSIBLE))
    nothing = flat.new_zeros(())
    return torch.logaddexp(missed.logsumexp(1), nothing) + torch.logaddexp(wrong.logsumexp(1), nothing)


def _labelled(
    example: Example, text: EncodedText, questions: CategoryQuestions
) -> dict[int, dict[tuple[int, int], float]]:
    """By place among the category's attributes, of those that the listing is labelled for: the labelled spans, each as
    its units beyond the first and its first unit, with how sure it is.

    An attribute whose every statement is too long to be scored is left out: it is stated, but where cannot be said.
    """
    labelled: dict[int, dict[tuple[int, int], float]] = {}
    for k, attribute in enumerate(questions.attributes):
        spans = [span for span in example.spans if span.attribute == attribute]
        places = [text.from_raw(span.field, span.start, span.end) for span in spans]
        if None in places:
            raise ValueError(f"a label of {spans} holds no readable character; read_examples should have rejected it")
        sure = zip(filter(None, places), (span.confidence for span in spans), strict=True)
        short = {(end - start - 1, start): own for (start, end), own in sure if end - start <= MAX_SPAN}
        if example.is_labelled(attribute) and (short or not spans):
            labelled[k] = short
    return labelled


def span_places(
    spans: Sequence[Span], example: Example, schema: Schema, threshold: float
) -> tuple[set[Place], set[Place]]:
    """Where the model, of the labelled attributes, and where the labels see statements.

    ``spans``: best first. Of a single-valued attribute one place stands for all: the best, against any labelled one.
    """
    mine: dict[str, list[Place]] = {}
    gold: dict[str, list[Place]] = {}
    for span in spans:
        if span.confidence >= threshold and example.is_labelled(span.attribute):
            mine.setdefault(span.attribute, []).append((span.attribute, span.field, span.start, span.end))
    for label in example.spans:
        gold.setdefault(label.attribute, []).append((label.attribute, label.field, label.start, label.end))
    category = schema.categories[example.listing.category] if example.listing.category else None
    for key, attribute in category.attributes.items() if category else ():
        if not attribute.has_many:
            best = mine.get(key, [])[:1]
            labelled = gold.get(key, [])
            mine[key], gold[key] = best, best if set(best) & set(labelled) else labelled[:1]
    return {place for own in mine.values() for place in own}, {place for own in gold.values() for place in own}
