"""Figures of a predictor that is always right are all 1: labels take the way that predictions take."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from training.data.examples import Example, read_examples
from training.data.split import split
from training.evaluation.evaluate import evaluate
from udfs.confidence.outliers import Outliers
from udfs.pipeline import Pipeline
from udfs.records import Choice, Extraction, Listing, Scored, Span
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Thresholds

ROOT = Path(__file__).parents[3]


class Oracle(Predictor):
    """Says what the labels say."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.examples = {example.listing.product_id: example for example in examples}
        self.checkpoint = SimpleNamespace(outliers=Outliers())  # type: ignore[assignment]

    def extract(self, listings: Sequence[Listing]) -> list[Extraction]:
        return [extraction(self.examples[listing.product_id]) for listing in listings]

    def match(self, triples: Sequence[tuple[str, str, str]]) -> list[list[Scored]]:
        return [[] for _ in triples]


def extraction(example: Example) -> Extraction:
    return Extraction(
        category=example.listing.category,
        category_confidence=1.0,
        spans=tuple(Span(s.attribute, s.field, s.start, s.end, example.wording(s), 1.0) for s in example.spans),
        choices=tuple(Choice(key, value, 1.0) for key, values in example.choices.items() for value in values),
        tags=tuple(Scored(tag, 1.0) for tag in example.tags),
    )


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(ROOT / "conf" / "schema")


@pytest.mark.parametrize("category", ["headphones", "t_shirt", "other"])
def test_an_oracle_scores_one(schema: Schema, category: str) -> None:
    lines = (ROOT / "conf" / "demo" / "labelled" / f"{category}.jsonl").read_text(encoding="utf-8").splitlines()
    examples, _ = read_examples(map(json.loads, lines), schema)
    figures = evaluate(Pipeline(Oracle(examples), schema, Thresholds()), examples)
    kinds = ("spans", "choices", "tags", "values")
    wrong = [name for name in kinds if figures[name]["n"] and figures[name]["f1"] != 1.0]
    assert (figures["category"], wrong) == (1.0, [])


def test_gold_values_are_split_and_resolved_as_predictions_are(schema: Schema) -> None:
    row = {
        "product_id": "1", "category": "headphones", "title": "JBL, jbl: Bluetooth/USB-C headphones",
        "spans": [{"attribute": "brand", "text": "JBL"}, {"attribute": "brand", "text": "jbl"},
                  {"attribute": "connection", "text": "Bluetooth/USB-C"}],
    }  # fmt: skip
    examples, _ = read_examples([row], schema)
    figures = evaluate(Pipeline(Oracle(examples), schema, Thresholds()), examples)
    assert figures["values_by_attribute"] == {
        "brand": {"p": 1.0, "r": 1.0, "f1": 1.0, "n": 1},
        "connection": {"p": 1.0, "r": 1.0, "f1": 1.0, "n": 2},
    }


def test_the_order_of_rows_changes_neither_side_nor_order(tiny_schema: Schema) -> None:
    rows = [{"product_id": str(i), "title": f"mug number {i}", "cluster": f"c{i % 4}"} for i in range(12)]
    one, _ = read_examples(rows, tiny_schema, group="cluster")
    assert split(one, dev_share=0.3, epoch_share={}, seed=1) == split(one[::-1], dev_share=0.3, epoch_share={}, seed=1)
