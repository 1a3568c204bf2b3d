"""All that a trained model is told of itself, each part after those that it needs; and what people read of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from training.config import TrainConfig
from training.data.examples import Example
from training.fitting.calibration import calibrate
from training.fitting.evidence import fit_evidence, masking
from training.fitting.evidence import judge as judge_evidence
from training.fitting.neighbours import cross_validate, fit_neighbours
from training.fitting.neighbours import judge as judge_neighbours
from training.fitting.ngrams import fit_ngrams
from training.fitting.outliers import fit_landmarks, fit_outliers
from training.fitting.outliers import judge as judge_categories
from training.fitting.usage import count_usage
from training.progress import Report
from udfs.confidence.languages import count_languages
from udfs.confidence.outliers import SHARE_OUTSIDE
from udfs.confidence.prior import Prior
from udfs.serving.predictor import Predictor
from udfs.settings import Thresholds


def fit_knowledge(
    predictor: Predictor,
    learn: Sequence[Example],
    dev: Sequence[Example],
    others: Sequence[Example],
    config: TrainConfig,
    report: Report,
) -> dict[str, Any]:
    """Fill in the checkpoint of a trained model; ``others`` are listings of no category that it has not read.

    Gives figures of how well it holds: ``nearest`` values, and goods ``outside`` of all categories.
    """
    _fit_confidence(predictor, learn, dev, config.seed, report)
    nearest = _fit_neighbours(predictor, learn, dev, config.thresholds, report)
    _fit_evidence(predictor, dev, config.thresholds.value, report)
    outside = _fit_outliers(predictor, learn, dev, others, config.thresholds, report)
    predictor.checkpoint.languages = languages = count_languages(example.listing for example in learn)
    report(f"languages: {dict(languages.shares) or 'too few listings tell'}")
    return {"nearest": nearest, "outside": outside}


def _fit_confidence(
    predictor: Predictor, learn: Sequence[Example], dev: Sequence[Example], seed: int, report: Report
) -> None:
    """Fill in what makes honest probabilities of the trained model's scores.

    Usage is counted of the listings that were learned from, and weighed on the others. The n-grams come before
    temperatures and weights: where they are heard, no temperature is fitted.
    """
    checkpoint = predictor.checkpoint
    asked = {category: questions.attributes for category, questions in predictor.questions.by_category.items()}
    checkpoint.prior = Prior(usage=count_usage(learn, asked))
    checkpoint.ngrams = fit_ngrams(predictor, learn, dev, seed)
    checkpoint.calibration, checkpoint.prior = calibrate(predictor, dev)
    report(f"calibrated: {checkpoint.calibration}")
    for question, own in checkpoint.ngrams.items():
        report(f"{question!r} by network x {own.network} and n-grams x {own.ngrams}")
    report(f"weighed: {checkpoint.prior.single} for one value, {checkpoint.prior.many} for several")


def _fit_neighbours(
    predictor: Predictor, learn: Sequence[Example], dev: Sequence[Example], thresholds: Thresholds, report: Report
) -> dict[str, int]:
    """Fill in what nearest values are worth, after the temperatures of their scores; and say how well it holds."""
    judged = judge_neighbours(predictor, learn, dev)
    checkpoint = predictor.checkpoint
    checkpoint.neighbours = fitted = fit_neighbours(judged)
    if not fitted.fitted:
        report(f"nearest values stay suggestions: only {len(judged)} wordings tell what they are worth")
        return {}
    asked = Thresholds().nearest_precision if thresholds.nearest_precision is None else thresholds.nearest_precision
    held = cross_validate(judged, asked or 0.0)
    report(
        f"nearest values of {held.wordings} unread wordings: {held.right} right; of {held.taken} that are sure enough "
        f"({asked:g}) {held.taken_right}"
    )
    return asdict(held)


def _fit_evidence(predictor: Predictor, dev: Sequence[Example], threshold: float, report: Report) -> None:
    """Fill in when choices rest on words, after all that makes their confidences; and say what masking found."""
    judged, labelled = judge_evidence(predictor, dev, threshold)
    predictor.checkpoint.evidence = fitted = fit_evidence(judged, labelled, threshold)
    if not fitted.fitted:
        report(f"no choice is withheld for want of words: only {len(judged)} choices tell when they rest on some")
        return
    report(f"choices whose best words are masked: {masking(judged, fitted)}")


def _fit_outliers(
    predictor: Predictor,
    learn: Sequence[Example],
    dev: Sequence[Example],
    others: Sequence[Example],
    thresholds: Thresholds,
    report: Report,
) -> dict[str, float]:
    """Fill in what tells goods of no category, after the category's temperature; and say how well it does."""
    checkpoint = predictor.checkpoint
    landmarks = fit_landmarks(predictor, learn)
    judged = judge_categories(predictor, landmarks, dev, others)
    fitted = fit_outliers(judged)
    if not fitted.fitted:
        report(f"goods of no category are told by confidence alone: only {len(judged)} listings tell more")
        return {}
    checkpoint.outliers, checkpoint.landmarks = fitted, landmarks
    asked = Thresholds().category_precision if thresholds.category_precision is None else thresholds.category_precision
    level = fitted.level(asked or 0.0)
    if level is None:
        return {}
    report(
        f"categories of {fitted.listings} unread listings, {SHARE_OUTSIDE:.0%} of them other goods: "
        f"{level.precision:.1%} right, "
        f"{level.coverage:.1%} of the schema's goods placed (from a chance of {level.least:.3f} on)"
    )
    return level.model_dump()
