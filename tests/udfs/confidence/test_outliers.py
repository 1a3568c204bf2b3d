"""The chance that a listing is of its category, and at which chance categories are as precise as is asked."""

from __future__ import annotations

import numpy as np
import pytest

from udfs.confidence.outliers import Landmarks, Level, Outliers, Place

FITTED = Outliers(logit=0.5, distance=-2.0, likeness=3.0, base=-1.0, listings=100)
LEVELS = (
    Level(least=0.9, precision=0.99, coverage=0.5),
    Level(least=0.7, precision=0.96, coverage=0.8),
    Level(least=0.4, precision=0.90, coverage=0.9),
)


def test_score_and_likeness_raise_the_chance_and_distance_lowers_it() -> None:
    assert FITTED.chance(0.0, Place(1.0, 0.0)) == pytest.approx(1 / (1 + np.e))  # log-distance of 0
    assert (
        FITTED.chance(9.0, Place(1.0, 0.5)) > FITTED.chance(4.0, Place(1.0, 0.5)) > FITTED.chance(4.0, Place(2.0, 0.5))
    )
    assert FITTED.chance(4.0, Place(1.0, 0.9)) > FITTED.chance(4.0, Place(1.0, 0.1))
    assert 0.0 < FITTED.chance(-1e9, Place(1e9, -1.0)) < FITTED.chance(1e9, Place(0.0, 1.0)) <= 1.0


@pytest.mark.parametrize(("asked", "least"), [(0.95, 0.7), (0.96, 0.7), (0.97, 0.9), (0.5, 0.4), (1.0, 0.9)])
def test_the_level_with_the_precision_that_places_most(asked: float, least: float) -> None:
    level = FITTED.model_copy(update={"levels": LEVELS}).level(asked)
    assert level is not None
    assert level.least == least  # where none is as precise, the most precise there is


def test_an_unfitted_measure_has_no_level() -> None:
    assert (Outliers().fitted, Outliers().level(0.95)) == (False, None)


def test_a_text_lies_nearer_to_one_category_and_more_like_another() -> None:
    """Seen from the middle (1, 0): the text lies straight above, as one mug does, and near the lamps' center."""
    found = Landmarks(
        ("mug", "lamp"),
        centers=np.array([[1.0, 5.0], [1.0, 1.0]], np.float32),
        scale=np.diag([0.5, 1.0]).astype(np.float32),
        middle=np.array([1.0, 0.0], np.float32),
        listings=np.array([[1.0, 9.0], [1.0, 1.0], [4.0, 0.0]], np.float32),
        owners=np.array([0, 0, 1]),
    ).places(np.array([[1.0, 2.0]], np.float32))
    assert found == [{"mug": Place(4.5, 1.0), "lamp": Place(0.5, 0.0)}]


def test_likeness_is_that_of_the_three_most_alike() -> None:
    listings = np.array([[2.0, 0.0], [0.0, 2.0], [3.0, 0.0], [4.0, 0.0], [-1.0, 0.0]], np.float32)
    alone = Landmarks(
        ("mug",), centers=np.zeros((1, 2), np.float32), scale=np.eye(2, dtype=np.float32),
        middle=np.zeros(2, np.float32), listings=listings, owners=np.zeros(5, np.int64),
    )  # fmt: skip
    assert alone.places(np.array([[1.0, 0.0]], np.float32))[0]["mug"].likeness == 1.0
