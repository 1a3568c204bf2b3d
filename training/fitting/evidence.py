"""Fits how much attention a choice needs on one word, by taking words away and by labels.

A choice that stands when the words with half of its attention are masked does not rest on them. Development listings
are asked about their own category and about others, of which they say next to nothing. The least is as high as it can
be while those below it stand far oftener than the others, and the labels lose next to nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from training.data.examples import Example
from training.evaluation.metrics import Counts
from training.tasks.choices import chosen_values
from udfs.confidence.evidence import Evidence
from udfs.encoder.batches import Batch
from udfs.encoder.tokens import EncodedText
from udfs.heads.questions import CategoryQuestions
from udfs.records import Choice, Listing
from udfs.serving.predictor import Predictor

LEAST = 50
"""Choices below which nothing is fitted: fewer say too little."""

LOSS = 0.002
"""F1 of the labelled choices that may be lost, in 0..1."""

LIFT = 1.5
"""How many times as often choices below the least must stand as all do."""

MASKED = 0.5
"""Share of a question's attention whose words are taken away."""

_OTHERS = 3  # categories that a listing is asked about beside its own
_LISTINGS = 100  # that are masked; more would take longer and tell the same
_STEPS = tuple(round(0.005 * step, 3) for step in range(1, 51))  # up to 0.25: on such a word a choice may rest
_RAW = Evidence(least=1.0, choices=1)  # under which evidence is the bare measure


class Judged(NamedTuple):
    """A choice: its bare evidence, and whether it stands when its best words are masked."""

    evidence: float
    stands: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """The choices of one labelled listing, with their bare evidence."""

    example: Example
    choices: tuple[Choice, ...]


def fit_evidence(judged: Sequence[Judged], labelled: Sequence[Labelled], threshold: float) -> Evidence:
    """The most evidence that may be asked; 0 where none may. Unfitted below :data:`LEAST` choices."""
    if len(judged) < LEAST:
        return Evidence()
    needed = LIFT * sum(each.stands for each in judged) / len(judged)
    before = f1(labelled, 0.0, threshold)
    least = 0.0
    for asked in _STEPS:
        below = [each.stands for each in judged if each.evidence < asked]
        if below and sum(below) / len(below) >= needed and f1(labelled, asked, threshold) >= before - LOSS:
            least = asked
    return Evidence(least=least, choices=len(judged))


def masking(judged: Sequence[Judged], evidence: Evidence) -> str:
    """In one line, how many choices fall when their best words are masked, and how many are withheld."""
    withheld = [each for each in judged if each.evidence < evidence.least]
    return (
        f"{len(judged) - sum(each.stands for each in judged)} of {len(judged)} fall; {len(withheld)} have an evidence "
        f"below {evidence.least:g}, {len(withheld) - sum(each.stands for each in withheld)} of them fall"
    )


def f1(labelled: Sequence[Labelled], least: float, threshold: float) -> float:
    """F1 of the labelled choices without those whose bare evidence is below ``least``."""
    counts = Counts()
    for each in labelled:
        kept = [choice._replace(evidence=None) for choice in each.choices if (choice.evidence or 0.0) >= least]
        counts.add(*chosen_values(kept, each.example, threshold))
    return counts.f1


@contextmanager
def measured(predictor: Predictor) -> Iterator[None]:
    """Meanwhile choices carry their bare evidence, see :func:`udfs.confidence.evidence.focus`."""
    checkpoint = predictor.checkpoint
    before, checkpoint.evidence = checkpoint.evidence, _RAW
    try:
        yield
    finally:
        checkpoint.evidence = before


def judge(predictor: Predictor, dev: Sequence[Example], threshold: float) -> tuple[list[Judged], list[Labelled]]:
    """What masking tells of the choices of ``dev``, and the labelled ones; after all temperatures are fitted."""
    known = [example for example in dev if example.listing.category]
    asked = [asked for example in known[:_LISTINGS] for asked in _as_own_and_others(predictor, example.listing)]
    with measured(predictor):
        found = predictor.extract([example.listing for example in known])
        labelled = [Labelled(example, one.choices) for example, one in zip(known, found, strict=True)]
        return mask(predictor, asked, threshold), labelled


