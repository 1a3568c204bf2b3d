"""Classes scored by question, and how far their confidences can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.quality.figures import SURE, expected_calibration_error, percent, share


@dataclass(frozen=True, slots=True)
class ScoredLabel:
    """The class of one text by one question; ``value`` is null, and its confidence 0, where the model names none."""

    listing: str
    question: str
    gold: str
    value: str | None
    confidence: float

    @property
    def right(self) -> bool:
        """Whether the model's class is the labelled one."""
        return self.value == self.gold


def figures(labels: Sequence[ScoredLabel]) -> Iterator[dict[str, Any]]:
    """One row for each question."""
    for question, own in by_question(labels):
        yield {"part": question, **score(own)}


def by_question(labels: Sequence[ScoredLabel]) -> Iterator[tuple[str, Sequence[ScoredLabel]]]:
    """The questions in their order, each with its labels."""
    for question in dict.fromkeys(label.question for label in labels):
        yield question, [label for label in labels if label.question == question]


def score(labels: Sequence[ScoredLabel]) -> dict[str, float | None]:
    """Accuracy and macro F1 over the labelled classes in per cent, of one question, and shares 0..1.

    ``sure_precision`` is of the classes with a confidence of ``SURE`` or more, ``sure_coverage`` their share of all.
    """
    sure = [label for label in labels if label.value is not None and label.confidence >= SURE]
    return {
        "texts": len(labels),
        "accuracy": percent(sum(label.right for label in labels), len(labels)),
        "macro_f1": _macro_f1(labels),
        "calibration_error": expected_calibration_error(
            [(label.confidence, label.right) for label in labels if label.value is not None]
        ),
        "sure_precision": share(sum(label.right for label in sure), len(sure)),
        "sure_coverage": share(len(sure), len(labels)),
    }


def _macro_f1(labels: Sequence[ScoredLabel]) -> float:
    gold, named = Counter(label.gold for label in labels), Counter(label.value for label in labels)
    right = Counter(label.gold for label in labels if label.right)
    return percent(sum(2 * right[name] / (gold[name] + named[name]) for name in gold), len(gold))
