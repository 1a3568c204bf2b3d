"""Listings in memory, from text to product, with a tiny random model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import make_checkpoint
from udfs.confidence.evidence import Evidence
from udfs.confidence.languages import Languages
from udfs.confidence.outliers import Level, Outliers
from udfs.pipeline import Pipeline
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.settings import Batching, Thresholds

THAI = "แก้วกาแฟ สีดำ 350 มล. Acme"
WHY = "the text is in Thai, which the checkpoint has not learnt"


@pytest.fixture
def pipeline(tmp_path: Path, tiny_schema: Schema) -> Pipeline:
    """One that takes the model at its word, whatever it says."""
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    pipeline = Pipeline.load(str(folder), None, Thresholds(value=0.0, category=0.0), Batching())
    pipeline.predictor.checkpoint.languages = Languages(shares={"English": 0.6, "Chinese": 0.4})
    return pipeline


def test_a_guessed_category_does_not_count_where_the_language_was_not_learnt(pipeline: Pipeline) -> None:
    [result] = pipeline.process([Listing("1", THAI)])
    assert (result.category, result.product.facts) == (None, ())
    assert result.extraction.category is not None
    assert result.decided.detail == f"the listing gives no category; {WHY}"


def test_of_a_sellers_category_only_sellers_values_count_there(pipeline: Pipeline) -> None:
    [result] = pipeline.process([Listing("1", THAI, None, "mug", {"Colour": "white"})])
    assert result.product.attributes == {"color": "White"}
    assert {(fact.origin, fact.status, fact.detail) for fact in result.product.facts if fact.attribute != "color"} == {
        ("model", "invalid", WHY)
    }


def test_a_checkpoint_that_knows_no_languages_tells_none_and_says_so(pipeline: Pipeline) -> None:
    pipeline.predictor.checkpoint.languages = Languages()
    [result] = pipeline.process([Listing("1", THAI)])
    assert result.category is not None
    assert [gap.partition(":")[0] for gap in pipeline.gaps] == [
        "the checkpoint does not tell which of its choices rest on no words of the listing; train it anew",
        "listings in languages that the checkpoint has not learnt are not told",
        "goods of no category of the schema are told by the model's confidence alone",
    ]


def test_choices_are_withheld_by_the_evidence_that_the_checkpoint_asks(pipeline: Pipeline) -> None:
    listing = Listing("1", "white mug 350ml", None, "mug")
    pipeline.predictor.checkpoint.evidence = Evidence(least=0.001, choices=99)
    assert all(choice.rests for choice in pipeline.process([listing])[0].extraction.choices)
    pipeline.predictor.checkpoint.evidence = Evidence(least=0.999, choices=99)
    [result] = pipeline.process([listing])
    assert result.extraction.choices
    assert not any(choice.rests for choice in result.extraction.choices)


@pytest.mark.parametrize(("base", "placed"), [(50.0, True), (-50.0, False)])
def test_a_guessed_category_needs_goods_of_the_schema(
    tmp_path: Path, tiny_schema: Schema, base: float, placed: bool
) -> None:
    """The base alone decides here, far from the least chance on either side."""
    level = Level(least=0.5, precision=0.95, coverage=0.8)
    known = Outliers(logit=0.0, base=base, levels=(level,), listings=60)
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema, outliers=known)
    for precision, counts in ((0.95, placed), (None, True)):
        thresholds = Thresholds(value=0.0, category=0.0, category_precision=precision)
        [guessed, stated] = Pipeline.load(str(folder), None, thresholds, Batching()).process(
            [Listing("1", "black mug of ACME"), Listing("2", "black mug of ACME", None, "mug")]
        )
        assert (guessed.category is not None, stated.category) == (counts, "mug")
