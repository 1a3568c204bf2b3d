"""The best set of spans of which no two overlap."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable

from udfs.records import Span

_EDGE = 1e-6  # confidences are kept this far from 0 and 1, where log-odds have no end


def best_spans(spans: Iterable[Span], threshold: float) -> list[Span]:
    """Of the spans of one field with at least ``threshold``, those that are worth most together, in reading order.

    A span is worth its log-odds above those of the threshold, so a sure span outweighs two doubtful ones in its place
    and two sure ones outweigh the span that joins them: weighted interval scheduling, exact, in n log n steps.
    """
    ordered = sorted(
        (span for span in spans if span.confidence >= threshold),
        key=lambda span: (span.end, span.start, span.attribute),
    )
    ends = [span.end for span in ordered]
    least = _log_odds(threshold)
    before = [bisect_right(ends, span.start, hi=i) for i, span in enumerate(ordered)]  # how many end where it begins
    worth, taken = [0.0], []  # of the first i spans; whether the best of them hold the i-th
    for i, span in enumerate(ordered):
        with_it = worth[before[i]] + _log_odds(span.confidence) - least
        taken.append(with_it >= worth[i])
        worth.append(max(with_it, worth[i]))
    chosen = []
    i = len(ordered)
    while i:
        if taken[i - 1]:
            chosen.append(ordered[i - 1])
            i = before[i - 1]
        else:
            i -= 1
    return chosen[::-1]


def _log_odds(confidence: float) -> float:
    inside = min(max(confidence, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))
