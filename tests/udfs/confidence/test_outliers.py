"""The chance that a listing is of its category, and at which chance categories are as precise as is asked."""

from __future__ import annotations

import numpy as np
import pytest

from udfs.confidence.outliers import Distances, Level, Outliers

FITTED = Outliers(odds=0.5, distance=-2.0, base=-1.0, listings=100)
LEVELS = (
    Level(least=0.9, precision=0.99, coverage=0.5),
    Level(least=0.7, precision=0.96, coverage=0.8),
    Level(least=0.4, precision=0.90, coverage=0.9),
)


def test_sureness_raises_the_chance_and_distance_lowers_it() -> None:
    assert FITTED.chance(0.5, 1.0) == pytest.approx(1 / (1 + np.e))  # log-odds and log-distance of 0
    assert FITTED.chance(0.99, 1.0) > FITTED.chance(0.9, 1.0) > FITTED.chance(0.9, 2.0)
    assert 0.0 < FITTED.chance(0.0, 1e9) < FITTED.chance(1.0, 0.0) < 1.0  # neither is ever certain


@pytest.mark.parametrize(("asked", "least"), [(0.95, 0.7), (0.96, 0.7), (0.97, 0.9), (0.5, 0.4), (1.0, 0.9)])
def test_the_level_with_the_precision_that_places_most(asked: float, least: float) -> None:
    level = FITTED.model_copy(update={"levels": LEVELS}).level(asked)
    assert level is not None
    assert level.least == least  # where none is as precise, the most precise there is


def test_an_unfitted_measure_has_no_level() -> None:
    assert (Outliers().fitted, Outliers().level(0.95)) == (False, None)


def test_distances_are_measured_in_the_scale_of_the_categories() -> None:
    centers = np.array([[0.0, 0.0], [4.0, 0.0]], np.float32)
    scale = np.diag([0.5, 1.0]).astype(np.float32)
    found = Distances(("mug", "lamp"), centers, scale).to(np.array([[4.0, 2.0]], np.float32))
    assert found.tolist() == [[(2.0**2 + 2.0**2) / 2, (0.0**2 + 2.0**2) / 2]]
