"""Answers of the choice head, and the n-grams that are heard beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.conftest import TINY_SCHEMA, make_checkpoint
from udfs.confidence.ngrams import N_BUCKETS, NgramClassifier, buckets
from udfs.records import Listing
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching


@pytest.fixture(scope="module")
def predictor(tiny_checkpoint: Path, tiny_schema: Schema) -> Predictor:
    return Predictor.load(tiny_checkpoint, tiny_schema, Batching())


def test_matches_are_values_of_the_attribute_only(predictor: Predictor) -> None:
    color, brand = predictor.match([("mug", "color", "jet black"), ("mug", "brand", "Acme")])
    assert {match.id for match in color} == {"black", "white"}
    assert brand == []


def test_the_ngrams_of_the_checkpoint_are_heard_beside_the_network_but_not_of_raw_values(
    tmp_path: Path, tiny_schema: Schema, predictor: Predictor
) -> None:
    mugs = [Listing("1", "mug zap", None, "mug"), Listing("2", "mug qux", None, "mug"), Listing("3", "", None, "mug")]
    color = predictor.questions.by_category["mug"].choices["color"]
    weights = torch.zeros(N_BUCKETS, 2, dtype=torch.float16)
    for column, word in enumerate(("zap", "qux")):
        [text] = predictor.checkpoint.text_encoder.encode([Listing("", word)])
        weights[buckets(text.pieces), column] = 20.0
    classifier = NgramClassifier(predictor.questions.value_texts(color)[1:], weights, network=0.1, ngrams=2.0)
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema, {predictor.questions.texts[color.label]: classifier})
    heard = Predictor.load(folder, tiny_schema, Batching())
    assert [[c.value for c in found.choices][:1] for found in heard.extract(mugs)] == [["black"], ["white"], []]
    raw = [("mug", "color", "zap"), ("mug", "color", "qux")]
    alone, still = ([[(s.id, round(s.score, 4)) for s in found] for found in p.match(raw)] for p in (predictor, heard))
    assert still == alone


def test_of_several_values_the_network_decides_alone(tmp_path: Path, tiny_checkpoint: Path) -> None:
    """The same question may have one value in one category and several in another."""
    (tmp_path / "tiny.yaml").write_text(TINY_SCHEMA.replace("kind: choice\n", "kind: choices\n"), encoding="utf-8")
    predictor = Predictor.load(tiny_checkpoint, load_schema(tmp_path), Batching())
    color = predictor.questions.by_category["mug"].choices["color"]
    listing = Listing("1", "黑色杯子 ３５０毫升", None, "mug")
    before = predictor.extract([listing])[0].choices
    assert before
    weights = torch.ones(N_BUCKETS, 2, dtype=torch.float16) * torch.tensor([9.0, -9.0], dtype=torch.float16)
    classifier = NgramClassifier(predictor.questions.value_texts(color)[1:], weights, ngrams=5.0)
    predictor.checkpoint.ngrams = {predictor.questions.texts[color.label]: classifier}
    assert predictor.extract([listing])[0].choices == before
