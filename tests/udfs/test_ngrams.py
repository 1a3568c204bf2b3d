"""What n-grams of pieces say of a closed list."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from udfs.ngrams import N_BUCKETS, NgramClassifier, buckets


def classifier(*answers: str, network: float = 1.0, ngrams: float = 1.0) -> NgramClassifier:
    """It takes every text with piece 5 for the first of ``answers``, and any other for all of them alike."""
    weights = torch.zeros(N_BUCKETS, len(answers))
    weights[buckets(np.array([5])), 0] = 2.0
    return NgramClassifier(answers, weights, network, ngrams)


def test_features_are_pieces_and_pairs_in_order() -> None:
    one, two, pair, back = (set(buckets(np.array(ids)).tolist()) for ids in ([5], [6], [5, 6], [6, 5]))
    assert len(pair) == 3
    assert one < pair
    assert pair & back == one | two
    assert buckets(np.array([5, 5, 5])).tolist() == buckets(np.array([5, 5])).tolist()
    assert buckets(np.array([], np.int64)).tolist() == []


def test_buckets_never_change_since_checkpoints_hold_weights_of_them() -> None:
    assert buckets(np.array([0, 17, 52000])).tolist() == [16004, 51633, 69575, 213380, 251445]


def test_network_and_ngrams_are_weighed() -> None:
    bags = [buckets(np.array([5])), buckets(np.array([9]))]
    logits = torch.tensor([[0.0, 1.0], [0.0, 1.0]])
    both = classifier("", "red", ngrams=1.0).weigh(logits, bags, ["", "red"])
    assert (both[:, 0] - both[:, 1]).tolist() == pytest.approx([1.0, -1.0], abs=1e-5)  # 2 - 1, and the network alone
    alone = classifier("", "red", network=0.5, ngrams=0.0).weigh(logits, bags, ["", "red"])
    assert (alone[:, 0] - alone[:, 1]).tolist() == pytest.approx([-0.5, -0.5])


def test_a_value_that_no_label_names_is_left_to_the_network() -> None:
    said = classifier("", "red").log_probabilities([buckets(np.array([5]))], ["", "red", "green"])
    assert said[0, 2].item() == pytest.approx((said[0, 0] + said[0, 1]).item() / 2)


def test_a_text_without_pieces_says_nothing() -> None:
    said = classifier("", "red").log_probabilities([np.array([], np.int64)], ["", "red"])
    assert said.tolist() == [pytest.approx([-0.6931, -0.6931], abs=1e-4)]
