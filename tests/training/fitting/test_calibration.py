"""Temperatures and the weights of the prior follow from the labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.data.examples import Example
from training.fitting.calibration import calibrate
from udfs.confidence.prior import Prior, Usage, Weights
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching


@pytest.fixture
def predictor(tiny_checkpoint: Path, tiny_schema: Schema) -> Predictor:
    return Predictor.load(tiny_checkpoint, tiny_schema, Batching())


def unstated(n: int) -> list[Example]:
    """Listings that state nothing, of which an untrained model is sure that they state something."""
    return [Example(Listing(str(i), f"Acme mug {i} of 350ml", None, "mug")) for i in range(n)]


def test_a_model_that_is_sure_and_wrong_is_made_less_sure(predictor: Predictor) -> None:
    examples = unstated(30)
    before = max(span.confidence for span in predictor.extract([examples[0].listing])[0].spans)
    attributes = predictor.questions.by_category["mug"].attributes
    predictor.checkpoint.prior = Prior(usage={"mug": {name: Usage(silent=9) for name in attributes}})
    _, predictor.checkpoint.prior = calibrate(predictor, examples)
    after = [span.confidence for span in predictor.extract([examples[0].listing])[0].spans]
    assert max(after, default=0.0) < before / 2


def test_a_model_that_is_right_is_made_surer(predictor: Predictor) -> None:
    sure = [Example(Listing(str(i), f"Acme mug {i} of 350ml", None, "mug")) for i in range(60)]
    chosen = [predictor.extract([example.listing])[0].choices[0] for example in sure]
    right = [
        Example(example.listing, choices={choice.attribute: (choice.value,)})
        for example, choice in zip(sure, chosen, strict=True)
    ]
    assert calibrate(predictor, right)[0].choices < 1.0


def test_few_labels_change_nothing(predictor: Predictor) -> None:
    fitted, prior = calibrate(predictor, unstated(16))
    assert (fitted.choices, fitted.category, fitted.tags) == (1.0, 1.0, 1.0)
    assert prior.single == prior.many == Weights()
