"""What the loss of spans asks for, and which places count as found."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.data.examples import Example, GoldSpan
from training.tasks.spans import SpanTargets, slot_losses, span_loss, span_places, span_targets
from udfs.heads.slots import Slots
from udfs.records import Listing, Span
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching

SINGLE, MANY = torch.tensor([False]), torch.tensor([True])


@pytest.fixture
def predictor(tiny_checkpoint: Path, tiny_schema: Schema) -> Predictor:
    return Predictor.load(tiny_checkpoint, tiny_schema, Batching())


def one_slot(*scores: float, gold: tuple[int, ...] = ()) -> tuple[torch.Tensor, torch.Tensor]:
    """(1, 1, n) scores of n spans of one unit, and which of them are labelled."""
    return torch.tensor(scores).view(1, 1, -1), torch.tensor([[*gold, -1]])


def test_any_of_several_mentions_will_do_for_a_single_valued_attribute() -> None:
    found_one = slot_losses(*one_slot(9.0, -9.0, -9.0, gold=(0, 1)), SINGLE).item()
    found_neither = slot_losses(*one_slot(-9.0, -9.0, 9.0, gold=(0, 1)), SINGLE).item()
    assert found_one < 0.01
    assert found_neither > 9


def test_nothing_is_labelled_where_nothing_is_stated() -> None:
    assert slot_losses(*one_slot(0.0, 0.0), SINGLE).item() == pytest.approx(1.0986, abs=1e-4)  # ln 3: two spans, none
    assert slot_losses(*one_slot(-9.0, -9.0), SINGLE).item() < 0.01


def test_every_value_of_an_attribute_of_several_has_to_be_found() -> None:
    found_one = slot_losses(*one_slot(9.0, -9.0, -9.0, gold=(0, 1)), MANY).item()
    found_both = slot_losses(*one_slot(9.0, 9.0, -9.0, gold=(0, 1)), MANY).item()
    assert found_one > 9
    assert found_both < 0.01


def test_single_and_several_in_one_batch_lose_what_each_would_alone() -> None:
    scores = torch.tensor([[[1.0, -2.0, 0.5]], [[0.3, 2.0, -1.0]], [[-0.5, 0.1, 0.2]]])
    gold, many = torch.tensor([[0, -1], [1, 2], [-1, -1]]), torch.tensor([False, True, False])
    together = slot_losses(scores, gold, many)
    alone = [slot_losses(scores[i : i + 1], gold[i : i + 1], many[i : i + 1]).item() for i in range(3)]
    assert together.tolist() == pytest.approx(alone)
    # ln(1 + e + e^-2 + e^.5) less 1, then ln(1 + e^-2 + e) and ln(1 + e^.3), then ln of 1 and all three
    assert alone == pytest.approx([0.7052, 2.2034, 1.3694], abs=1e-3)


def test_losses_are_counted_by_statements_and_at_least_by_listings() -> None:
    def loss(n_listings: int, gold: list[list[int]]) -> float:
        n = len(gold)
        slots = Slots(torch.zeros(n_listings, 2), torch.zeros(n), torch.zeros(n), torch.zeros(n, dtype=torch.bool))
        return span_loss(SpanTargets(slots, torch.zeros(n, 1, 1), torch.tensor(gold))).item()

    each = 0.6931  # ln 2: a span and "not stated", alike
    assert loss(1, [[0], [0], [-1], [-1]]) == pytest.approx(4 * each / 2, abs=1e-3)
    assert loss(8, [[-1]] * 16) == pytest.approx(16 * each / 8, abs=1e-3)
    assert span_loss(None).item() == 0


def test_what_nobody_looked_for_and_what_is_too_long_is_left_out(predictor: Predictor) -> None:
    long = "black " * 40
    listing = Listing("1", f"Acme mug {long}", None, "mug")
    spans = (GoldSpan("brand", "title", 0, 4), GoldSpan("color", "title", 9, 9 + len(long) - 1))
    example = Example(listing, spans, labelled_attributes=frozenset({"brand", "color"}))
    texts = predictor.checkpoint.text_encoder.encode([listing])
    batch = predictor.checkpoint.collator.collate(texts)
    states = predictor.model.encode(batch, predictor.model.project_labels())
    targets = span_targets(predictor.model, states, batch, texts, [example], predictor.questions)
    assert targets is not None
    assert targets.slots.attribute.tolist() == [0]  # brand; capacity: nobody looked; color: over 32 units
    n_units = targets.scores.shape[2]
    assert targets.gold.tolist() == [[3 * n_units]]  # A c m e: four units from the first on


def test_the_best_place_of_a_single_value_counts_against_any_labelled_one(tiny_schema: Schema) -> None:
    labels = (GoldSpan("brand", "title", 0, 4), GoldSpan("brand", "title", 9, 13), GoldSpan("color", "title", 5, 8))
    example = Example(Listing("1", "Acme red ACME mug", None, "mug"), labels, labelled_attributes=frozenset({"brand"}))
    second, first = Span("brand", "title", 9, 13, "ACME", 0.8), Span("brand", "title", 0, 4, "Acme", 0.7)
    elsewhere, unsure = Span("brand", "title", 5, 8, "red", 0.9), Span("brand", "title", 14, 17, "mug", 0.4)
    nobody_looked = Span("capacity", "title", 14, 17, "mug", 0.9)
    color = ("color", "title", 5, 8)
    one, other = ("brand", "title", 9, 13), ("brand", "title", 5, 8)
    found = span_places([nobody_looked, second, first, unsure], example, tiny_schema, 0.5)
    assert found == ({one}, {one, color})
    missed = span_places([elsewhere, second], example, tiny_schema, 0.5)
    assert missed == ({other}, {("brand", "title", 0, 4), color})
