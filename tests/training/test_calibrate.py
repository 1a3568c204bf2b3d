"""Temperatures follow from the labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.calibrate import calibrate
from training.data import Example
from udfs.predictor import Predictor
from udfs.records import Listing
from udfs.schema import Schema
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
    predictor.calibration = calibrate(predictor, examples)
    assert predictor.calibration.spans > 1.5
    assert max(span.confidence for span in predictor.extract([examples[0].listing])[0].spans) < before


def test_a_model_that_is_right_is_made_surer(predictor: Predictor) -> None:
    sure = [Example(Listing(str(i), f"Acme mug {i} of 350ml", None, "mug")) for i in range(60)]
    chosen = [predictor.extract([example.listing])[0].choices[0] for example in sure]
    right = [
        Example(example.listing, choices={choice.attribute: (choice.value,)})
        for example, choice in zip(sure, chosen, strict=True)
    ]
    assert calibrate(predictor, right).choices < 1.0


def test_few_labels_change_nothing(predictor: Predictor) -> None:
    fitted = calibrate(predictor, unstated(16))
    assert (fitted.spans, fitted.choices, fitted.category, fitted.tags) == (1.0, 1.0, 1.0, 1.0)