def _as_own_and_others(predictor: Predictor, listing: Listing) -> list[Listing]:
    """A listing in its own category and in others, which its id decides."""
    others = [key for key in predictor.questions.by_category if key != listing.category]
    first = zlib.crc32(listing.product_id.encode())
    chosen = {others[(first + step) % len(others)] for step in range(_OTHERS)} if others else set()
    return [listing, *(replace(listing, category=key) for key in sorted(chosen))]


def mask(predictor: Predictor, listings: Sequence[Listing], threshold: float) -> list[Judged]:
    """The choices of listings with a category, each asked again without the words that have most of its attention.

    Evidence is bare where it is :func:`measured`.
    """
    texts = predictor.checkpoint.text_encoder.encode(listings)
    asked = [predictor.questions.by_category[listing.category or ""] for listing in listings]
    made = [each for own in _choices(predictor, texts, asked, threshold) for each in own]
    again = _choices(predictor, [each.masked for each in made], [each.asked for each in made], 0.0)
    return [
        Judged(each.choice.evidence or 0.0, _confidence(each.choice, [one.choice for one in own]) >= threshold)
        for each, own in zip(made, again, strict=True)
    ]


def _confidence(choice: Choice, again: Sequence[Choice]) -> float:
    return next((one.confidence for one in again if one.value == choice.value), 0.0)


class _Made(NamedTuple):
    """A choice, its question alone, and its text without the words that have most of its attention."""

    choice: Choice
    asked: CategoryQuestions
    masked: EncodedText


@torch.inference_mode()
def _choices(
    predictor: Predictor, texts: Sequence[EncodedText], asked: Sequence[CategoryQuestions], threshold: float
) -> list[list[_Made]]:
    """The choices of texts at the threshold."""
    labels = predictor.model.project_labels()

    def read(rows: list[int], batch: Batch) -> list[list[_Made]]:
        states = predictor.model.encode(batch, labels)
        own, questions = [texts[row] for row in rows], [asked[row] for row in rows]
        chosen = predictor.answers.choices(states, own, questions)
        if not any(chosen):
            return [[] for _ in rows]
        attention = predictor.model.choices.attend(states, [[*one.choices.values()] for one in questions])[1]
        return [
            [_made(choice, question, text, weights) for choice in some if choice.confidence >= threshold]
            for some, question, text, weights in zip(chosen, questions, own, attention.cpu().numpy(), strict=True)
        ]

    return predictor.batcher.read_all(texts, read)


def _made(choice: Choice, asked: CategoryQuestions, text: EncodedText, attention: NDArray[np.float32]) -> _Made:
    place = [*asked.choices].index(choice.attribute)
    alone = replace(asked, choices={choice.attribute: asked.choices[choice.attribute]})
    return _Made(choice, alone, unseen(text, attention[place, : len(text.pieces)]))


def unseen(text: EncodedText, attention: NDArray[np.float32]) -> EncodedText:
    """The text without the pieces, in all their mentions, that have :data:`MASKED` of a question's (T,) attention."""
    ids, places = np.unique(text.pieces, return_inverse=True)
    shares = np.bincount(places, weights=attention, minlength=len(ids))
    order = np.argsort(-shares, kind="stable")
    gone = order[: 1 + int(np.searchsorted(np.cumsum(shares[order]), MASKED * shares.sum()))]
    stays = ~np.isin(places, gone)
    units = stays[text.unit_token]
    return replace(
        text, pieces=text.pieces[stays], unit_token=(np.cumsum(stays) - 1)[text.unit_token[units]],
        unit_start=text.unit_start[units], unit_end=text.unit_end[units], features=text.features[units],
    )  # fmt: skip
