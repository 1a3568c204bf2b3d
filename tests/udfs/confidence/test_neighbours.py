"""What nearest values are worth: scores to chances."""

from __future__ import annotations

import pytest

from udfs.confidence.neighbours import Neighbours
from udfs.records import Scored

NEAR = [Scored("polo", 0.9), Scored("crew", 0.3)]


def test_scores_stay_what_they_are_until_it_is_known_what_they_are_worth() -> None:
    assert Neighbours(base=-5.0).weigh("Neckline", NEAR) == NEAR
    assert not Neighbours().fitted


def test_the_chance_of_the_best_is_fitted_and_the_others_keep_their_ratio_to_it() -> None:
    fitted = Neighbours(score=1.0, base=-2.1972, attributes={"Color": 2.1972}, wordings=100)
    assert [(one.id, round(one.score, 3)) for one in fitted.weigh("Neckline", NEAR)] == [("polo", 0.5), ("crew", 0.167)]
    assert [round(one.score, 3) for one in fitted.weigh("Color", NEAR)] == [0.9, 0.3]
    assert fitted.weigh("Color", []) == []


@pytest.mark.parametrize("score", [1e-6, 1.0])
def test_a_score_at_either_end_has_a_chance_too(score: float) -> None:
    [only] = Neighbours(wordings=100).weigh("Color", [Scored("black", score)])
    assert only.score == pytest.approx(score, abs=2e-4)


def test_a_close_second_makes_a_value_less_likely() -> None:
    fitted = Neighbours(lead=0.5, wordings=100)
    close = fitted.weigh("Color", [Scored("navy", 0.6), Scored("blue", 0.55)])
    far = fitted.weigh("Color", [Scored("navy", 0.6)])
    assert close[0].score < far[0].score
