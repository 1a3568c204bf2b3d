"""From probabilities to spans."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
import torch

from udfs.batching import length_sorted_batches
from udfs.decoding import RawSpan, choice_probabilities, decode_choice, decode_spans
from udfs.labels import ChoiceQuestion


def probabilities(n: int, *spans: tuple[int, int, float]) -> np.ndarray:
    """(3, n, 1): each (start, end, p) leaves p on its first, last and inner characters."""
    array = np.zeros((3, n, 1), np.float32)
    for start, end, p in spans:
        array[0, start, 0] = array[1, end - 1, 0] = p
        array[2, start:end, 0] = p
    return array


def test_two_values_of_one_attribute_are_both_found_best_first() -> None:
    found = decode_spans(probabilities(12, (0, 3, 0.6), (5, 9, 0.9)))
    assert [(span.start, span.end, round(span.score, 3)) for span in found] == [(5, 9, 0.9), (0, 3, 0.6)]


def test_of_overlapping_spans_the_better_one_stays() -> None:
    array = probabilities(8, (0, 4, 0.9))
    array[0, 2, 0] = 0.5  # a second, weaker start inside
    assert [(s.start, s.end) for s in decode_spans(array)] == [(0, 4)]


def test_no_span_crosses_from_title_to_description() -> None:
    array = probabilities(8, (2, 6, 0.9))
    assert decode_spans(array, breaks=[4]) == []
    assert decode_spans(array) == [RawSpan(0, 2, 6, pytest.approx(0.9, abs=1e-5))]


def test_a_span_has_at_most_120_characters() -> None:
    assert [(s.start, s.end) for s in decode_spans(probabilities(300, (10, 130, 0.9)))] == [(10, 130)]
    assert (10, 131) not in [(s.start, s.end) for s in decode_spans(probabilities(300, (10, 131, 0.9)))]


def test_a_long_text_with_many_weak_borders_stays_small_in_memory() -> None:
    array = np.full((3, 20_000, 1), 0.02, np.float32)
    array[0, 5_000] = array[1, 5_009] = array[2, 5_000:5_010] = 0.9
    tracemalloc.start()
    assert decode_spans(array)[0][1:3] == (5_000, 5_010)
    assert tracemalloc.get_traced_memory()[1] < 400_000_000
    tracemalloc.stop()


def test_choices_are_weighed_against_none() -> None:
    one = ChoiceQuestion(label=0, values=("black", "white"), value_labels=(1, 2), exclusive=True)
    many = ChoiceQuestion(label=0, values=("black", "white"), value_labels=(1, 2), exclusive=False)
    logits = torch.tensor([0.0, 2.0, -2.0, 9.0])  # none, black, white, padding
    assert choice_probabilities(logits, one).tolist() == pytest.approx([0.867, 0.016], abs=1e-3)
    assert choice_probabilities(logits, many).tolist() == pytest.approx([0.881, 0.119], abs=1e-3)
    assert [s.id for s in decode_choice(choice_probabilities(logits, one).numpy(), one)] == ["black"]


def test_batches_hold_each_text_once_and_keep_the_budget() -> None:
    costs = [(1, 10), (1, 50), (3, 40), (1, 12), (1, 11), (1, 500)]
    batches = list(length_sorted_batches(costs, token_budget=128))
    assert sorted(i for batch in batches for i in batch) == list(range(6))
    assert batches == [[2], [5], [1, 3], [4, 0]]
