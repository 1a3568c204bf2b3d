"""Figures that all kinds share: shares in per cent, calibration, and the columns they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.quality.contract import Column

BINS = 10
SURE = 0.9


def percent(part: float, whole: float) -> float:
    """Per cent, rounded as published; 0 of nothing."""
    return round(100 * part / whole, 2) if whole else 0.0


def f1(precision: float, recall: float) -> float:
    """From precision and recall in per cent, rounded."""
    total = precision + recall
    return round(2 * precision * recall / total, 2) if total else 0.0


def share(part: int, whole: int) -> float | None:
    """0..1; null of nothing."""
    return part / whole if whole else None


def expected_calibration_error(claims: Sequence[tuple[float, bool]]) -> float | None:
    """0..1, of claims as (confidence, whether it is right); null of none.

    The mean, over equal bins of confidence, of the distance between mean confidence and the share of right claims,
    weighed by how many claims a bin holds.
    """
    if not claims:
        return None
    error = 0.0
    for number in range(BINS):
        own = [claim for claim in claims if min(int(claim[0] * BINS), BINS - 1) == number]
        error += abs(sum(confidence for confidence, _ in own) - sum(right for _, right in own))
    return error / len(claims)


def shown_share(value: float | None) -> str:
    """A share, or a dash for null."""
    return "–" if value is None else f"{value:.3f}"


count = "{:,}".format
per_cent = "{:.2f}".format

F1_COLUMNS = (
    Column("P", "precision", per_cent),
    Column("R", "recall", per_cent),
    Column("F1", "f1", per_cent),
)
TRUST_COLUMNS = (
    Column("calibration error", "calibration_error", shown_share),
    Column(f"precision ≥ {SURE}", "sure_precision", shown_share),
    Column(f"coverage ≥ {SURE}", "sure_coverage", shown_share),
)
