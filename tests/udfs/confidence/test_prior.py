"""What labelled listings say of a wording moves the model's confidence in it."""

from __future__ import annotations

import math

import pytest

from udfs.confidence.prior import Prior, Usage, Weights, features, shape
from udfs.records import Span

USAGE = {"phone": {"color": Usage(
    stated=8, silent=2,
    wordings={"black": (6, 1), "space black": (2, 0), "case": (1, 40)},
    shapes={"A": 6, "A A": 3},
)}}  # fmt: skip
ONE = {"color": False}


def span(text: str, confidence: float, field: str = "title", start: int = 0) -> Span:
    return Span("color", field, start, start + len(text), text, confidence)  # type: ignore[arg-type]


def shares(prior: Prior, *spans: Span, several: dict[str, bool] = ONE) -> dict[str, float]:
    return {found.text: round(found.confidence, 3) for found in prior.weigh("phone", spans, several)}


def test_plain_weights_change_nothing() -> None:
    spans = span("Black", 0.6), span("Space Black", 0.3)
    assert shares(Prior(usage=USAGE), *spans) == {"Black": 0.6, "Space Black": 0.3}
    assert shares(Prior(usage=USAGE), *spans, several={"color": True}) == {"Black": 0.6, "Space Black": 0.3}


def test_a_wording_that_is_often_there_without_being_a_value_loses_to_one_that_always_is() -> None:
    prior = Prior(single=Weights(known=1.0), usage=USAGE)
    # log-odds log(1.5 / 40.5) and log(2.5 / 0.5); "not stated" keeps its 0.1
    assert shares(prior, span("Case", 0.6), span("Space Black", 0.3)) == {
        "Space Black": pytest.approx(1.5 / 1.622, abs=1e-3), "Case": pytest.approx(0.022 / 1.622, abs=1e-3),
    }  # fmt: skip


def test_alternatives_still_add_up_to_at_most_one_and_several_values_do_not_share() -> None:
    weights = Weights(score=0.5, known=0.8, unseen=-1.0, shape=0.3, title=0.2, rare=0.5)
    prior = Prior(single=weights, many=weights, usage=USAGE)
    spans = span("Black", 0.5), span("Space Black", 0.4), span("Gloss", 0.05)
    assert sum(shares(prior, *spans).values()) <= 1.0
    assert sum(shares(prior, *spans, several={"color": True}).values()) > 1.0


def test_weighing_is_the_softmax_of_the_features_that_training_fits_by_their_weights() -> None:
    weights = Weights(score=0.7, nothing=0.3, known=0.4, unseen=-0.6, title=0.5, shape=0.2, rare=0.9)
    spans = span("Black", 0.5), span("Sky 9", 0.2, field="description", start=3)
    odds = [
        sum(w * x for w, x in zip(weights.row(), row, strict=True)) for row in features(spans, USAGE["phone"]["color"])
    ]
    parts = [math.exp(each) for each in odds]
    assert shares(Prior(single=weights, usage=USAGE), *spans) == {
        text: pytest.approx(part / sum(parts), abs=1e-3)
        for text, part in zip(("Black", "Sky 9"), parts[1:], strict=True)
    }


@pytest.mark.parametrize("weights", [Weights(), Weights(score=0.5, rare=0.1)])
@pytest.mark.parametrize("several", [True, False])
def test_what_ends_up_at_the_floor_or_below_is_left_out(weights: Weights, *, several: bool) -> None:
    prior = Prior(single=weights, many=weights, usage=USAGE)
    spans = span("Black", 0.6), span("Space Black", 0.2), span("Gloss", 0.001)
    every = prior.weigh("phone", spans, {"color": several})
    least = every[1].confidence
    assert [found.text for found in every] == ["Black", "Space Black", "Gloss"]
    assert prior.weigh("phone", spans, {"color": several}, floor=least) == every[:1]
    assert prior.weigh("phone", spans, {"color": several}, floor=least - 1e-9) == every[:2]


def test_an_attribute_of_unknown_usage_is_judged_by_the_model_alone() -> None:
    prior = Prior(single=Weights(known=2.0, unseen=-5.0, rare=3.0), usage={})
    assert shares(prior, span("Black", 0.7)) == {"Black": 0.7}


def test_markup_and_case_do_not_hide_a_known_wording() -> None:
    prior = Prior(single=Weights(unseen=-9.0), usage=USAGE)
    assert shares(prior, span("Space&nbsp; <b>BLACK", 0.7)) == {"Space&nbsp; <b>BLACK": 0.7}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("WH-1000XM5", "A-9A9"), ("500 毫升", "9 字"), ("Space Black", "Aa Aa"), ("0.5mm", "9.9a"), ("Größe", "Aa字a")],
)
def test_shapes(text: str, expected: str) -> None:
    assert shape(text) == expected
