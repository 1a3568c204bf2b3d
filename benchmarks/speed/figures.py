"""Figures of measurements: ratios, a straight line through points, and a table to read."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

RATIOS = {
    "predictor_over_ceiling": ("predictor", "ceiling"),
    "job_over_ceiling": ("job", "ceiling"),
    "job_over_pipeline": ("job", "pipeline"),
    "job_over_gliner": ("job", "gliner"),
}
"""Name of a ratio to what is divided by what: rates, so above 1 means that the first is faster."""


def ratios(rates: Mapping[str, float]) -> dict[str, float | None]:
    """Each of ``RATIOS`` from rates by name; None where one of the two was not measured."""
    return {
        name: round(rates[over] / rates[under], 3) if over in rates and under in rates else None
        for name, (over, under) in RATIOS.items()
    }


@dataclass(frozen=True, slots=True)
class Line:
    """``intercept + slope * x``; ``r_squared`` is the share of the points' variance that the line explains."""

    intercept: float
    slope: float
    r_squared: float


def straight_line(x: Sequence[float], y: Sequence[float]) -> Line:
    """The line of least squares. Raises ValueError without two different ``x``."""
    if len(set(x)) < 2:
        raise ValueError(f"a straight line needs two different sizes, got {list(x)}")
    slope, intercept = statistics.linear_regression(x, y)
    mean = statistics.fmean(y)
    total = sum((value - mean) ** 2 for value in y)
    missed = sum((value - intercept - slope * at) ** 2 for at, value in zip(x, y, strict=True))
    return Line(intercept, slope, 1.0 - missed / total if total else 1.0)


def slower(base: Sequence[float], head: Sequence[float], tolerance: float) -> tuple[float, bool]:
    """Median of head / base over rounds, in seconds, and whether it is above 1 by more than ``tolerance``.

    Pairs of one round are compared: what slows the machine down for a while slows both.
    """
    ratio = statistics.median(h / b for b, h in zip(base, head, strict=True))
    return ratio, ratio > 1.0 + tolerance


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows with the same keys as aligned columns; None is shown as a dash."""
    if not rows:
        return ""
    cells = [[str(key) for key in rows[0]], *([_shown(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(pairs)).rstrip()
        for pairs in ([*zip(line, widths, strict=True)] for line in cells)
    )


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.3g}" if abs(value) < 1 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
