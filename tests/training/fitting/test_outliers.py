"""What unread listings say of goods of no category."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.data.examples import Example
from training.fitting.outliers import Judged, fit_landmarks, fit_outliers, judge, read
from udfs.confidence.outliers import Outliers, Place
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching

NEAR = [Judged(6.0, Place(0.8 + 0.01 * i, 0.5), right=True, inside=True) for i in range(40)]
FAR = [Judged(6.0, Place(2.0 + 0.01 * i, 0.5), right=False, inside=False) for i in range(40)]


def test_distance_tells_what_the_model_is_equally_sure_of() -> None:
    fitted = fit_outliers([*NEAR, *FAR])
    assert fitted.distance < 0
    assert fitted.listings == 80
    assert [level.precision for level in fitted.levels] == [1.0]
    level = fitted.levels[0]
    assert level.coverage == pytest.approx(1.0)
    assert fitted.chance(6.0, Place(1.0, 0.5)) >= level.least > fitted.chance(6.0, Place(2.0, 0.5))


def test_precision_is_that_of_a_catalog_of_mostly_other_goods() -> None:
    """One of 40 foreign listings among the goods: with four times as many of them, one in eleven placed is wrong."""
    lookalike = Judged(6.0, Place(0.5, 0.5), right=False, inside=False)
    least_precise = fit_outliers([*NEAR, *FAR[1:], lookalike]).levels[-1]
    assert least_precise.precision == pytest.approx(0.2 / (0.2 + 0.8 / 40))
    assert least_precise.coverage == pytest.approx(1.0)


def test_a_chance_is_that_of_such_a_catalog_whatever_was_judged() -> None:
    """Nothing tells these apart, so one in five is inside, however many of each sort there were."""
    alike = Place(1.0, 0.5)
    inside, outside = Judged(6.0, alike, right=True, inside=True), Judged(6.0, alike, right=False, inside=False)
    for n in (40, 80, 160):
        assert fit_outliers([inside] * 80 + [outside] * n).chance(6.0, alike) == pytest.approx(0.2, abs=0.01)


@pytest.mark.parametrize("judged", [NEAR, [*NEAR, *FAR[:29]], [*NEAR[:29], *FAR]])
def test_too_few_listings_of_either_sort_tell_nothing(judged: list[Judged]) -> None:
    assert fit_outliers(judged) == Outliers()


@pytest.fixture(scope="module")
def predictor(tiny_checkpoint: Path, tiny_schema: Schema) -> Predictor:
    return Predictor.load(tiny_checkpoint, tiny_schema, Batching())


def examples(category: str | None, *titles: str) -> list[Example]:
    return [Example(Listing(f"{category}-{title}", title, None, category)) for title in titles]


LEARN = [
    *examples("mug", "white mug", "red ceramic mug", "blue mug 300 ml"),
    *examples("lamp", "desk lamp", "led lamp 5 w", "clip lamp"),
]


def test_a_category_s_own_listings_lie_nearest_to_it(predictor: Predictor) -> None:
    landmarks = fit_landmarks(predictor, LEARN)
    assert {key: len(own) for key, own in landmarks.listings.items()} == {"mug": 3, "lamp": 3}
    places = landmarks.places(np.stack([each.mean for each in read(predictor, LEARN)]))
    nearest = [min(own, key=lambda key: own[key].distance) for own in places]
    assert nearest == ["mug", "mug", "mug", "lamp", "lamp", "lamp"]


def test_a_listing_is_judged_with_its_own_category_and_without(predictor: Predictor) -> None:
    landmarks = fit_landmarks(predictor, LEARN)
    judged = judge(predictor, landmarks, [*examples("mug", "green mug"), *examples("lamp", "green mug")], [])
    assert [each.inside for each in judged] == [True, False, True, False]
    right = next(place for place in (0, 2) if judged[place].right)  # the tiny model calls it either
    assert judged[right + 1].logit < judged[right].logit
    assert not judged[right + 1].right
    [other] = judge(predictor, landmarks, [], examples(None, "garden hose"))
    assert (other.inside, other.right) == (False, False)


def test_an_extraction_carries_the_chance_where_it_is_known(tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    predictor = Predictor.load(tiny_checkpoint, tiny_schema, Batching())
    known, unknown = Listing("1", "white mug", None, "mug"), Listing("2", "white mug")
    assert [each.inside for each in predictor.extract([known, unknown])] == [None, None]
    checkpoint = predictor.checkpoint
    checkpoint.landmarks = fit_landmarks(predictor, LEARN)
    checkpoint.outliers = Outliers(logit=0.0, distance=-1.0, base=0.0, listings=60)
    own, far = predictor.extract([known, replace(known, category="lamp")])
    assert own.inside is not None
    assert far.inside is not None
    assert own.inside > far.inside  # by the distance alone
