"""Spans scored by exact place and attribute, and how far their confidences can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.quality.contract import Tally
from benchmarks.quality.figures import SURE, expected_calibration_error, f1, percent, share

FEWEST = 30
"""Labelled spans from which an attribute has figures of its own."""


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """A span that is labelled, claimed by the model, or both; half-open characters of the title.

    ``gold``: it is labelled. ``confidence`` is null where the model does not claim it. ``kept``: it was given out.
    """

    listing: str
    attribute: str
    start: int
    end: int
    text: str
    gold: bool
    confidence: float | None
    kept: bool


def figures(spans: Sequence[ScoredSpan]) -> Iterator[dict[str, Any]]:
    """All attributes, then each that is labelled often enough, the most frequent first."""
    yield {"part": "all attributes", **score(spans)}
    counts = Counter(span.attribute for span in spans if span.gold)
    for attribute, n in counts.most_common():
        if n >= FEWEST:
            yield {"part": attribute, **score([span for span in spans if span.attribute == attribute])}


def tally(spans: Sequence[ScoredSpan]) -> Tally:
    """Spans given out, labelled, and both."""
    kept = [span for span in spans if span.kept]
    return Tally(len(kept), sum(span.gold for span in spans), sum(span.gold for span in kept))


def score(spans: Sequence[ScoredSpan]) -> dict[str, float | None]:
    """Micro figures in per cent with their counts, and shares 0..1.

    ``calibration_error`` is of all claims, given out or not. ``sure_precision`` is of the spans given out with a
    confidence of ``SURE`` or more, ``sure_coverage`` the share of the labelled spans that they get right.
    """
    gold, kept = sum(span.gold for span in spans), [span for span in spans if span.kept]
    right = sum(span.gold for span in kept)
    precision, recall = percent(right, len(kept)), percent(right, gold)
    sure = [span for span in kept if (span.confidence or 0.0) >= SURE]
    n_sure_right = sum(span.gold for span in sure)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1(precision, recall),
        "labelled": gold,
        "predicted": len(kept),
        "right": right,
        "calibration_error": expected_calibration_error(
            [(span.confidence, span.gold) for span in spans if span.confidence is not None]
        ),
        "sure_precision": share(n_sure_right, len(sure)),
        "sure_coverage": share(n_sure_right, gold),
    }
