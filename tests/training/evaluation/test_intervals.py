"""Intervals against published values, and against what a person would doubt."""

from __future__ import annotations

import pytest

from training.evaluation.intervals import figures, overall, wilson
from training.evaluation.metrics import Counts


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (20, 20, 0.8389, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilsons_interval(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((right / of, low, high), abs=1e-4)


def test_of_nothing_there_is_no_figure() -> None:
    assert wilson(0, 0) == (None, None, None)
    assert figures(Counts(0, 0, 4)).precision == (None, None, None)
    assert figures(Counts(0, 0, 4)).f1.value == 0.0


def test_f1_lies_within_its_interval() -> None:
    found = figures(Counts(correct=6, predicted=8, gold=10))

    assert found.f1.value == pytest.approx(2 * 6 / 18)
    assert (found.precision.value, found.recall.value) == (0.75, 0.6)
    assert found.f1.low is not None
    assert found.f1.high is not None
    assert found.f1.low < 2 * 6 / 18 < found.f1.high


def test_values_that_fall_together_make_the_interval_wider() -> None:
    together = [Counts(10, 10, 10), Counts(0, 10, 10)] * 10
    apart = [Counts(5, 10, 10)] * 20

    def width(listings: list[Counts]) -> float:
        _, low, high = overall(listings).f1
        return (high or 0) - (low or 0)

    assert width(together) > 2 * width(apart)
    assert overall(together).f1.value == overall(apart).f1.value == 0.5


def test_few_listings_that_are_all_right_prove_little() -> None:
    assert overall([Counts(1, 1, 1)] * 5).precision == pytest.approx((1.0, 0.5655, 1.0), abs=1e-4)
