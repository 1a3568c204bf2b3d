"""The chance that a listing is of its category, and at which chance categories are as precise as is asked."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

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


def vectors(*rows: list[float]) -> NDArray[np.float32]:
    return np.array(rows, np.float32)


def test_a_text_lies_nearer_to_one_category_and_more_like_another() -> None:
    """Seen from the middle of all, (2, 4), the text lies straight above, as one of the mugs does."""
    listings = {"mug": vectors([2, 9], [0, 3]), "lamp": vectors([4, 0])}
    found = Landmarks(listings, np.diag([0.5, 1.0]).astype(np.float32)).places(vectors([2, 6]))
    mug, lamp = found[0]["mug"], found[0]["lamp"]
    assert mug.distance == pytest.approx(((2 - 1) ** 2 / 4 + 0) / 2)
    assert lamp.distance == pytest.approx(((2 - 4) ** 2 / 4 + 6**2) / 2)
    assert lamp.likeness == pytest.approx(-4 / np.hypot(2, 4))
    assert mug.likeness == pytest.approx((1 - 1 / np.hypot(2, 1)) / 2)


def test_likeness_is_that_of_the_three_most_alike() -> None:
    """Seen from their middle, (0, 0), three lie where the text does."""
    listings = {"mug": vectors([1, 0], [2, 0], [3, 0], [0, 1], [-6, -1])}
    found = Landmarks(listings, np.eye(2, dtype=np.float32)).places(vectors([5, 0]))
    assert found[0]["mug"].likeness == pytest.approx(1.0)
