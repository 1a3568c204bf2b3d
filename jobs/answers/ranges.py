"""Round ranges of a quantity: at most ten, between ends of 1, 2 or 5 and zeros, by how the products spread."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from udfs.quantities.formatting import format_quantity

MOST = 10
"""Ranges of one attribute."""
QUANTILES = tuple(place / 20 for place in range(1, 20))
"""Shares of the products below the numbers by which ranges are chosen."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one facet of a quantity holds: numbers from ``start`` on and below ``end``, each null without an end.

    Both are equal where it holds one number alone.
    """

    value: str
    labels: dict[str, str]
    start: float | None
    end: float | None


def single(numbers: Sequence[float], unit: str, languages: Sequence[str]) -> list[Bucket]:
    """A bucket for each of a few numbers, in their order; numbers that are written alike share the first's."""
    found: dict[str, Bucket] = {}
    for number in sorted(numbers):
        value, labels = _named(unit, languages, number, number)
        found.setdefault(value, Bucket(value, labels, number, number))
    return [*found.values()]


def ranges(edges: Sequence[float], unit: str, languages: Sequence[str]) -> list[Bucket]:
    """The buckets between the edges, the first and the last without an end."""
    ends = [None, *edges, None]
    return [Bucket(*_named(unit, languages, start, end), start, end) for start, end in pairwise(ends)]


def edges(quantiles: Sequence[float], lowest: float, highest: float) -> list[float]:
    """Where ranges begin but the first one, rising: at most nine.

    Steps of one width, or each about twice the one before where the numbers span decades: what parts the quantiles
    better.
    """
    for low, high in ((quantiles[0], quantiles[-1]), (lowest, highest)):
        found = [list(_even(low, high)), list(_rising(low, high))]
        best = max(found, key=lambda each: (len({bisect_right(each, one) for one in quantiles}), -len(each)))
        if best:
            return best
    return []


def _even(low: float, high: float) -> Iterator[float]:
    """Multiples of the smallest round step that makes few enough of them."""
    if high <= low:
        return
    power = math.floor(math.log10((high - low) / MOST))
    for step in (digit * 10.0**exponent for exponent in range(power, power + 3) for digit in (1, 2, 5)):
        first, last = math.floor(low / step) + 1, math.floor(high / step)
        if last - first + 1 < MOST:
            yield from (_round(count * step) for count in range(first, last + 1))
            return


def _rising(low: float, high: float) -> Iterator[float]:
    """1, 2, 5, 10 …; of many decades each tenfold."""
    if low <= 0 or high <= low:
        return
    exponents = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    for digits in ((1, 2, 5), (1, 3), (1,)):
        found = [_round(digit * 10.0**exponent) for exponent in exponents for digit in digits]
        within = [each for each in found if low < each <= high]
        if len(within) < MOST:
            yield from within
            return


def _round(number: float) -> float:
    return float(f"{number:.6g}")


def _named(unit: str, languages: Sequence[str], start: float | None, end: float | None) -> tuple[str, dict[str, str]]:
    """The name of a bucket in English, and in each language that has one."""
    texts = {"en": _text(unit, start, end, chinese=False), "zh": _text(unit, start, end, chinese=True)}
    return texts["en"], {language: texts[language] for language in languages if language in texts}


def _text(unit: str, start: float | None, end: float | None, *, chinese: bool) -> str:
    if start is not None and end is not None:
        return format_quantity(start, unit, None if start == end else end, chinese=chinese)
    amount = format_quantity(start if end is None else end, unit, chinese=chinese)  # type: ignore[arg-type]
    if chinese:
        return f"{amount}{'以下' if start is None else '及以上'}"
    return f"{'under' if start is None else 'from'} {amount}"
