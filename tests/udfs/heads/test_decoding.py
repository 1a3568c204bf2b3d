"""From scores to spans and choices."""

from __future__ import annotations

import pytest
import torch

from udfs.encoder.batches import length_sorted_batches
from udfs.heads.choices import choice_probabilities, decode_choices
from udfs.heads.questions import ChoiceQuestion
from udfs.heads.slots import Slots
from udfs.heads.spans import decode_spans


def slots(*, many: bool) -> Slots:
    first = torch.tensor([0])
    return Slots(labels=torch.tensor([[1]]), listing=first, attribute=first, many=torch.tensor([many]))


def scores(n: int, *spans: tuple[int, int, float]) -> torch.Tensor:
    """(1, 4, n): each half-open (start, end) has the given score, all else is impossible."""
    tensor = torch.full((1, 4, n), -1e4)
    for start, end, score in spans:
        tensor[0, end - start - 1, start] = score
    return tensor


def test_spans_of_a_single_valued_attribute_share_one_probability_with_not_stated() -> None:
    [found] = decode_spans(scores(8, (0, 2, 2.0), (1, 4, 1.0)), slots(many=False))  # e^2, e^1 and e^0 of their sum
    assert [(s.start, s.end, round(s.score, 3)) for s in found] == [(0, 2, 0.665), (1, 4, 0.245)]


def test_several_values_of_one_attribute_are_each_weighed_against_not_being_stated() -> None:
    found = scores(12, (0, 3, 1.0), (5, 9, 3.0), (8, 10, 2.0))
    [spans] = decode_spans(found, slots(many=True))
    assert [(s.start, s.end, round(s.score, 3)) for s in spans] == [(5, 9, 0.953), (8, 10, 0.881), (0, 3, 0.731)]


def test_one_of_several_values_is_dropped_below_the_floor_however_strong_the_others_are() -> None:
    sure, kept, dropped = 6.0, -2.75, -3.18  # sigmoid: 0.998, 0.06, 0.04
    [found] = decode_spans(scores(8, (0, 2, sure), (2, 4, kept), (4, 6, dropped)), slots(many=True))
    assert [(s.start, round(s.score, 2)) for s in found] == [(0, 1.0), (2, 0.06)]


def test_each_slot_is_judged_by_its_own_scores() -> None:
    two = Slots(
        labels=torch.tensor([[1, 2]]), listing=torch.tensor([0, 0]), attribute=torch.tensor([0, 1]),
        many=torch.tensor([False, False]),
    )  # fmt: skip
    [found] = decode_spans(torch.cat([scores(8, (3, 5, 60.0)), scores(8, (0, 2, 2.0), (1, 4, 1.0))]), two)
    assert [(s.attribute, s.start, s.end, round(s.score, 3)) for s in found] == [
        (0, 3, 5, 1.0), (1, 0, 2, 0.665), (1, 1, 4, 0.245),
    ]  # fmt: skip


def test_choices_are_weighed_against_none_whatever_stands_beside_them() -> None:
    one = ChoiceQuestion(label=0, values=("black", "white"), value_labels=(1, 2), exclusive=True)
    many = ChoiceQuestion(label=0, values=("black", "white", "red"), value_labels=(1, 2, 3), exclusive=False)
    logits = torch.tensor([[0.0, 2.0, -2.0, 9.0], [0.0, -2.0, 2.0, -3.0]])  # none, black, white, and red or padding
    found = choice_probabilities(logits, [one, many])
    assert found[0].tolist() == pytest.approx([0.867, 0.016, 0.0], abs=1e-3)
    assert found[1].tolist() == pytest.approx([0.119, 0.881, 0.047], abs=1e-3)
    assert choice_probabilities(logits[:1, :3], [one]).tolist() == found[:1, :2].tolist()
    assert [[score.id for score in scores] for scores in decode_choices(logits, [one, many])] == [
        ["black"], ["white", "black"],
    ]  # fmt: skip


def test_batches_hold_each_text_once_and_keep_the_budget() -> None:
    costs = [(1, 10), (1, 50), (3, 40), (1, 12), (1, 11), (1, 500)]
    batches = list(length_sorted_batches(costs, token_budget=128))
    assert sorted(i for batch in batches for i in batch) == list(range(6))
    assert batches == [[2], [5], [1, 3], [4, 0]]
    assert [*length_sorted_batches([(1, 10), (1, 12), (1, 9)], 128, kinds=[16, 16, 8])] == [[1, 0], [2]]
