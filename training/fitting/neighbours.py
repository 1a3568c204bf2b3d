"""Fits what the scores of nearest values are worth, by wordings that the model has not read."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from training.data.examples import Example
from training.fitting.weights import Decision, Decisions, fit_weights
from training.fitting.wordings import unread_wordings
from udfs.confidence.neighbours import Neighbours, features
from udfs.records import Scored
from udfs.serving.predictor import Predictor

LEAST = 50
"""Wordings with a nearest value below which nothing is fitted: fewer say too little."""

RIDGE = 2.0
"""How near each weight is kept to the usual: an attribute with few wordings is nearly as all of them are."""

FOLDS = 5


class Judged(NamedTuple):
    """A wording with its nearest values: the label text of its attribute, their scores, whether the best is right."""

    wording: str
    attribute: str
    scores: tuple[Scored, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Wordings that were not fitted by: of ``right``, those of which the nearest value is right, how many are taken.

    ``taken`` counts all whose chance reaches what is asked, right or wrong.
    """

    wordings: int
    right: int
    taken: int
    taken_right: int


def fit_neighbours(judged: Sequence[Judged]) -> Neighbours:
    """The chances of nearest values: weights of all attributes together, and a constant of each."""
    if len(judged) < LEAST:
        return Neighbours()
    attributes = sorted({each.attribute for each in judged})
    usual = (1.0, 0.0, 0.0, *(0.0 for _ in attributes))
    decisions = [
        Decision(((0.0,) * len(usual), _row(each, attributes)), (not each.right, each.right), several=False)
        for each in judged
    ]
    score, lead, base, *own = (round(each, 4) for each in fit_weights(Decisions(decisions), usual, RIDGE).tolist())
    return Neighbours(
        score=score, lead=lead, base=base, attributes=dict(zip(attributes, own, strict=True)), wordings=len(judged)
    )


def _row(judged: Judged, attributes: Sequence[str]) -> tuple[float, ...]:
    """What is known of a nearest value, as the weights are in order."""
    return (*features(judged.scores), 1.0, *(float(judged.attribute == one) for one in attributes))


def cross_validate(judged: Sequence[Judged], asked: float) -> Held:
    """What chances are worth that were fitted by other wordings; ``asked`` is the least at which a value is taken."""
    folds = [[each for each in judged if _fold(each.wording) == fold] for fold in range(FOLDS)]
    taken: list[Judged] = []
    for fold, own in enumerate(folds):
        fitted = fit_neighbours([each for other, rest in enumerate(folds) if other != fold for each in rest])
        if fitted.fitted:
            taken += (each for each in own if fitted.weigh(each.attribute, each.scores)[0].score >= asked)
    return Held(len(judged), sum(each.right for each in judged), len(taken), sum(each.right for each in taken))


def _fold(wording: str) -> int:
    """All that is asked of one wording falls into one fold."""
    return zlib.crc32(wording.encode()) % FOLDS


def judge(predictor: Predictor, learn: Sequence[Example], dev: Sequence[Example]) -> list[Judged]:
    """Ask the model for wordings that it has not read; those that have a nearest value.

    The checkpoint's temperatures must be fitted, and its chances of nearest values not yet.
    """
    texts = predictor.questions.texts
    wordings = unread_wordings(predictor.checkpoint.schema, predictor.questions, learn, dev)
    found = predictor.meanings([each.text for each in wordings], [each.question for each in wordings])
    return [
        Judged(each.text, texts[each.question.label], tuple(scores), scores[0].id == each.value)
        for each, scores in zip(wordings, found, strict=True)
        if scores
    ]
