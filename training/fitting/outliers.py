"""Fits what tells goods of no category: landmarks of the categories, and the chance that a listing is of its own.

Three sorts of listings tell, none of which the model has learned from: development listings, which are of their
category; listings of no category, half of which were held back for this; and development listings again without their
own category, which are of none of the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from training.data.examples import Example
from training.fitting.weights import Decision, Decisions, fit_weights
from udfs.confidence.outliers import SHARE_OUTSIDE, Landmarks, Level, Outliers, Place, features
from udfs.encoder.batches import Batch
from udfs.serving.predictor import Predictor

LEAST = 30
"""Listings inside, and listings outside, below which nothing is fitted: fewer say too little."""

SHRINKAGE = 0.5
"""How much of the covariance is taken for equal in all directions; hundreds of listings say little of each one."""

_MOST = 200  # listings of one category that are kept as landmarks
_READ = 2000  # listings of one sort that are judged
_USUAL, _RIDGE = (0.5, -1.0, 5.0, 0.0), 0.02  # where the weights start from, and how near they are kept to it

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vector:
    """A text as (H,) mean vector, and (1 + C,) scaled logits of none and each category."""

    example: Example
    mean: Vectors
    logits: torch.Tensor


class Judged(NamedTuple):
    """A listing with the best category for it: its score and where the text lies of it, whether it is right, and
    whether the listing is of the goods of the schema."""

    logit: float
    place: Place
    right: bool
    inside: bool


def fit_landmarks(predictor: Predictor, learn: Sequence[Example]) -> Landmarks:
    """What categories were learned of: at most :data:`_MOST` listings of each, and how they spread."""
    categories = predictor.questions.category.values
    by_category = {key: [one for one in learn if one.listing.category == key][:_MOST] for key in categories}
    vectors = {key: _means(predictor, own) for key, own in by_category.items() if own}
    spread = np.concatenate([own - own.mean(0) for own in vectors.values()]).astype(np.float64)
    return Landmarks(vectors, _scale(spread.T @ spread / len(spread)))


def _means(predictor: Predictor, examples: Sequence[Example]) -> Vectors:
    return np.stack([each.mean for each in read(predictor, examples)])


def _scale(covariance: NDArray[np.float64]) -> Vectors:
    """The inverse root of a shrunk (H, H) covariance, so that distances count in its units."""
    even = np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    values, directions = np.linalg.eigh((1 - SHRINKAGE) * covariance + SHRINKAGE * even)
    scale: Vectors = (directions / np.sqrt(values)).astype(np.float32)
    return scale


def judge(predictor: Predictor, landmarks: Landmarks, dev: Sequence[Example], held: Sequence[Example]) -> list[Judged]:
    """The best category of each listing, and that of development listings without their own; after all temperatures."""
    ids = predictor.questions.category.values
    judged: list[Judged] = []
    for each in (*read(predictor, dev[:_READ]), *read(predictor, held[:_READ])):
        category = each.example.listing.category
        judged.append(_best(each, ids, landmarks, inside=category is not None))
        if category and len(landmarks.listings) > 1:
            judged.append(_best(each, ids, landmarks, inside=False, struck=category))
    return judged


def _best(each: Vector, ids: Sequence[str], landmarks: Landmarks, *, inside: bool, struck: str | None = None) -> Judged:
    """The category of most score that has landmarks, as if there were none like ``struck``."""
    [places] = landmarks.places(each.mean[None])
    logits = {key: float(each.logits[1 + ids.index(key)]) for key in places if key != struck}
    best = max(logits, key=lambda key: logits[key])
    return Judged(logits[best], places[best], best == each.example.listing.category, inside)


@torch.inference_mode()
def read(predictor: Predictor, examples: Sequence[Example]) -> list[Vector]:
    """Read listings, without looking at their categories; after the category's temperature is fitted."""
    texts = predictor.checkpoint.text_encoder.encode([example.listing for example in examples])
    labels = predictor.model.project_labels()
    question, temperature = predictor.questions.category, predictor.checkpoint.calibration.category

    def of_batch(rows: list[int], batch: Batch) -> list[Vector]:
        states = predictor.model.encode(batch, labels)
        logits = predictor.model.choices(states, [[question]] * len(rows))[:, 0].cpu() / temperature
        means = states.means().cpu().numpy()
        return [Vector(examples[row], mean, own) for row, mean, own in zip(rows, means, logits, strict=True)]

    return predictor.batcher.read_all(texts, of_batch)


def fit_outliers(judged: Sequence[Judged]) -> Outliers:
    """The chance that a best category is right, where :data:`SHARE_OUTSIDE` of all listings are of none.

    Unfitted below :data:`LEAST` listings of either sort.
    """
    inside = sum(each.inside for each in judged)
    if min(inside, len(judged) - inside) < LEAST:
        return Outliers()
    decisions = [
        Decision(((0.0,) * 4, (*features(each.logit, each.place), 1.0)), (not each.right, each.right), several=False)
        for each in judged
    ]  # fmt: skip
    logit, distance, likeness, base = fit_weights(Decisions(decisions), _USUAL, _RIDGE).tolist()
    weights = {"logit": logit, "distance": distance, "likeness": likeness, "base": base + _prior(inside, len(judged))}
    fitted = Outliers(**{name: round(weight, 4) for name, weight in weights.items()}, listings=len(judged))
    return fitted.model_copy(update={"levels": tuple(_levels(judged, fitted))})


def _prior(inside: int, listings: int) -> float:
    """What the constant of a logistic regression misses where the shares of a catalog are not those it was fitted by.

    King and Zeng, "Logistic Regression in Rare Events Data", 2001.
    """
    return math.log((1 - SHARE_OUTSIDE) / SHARE_OUTSIDE) - math.log(inside / (listings - inside))


def _levels(judged: Sequence[Judged], fitted: Outliers) -> Iterator[Level]:
    """The precision at and above each chance at which a listing is right, best first, none that another one excels."""
    inside = sum(each.inside for each in judged)
    weight = {True: (1 - SHARE_OUTSIDE) / inside, False: SHARE_OUTSIDE / (len(judged) - inside)}
    scored = sorted(((fitted.chance(each.logit, each.place), each) for each in judged), reverse=True)
    taken = right = 0.0
    found: list[Level] = []
    for chance, each in scored:
        taken += weight[each.inside]
        right += weight[each.inside] * each.right
        if each.right:
            found.append(Level(least=chance, precision=right / taken, coverage=min(1.0, right / (1 - SHARE_OUTSIDE))))
    best = 0.0
    kept: list[Level] = []
    for level in reversed(found):  # from the most coverage: a smaller one must be more precise
        if level.precision > best:
            best = level.precision
            kept.append(level)
    yield from reversed(kept)
