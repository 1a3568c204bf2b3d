"""Windows and stitching, and which texts share a batch."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import tiny_model, tiny_tokenizer
from udfs.encoder.batches import Collator, length_sorted_batches
from udfs.encoder.tokens import EncodedText, TextEncoder
from udfs.records import Listing


def encode(*titles: str | None) -> list[EncodedText]:
    return TextEncoder(tiny_tokenizer(), sep_id=3, site=False).encode([Listing("", title) for title in titles])


def collator(window: int, overlap: int) -> Collator:
    return Collator(cls_id=2, sep_id=3, pad_id=0, window=window, overlap=overlap)


def test_every_piece_of_a_long_text_is_read_once_from_its_deepest_window() -> None:
    own = collator(window=10, overlap=3)
    [encoded] = encode("abcdefghijklmnopqrst")
    plan = own.windows(len(encoded.pieces))
    assert plan == [(0, 8), (5, 13), (10, 18), (12, 20)]
    batch = own.collate([encoded])
    assert batch.ids.shape == (4, 10)
    stitched = batch.ids.reshape(-1)[batch.stitch[0]]
    assert stitched.tolist() == encoded.pieces.tolist()
    windows = (batch.stitch[0] // 10).tolist()
    # Pieces 5 to 7 are in the first two windows: 5 and 6 are deeper in the first, 7 is deeper in the second.
    assert windows == [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]


def test_a_short_text_gives_the_same_vectors_beside_a_long_one() -> None:
    own, model = collator(window=16, overlap=4), tiny_model(1)
    short, long = encode("black mug 350 ml", "a very long text " * 4)
    with torch.inference_mode():
        labels = model.project_labels()
        alone = model.encode(own.collate([short]), labels).tokens[0]
        beside = model.encode(own.collate([short, long]), labels).tokens[0, : len(short.pieces)]
    assert torch.allclose(alone, beside, atol=1e-5)


def test_null_and_empty_texts_have_no_units() -> None:
    own = collator(window=16, overlap=4)
    for encoded in encode(None, " \n", "mug"):
        batch = own.collate([encoded])
        assert int(batch.unit_mask.sum()) == len(encoded.title.text)


def test_an_overlap_of_half_a_window_is_refused() -> None:
    with pytest.raises(ValueError, match="overlap must be below half of the window, got 8 of 16"):
        collator(window=16, overlap=8)


def test_batches_hold_each_text_once_and_keep_the_budget() -> None:
    costs = [(1, 10), (1, 50), (3, 40), (1, 12), (1, 11), (1, 500)]
    batches = list(length_sorted_batches(costs, token_budget=128))
    assert sorted(i for batch in batches for i in batch) == list(range(6))
    assert batches == [[2], [5], [1, 3], [4, 0]]
    assert [*length_sorted_batches([(1, 10), (1, 12), (1, 9)], 128, kinds=[16, 16, 8])] == [[1, 0], [2]]
