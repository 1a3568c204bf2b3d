"""An unsure label weighs in training what its confidence says, in every loss."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from training.data.examples import Example, read_examples
from training.tasks.choices import choice_loss
from training.tasks.matches import match_examples, match_loss
from training.tasks.spans import span_loss, span_targets
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching

pytestmark = pytest.mark.usefixtures("one_thread")

MUG = {
    "product_id": "1", "title": "Acme black mug 300ml", "category": "mug",
    "spans": [{"attribute": "brand", "text": "Acme"}, {"attribute": "capacity", "text": "300ml"}],
    "choices": {"color": ["black"]},
}  # fmt: skip


@pytest.fixture
def predictor(tiny_checkpoint: Path, tiny_schema: Schema) -> Predictor:
    return Predictor.load(tiny_checkpoint, tiny_schema, Batching())


def read(predictor: Predictor, *rows: dict[str, Any]) -> list[Example]:
    numbered = [{**row, "product_id": str(number)} for number, row in enumerate(rows)]
    examples, rejected = read_examples(numbered, predictor.checkpoint.schema)
    assert rejected == []
    return examples


def losses(predictor: Predictor, examples: list[Example]) -> list[Tensor]:
    model, questions = predictor.model, predictor.questions
    texts = predictor.checkpoint.text_encoder.encode([example.listing for example in examples])
    batch = predictor.checkpoint.collator.collate(texts)
    states = model.encode(batch, model.project_labels())
    spans = span_loss(span_targets(model, states, batch, texts, examples, questions))
    return [spans, choice_loss(model, states, examples, questions)]


def gradient(predictor: Predictor, example: Example, which: int) -> Tensor:
    predictor.model.zero_grad()
    torch.autograd.backward(losses(predictor, [example])[which])
    return torch.cat([p.grad.flatten() for p in predictor.model.parameters() if p.grad is not None])


@pytest.mark.parametrize("which", [0, 1], ids=["spans", "category and choices"])
def test_a_label_of_a_tenth_has_a_tenth_of_the_loss_and_of_the_gradient(predictor: Predictor, which: int) -> None:
    sure, unsure = read(predictor, {**MUG, "tags": []}, {**MUG, "tags": [], "confidence": 0.1})
    whole, tenth = losses(predictor, [sure])[which].item(), losses(predictor, [unsure])[which].item()
    assert tenth == pytest.approx(0.1 * whole, rel=1e-4)
    expected = 0.1 * gradient(predictor, sure, which)
    assert (gradient(predictor, unsure, which) - expected).norm() < 0.02 * expected.norm()


def test_each_label_has_a_confidence_of_its_own_before_the_attributes_and_the_rows(predictor: Predictor) -> None:
    own = {"attribute": "brand", "text": "Acme", "confidence": 0.5}
    row = {**MUG, "spans": [own, MUG["spans"][1]], "confidence": 0.9, "confidences": {"capacity": 0.3}}
    (example,) = read(predictor, row)
    assert {span.attribute: span.confidence for span in example.spans} == {"brand": 0.5, "capacity": 0.3}
    assert (example.confidence, example.confidence_of("color"), example.confidence_of("capacity")) == (0.9, 0.9, 0.3)


def test_that_nothing_is_stated_may_be_unsure_too(predictor: Predictor) -> None:
    silent = {**MUG, "spans": [], "choices": {}, "labelled_attributes": ["brand"]}
    sure, unsure = read(predictor, silent, {**silent, "confidences": {"brand": 0.25}})
    assert losses(predictor, [unsure])[0].item() == pytest.approx(0.25 * losses(predictor, [sure])[0].item(), rel=1e-4)


def test_a_raw_value_alone_weighs_as_the_label_that_it_is_from(predictor: Predictor) -> None:
    jet = {"attribute": "color", "text": "jet", "confidence": 0.2}
    (example,) = read(predictor, {**MUG, "title": "Acme jet mug", "spans": [jet]})
    pool = match_examples([example], predictor.checkpoint.schema, predictor.questions)
    (match,) = [each for each in pool if each.text == "jet"]
    assert (match.value, match.confidence) == ("black", 0.2)
    texts = predictor.checkpoint.text_encoder.encode([example.listing])
    states = predictor.model.encode(predictor.checkpoint.collator.collate(texts), predictor.model.project_labels())
    sure = [type(match)(match.text, match.question, match.value)]
    assert match_loss(predictor.model, states, [match]).item() == pytest.approx(
        0.2 * match_loss(predictor.model, states, sure).item(), rel=1e-4
    )


def test_unsure_wrong_labels_are_overruled_by_sure_ones(predictor: Predictor) -> None:
    """Three listings in four are labelled wrongly: the color's place as the brand's, and the other color."""
    wrong = {**MUG, "spans": [{"attribute": "brand", "text": "black"}], "choices": {"color": ["white"]}}
    told = read(predictor, MUG, *[{**wrong, "confidence": 0.05}] * 3)
    believed = read(predictor, MUG, *[wrong] * 3)
    start = {name: value.clone() for name, value in predictor.model.state_dict().items()}
    found = []
    for examples in (told, believed):
        predictor.model.load_state_dict(start)
        _train(predictor, examples)
        (extraction,) = predictor.extract([examples[0].listing])
        brands = [span.text for span in extraction.spans if span.attribute == "brand"]
        colors = [choice.value for choice in extraction.choices if choice.attribute == "color"]
        found.append((brands[0], colors[0]))
    assert found == [("Acme", "black"), ("black", "white")]


def _train(predictor: Predictor, examples: list[Example]) -> None:
    torch.manual_seed(random.Random(1).getrandbits(30))
    optimizer = torch.optim.Adam(predictor.model.parameters(), lr=3e-3)
    for _ in range(60):
        optimizer.zero_grad()
        torch.autograd.backward(torch.stack(losses(predictor, examples)).sum())
        optimizer.step()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"confidence": 0}, "confidence: expected a number above 0, up to 1, got 0"),
        ({"confidences": {"brand": 1.5}}, "confidences.brand: expected a number above 0, up to 1, got 1.5"),
        ({"confidence": "sure"}, "confidence: expected a number above 0, up to 1, got 'sure'"),
        ({"confidences": {"size": 0.5}}, "confidences: the category has no attribute 'size'"),
    ],
)
def test_what_is_no_confidence_rejects_the_row(tiny_schema: Schema, changed: dict[str, Any], reason: str) -> None:
    examples, (rejection,) = read_examples([{**MUG, **changed}], tiny_schema)
    assert (examples, rejection.reason) == ([], reason)


def test_tags_that_nobody_looked_for_are_not_taught_as_none(tiny_schema: Schema) -> None:
    partly = {**MUG, "labelled_attributes": ["brand", "capacity", "color"]}
    (unknown, looked, whole), _ = read_examples(
        [partly, {**partly, "product_id": "2", "tags": []}, {**MUG, "product_id": "3"}], tiny_schema
    )
    assert (unknown.has_tags, looked.has_tags, whole.has_tags) == (False, True, True)
