"""What n-grams of pieces say of a closed list."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from udfs.confidence.ngrams import N_BUCKETS, NgramClassifier, buckets


def classifier(*answers: str, network: float = 1.0, ngrams: float = 1.0) -> NgramClassifier:
    """It takes every text with piece 5 for the first of ``answers``, and any other for all of them alike."""
    weights = torch.zeros(N_BUCKETS, len(answers), dtype=torch.float16)
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


def test_what_is_said_of_a_long_text_is_no_louder_for_its_length() -> None:
    once, among_four = buckets(np.array([5])), np.unique([*buckets(np.array([5])), 1, 2, 3])
    said = classifier("", "red").log_probabilities([once, among_four])
    assert (said[:, 0] - said[:, 1]).tolist() == pytest.approx([2.0, 1.0])  # over the root of 4


def test_a_value_that_no_label_names_keeps_what_the_network_gives_it() -> None:
    logits = torch.tensor([[0.0, 0.0, 1.0]])
    both = classifier("", "red", ngrams=5.0).weigh(logits, [buckets(np.array([5]))], ["", "red", "green"]).exp()
    assert both[0, 2].item() == pytest.approx(logits.softmax(-1)[0, 2].item())
    assert both.sum().item() == pytest.approx(1.0)
    assert both[0, 0] > 100 * both[0, 1]
    foreign = classifier("blue", "red").weigh(logits, [buckets(np.array([5]))], ["x", "y", "z"])
    assert foreign.tolist() == logits.log_softmax(-1).tolist()


def test_a_text_without_pieces_says_nothing() -> None:
    said = classifier("", "red").log_probabilities([np.array([], np.int64)])
    assert said.tolist() == [pytest.approx([-0.6931, -0.6931], abs=1e-4)]


def test_weights_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match=r"2 values need weights of 262144 rows"):
        NgramClassifier(("", "red"), torch.zeros(9, 2))
