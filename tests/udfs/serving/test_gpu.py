"""The predictor on a real GPU; where there is none, nothing here runs."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from udfs.records import Extraction, Listing
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching, Precision

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no GPU"),
]

LISTINGS = [
    Listing("1", "Acme black mug 350ml", "<p>nice&nbsp;mug</p>"),
    Listing("2", "黑色杯子 ３５０毫升 " * 30, None, "mug"),
    Listing("3", None, None),
    Listing("4", "x", "台灯", "lamp"),
]


def load(folder: Path, schema: Schema, precision: Precision) -> Predictor:
    return Predictor.load(folder, schema, Batching(device="cuda", precision=precision))


def assert_alike(found: list[Extraction], expected: list[Extraction], within: float) -> None:
    for own, other in zip(found, expected, strict=True):
        assert own.category_confidence == pytest.approx(other.category_confidence, abs=within)
        sure = {(span.attribute, span.field, span.start, span.end) for span in own.spans if span.confidence > 0.5}
        known = {(span.attribute, span.field, span.start, span.end): span.confidence for span in other.spans}
        assert all(known.get(key, 0.0) > 0.5 - within for key in sure)


def test_a_gpu_says_what_the_cpu_says(tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    on_cpu = Predictor.load(tiny_checkpoint, tiny_schema, Batching(device="cpu", precision="fp32"))
    expected = on_cpu.extract(LISTINGS)
    assert_alike(load(tiny_checkpoint, tiny_schema, "fp32").extract(LISTINGS), expected, within=1e-3)
    halved = load(tiny_checkpoint, tiny_schema, "auto")
    assert halved.model.encoder.dtype in (torch.bfloat16, torch.float16)
    assert_alike(halved.extract(LISTINGS), expected, within=0.03)


def test_what_does_not_fit_into_the_memory_is_read_in_halves(tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    listings = [Listing(str(n), f"Acme mug {n} ml " * 8, None, "mug") for n in range(4000)]
    roomy = load(tiny_checkpoint, tiny_schema, "fp32")
    expected = roomy.extract(listings)
    tight = load(tiny_checkpoint, tiny_schema, "fp32")
    tight.batcher.token_budget = 1 << 20
    torch.cuda.empty_cache()
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction((torch.cuda.memory_reserved() + (64 << 20)) / total)
    try:
        found = tight.extract(listings)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    assert tight.batcher.token_budget < 1 << 20
    assert_alike(found, expected, within=1e-3)
