"""Chances of nearest values are fitted by wordings that the model has not read."""

from __future__ import annotations

import random

import pytest

from training.fitting.neighbours import Held, Judged, cross_validate, fit_neighbours
from udfs.confidence.neighbours import Neighbours
from udfs.records import Scored


def judged(attribute: str, score: float, share: float, n: int) -> list[Judged]:
    """So many wordings of one score, of which such a share is right."""
    return [
        Judged(f"{attribute} {score} {i}", attribute, (Scored("a", score),), i < round(share * n)) for i in range(n)
    ]


def chance(fitted: Neighbours, attribute: str, score: float) -> float:
    return fitted.weigh(attribute, [Scored("a", score)])[0].score


def test_a_score_that_is_right_half_the_time_gets_that_chance() -> None:
    told = [*judged("Color", 0.99, 0.98, 200), *judged("Color", 0.8, 0.5, 200), *judged("Color", 0.3, 0.06, 200)]
    fitted = fit_neighbours(told)
    assert [chance(fitted, "Color", score) for score in (0.99, 0.8, 0.3)] == pytest.approx([0.98, 0.5, 0.06], abs=0.06)
    assert fitted.wordings == 600


def test_an_attribute_with_few_wordings_is_nearly_as_all_are_and_one_with_many_is_itself() -> None:
    told = [*judged("Color", 0.9, 0.9, 300), *judged("Neckline", 0.9, 0.3, 300), *judged("Socket", 0.9, 0.0, 2)]
    fitted = fit_neighbours(told)
    assert chance(fitted, "Color", 0.9) > 0.85
    assert chance(fitted, "Neckline", 0.9) < 0.35
    assert 0.3 < chance(fitted, "Socket", 0.9) < 0.7
    assert chance(fitted, "unheard of", 0.9) == pytest.approx(0.6, abs=0.1)


def test_too_few_wordings_say_nothing() -> None:
    assert fit_neighbours(judged("Color", 0.9, 0.9, 49)) == Neighbours()
    assert cross_validate(judged("Color", 0.9, 0.9, 49), 0.5) == Held(49, 44, 0, 0)


def test_what_is_taken_is_counted_by_chances_of_other_wordings() -> None:
    told = [*judged("Color", 0.99, 1.0, 200), *judged("Color", 0.6, 0.5, 200)]
    random.Random(1).shuffle(told)
    assert cross_validate(told, 0.95) == Held(wordings=400, right=300, taken=200, taken_right=200)
