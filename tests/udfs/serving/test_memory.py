"""Batches that do not fit into the memory, and texts that are too large for any."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from tests.conftest import tiny_model
from udfs.encoder.batches import Batch, Collator
from udfs.encoder.tokens import TextEncoder
from udfs.errors import EnvironmentFault
from udfs.heads.states import Encoded, Projected
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.serving.memory import Batcher
from udfs.serving.predictor import Predictor
from udfs.settings import Batching


@pytest.fixture(scope="module")
def predictor(tiny_checkpoint: Path, tiny_schema: Schema) -> Predictor:
    return Predictor.load(tiny_checkpoint, tiny_schema, Batching())


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:121] err == 0. DefaultCPUAllocator: can't allocate memory"),
    ],
)
def test_a_batch_too_large_for_the_memory_is_halved_and_so_are_all_after_it(
    predictor: Predictor, monkeypatch: pytest.MonkeyPatch, error: RuntimeError
) -> None:
    listings = [Listing(str(n), f"Acme mug {n} ml " * (1 + n % 5), None, "mug") for n in range(40)]
    expected = predictor.extract(listings)
    encode, sizes = predictor.model.encode, []
    monkeypatch.setattr(predictor.batcher, "token_budget", predictor.batcher.token_budget)  # as it was, for other tests

    def small(batch: Batch, labels: Projected) -> Encoded:
        sizes.append(batch.ids.numel())
        if batch.ids.numel() > 600:
            raise error
        return encode(batch, labels)

    monkeypatch.setattr(predictor.model, "encode", small)
    found = predictor.extract(listings)
    assert [round(item.category_confidence, 5) for item in found] == [
        round(item.category_confidence, 5) for item in expected
    ]
    assert [[span.text for span in item.spans] for item in found] == [
        [span.text for span in item.spans] for item in expected
    ]
    sizes.clear()
    predictor.extract(listings)
    assert max(sizes) <= 600


def test_few_pieces_of_many_units_are_halved_by_their_units(
    predictor: Predictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = predictor.checkpoint.text_encoder.encode([Listing("", "x" * 3, "y" + "-1" * 500)] * 2)
    monkeypatch.setattr(predictor.batcher, "token_budget", 8192)
    predictor.batcher.halve(texts)
    n_units = len(texts[0].unit_token)
    assert n_units > 200
    assert predictor.batcher.token_budget >= n_units


def test_a_text_that_does_not_fit_alone_ends_the_run(predictor: Predictor, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(predictor.batcher, "token_budget", predictor.batcher.token_budget)
    monkeypatch.setattr(predictor.model, "encode", never)
    with pytest.raises(
        EnvironmentFault, match=r"a text of 10 tokens does not fit into the memory of cpu .* fewer tasks"
    ):
        predictor.extract([Listing("1", "Acme mug"), Listing("2", "Acme mug 9ml")])


def test_one_unknown_piece_of_thousands_of_units_is_a_batch_of_its_own() -> None:
    words = Tokenizer(models.WordLevel({"[UNK]": 1}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    encoder = TextEncoder(words, sep_id=3, site=False)
    texts = encoder.encode([Listing("1", "mug"), Listing("2", "a1" * 5000), Listing("3", "mug")])
    assert [len(text.pieces) for text in texts] == [1, 1, 1]
    batcher = Batcher(tiny_model(1), Collator(cls_id=2, sep_id=3, pad_id=0, window=64, overlap=8), None)
    assert [rows for rows, _ in batcher.batches(texts)] == [[1], [0, 2]]
