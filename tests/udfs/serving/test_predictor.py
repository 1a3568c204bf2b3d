"""The predictor at its seam, with a tiny random model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.conftest import make_checkpoint
from udfs.encoder.attention import NAME as BF16_ATTENTION
from udfs.errors import CheckpointError
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching

LISTINGS = [
    Listing("1", "Acme black mug 350ml", "<p>nice&nbsp;mug</p>"),
    Listing("2", "黑色杯子 ３５０毫升 " * 30, None, "mug"),
    Listing("3", None, None),
    Listing("4", "x", "台灯", "lamp"),
]


@pytest.fixture(scope="module")
def predictor(tiny_checkpoint: Path, tiny_schema: Schema) -> Predictor:
    return Predictor.load(tiny_checkpoint, tiny_schema, Batching())


def test_spans_are_exact_slices_of_the_raw_field(predictor: Predictor) -> None:
    for listing, found in zip(LISTINGS, predictor.extract(LISTINGS), strict=True):
        for span in found.spans:
            raw = listing.title if span.field == "title" else listing.description
            assert raw is not None
            assert raw[span.start : span.end] == span.text


def test_long_text_is_read_to_its_end(predictor: Predictor) -> None:
    found = predictor.extract(LISTINGS)[1]
    assert found.windows == 6
    assert max(span.end for span in found.spans) > 300


def test_in_bf16_the_encoder_says_what_it_says_in_fp32(tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    fp32, bf16 = (
        Predictor.load(tiny_checkpoint, tiny_schema, Batching(device="cpu", precision=precision))
        for precision in ("fp32", "bf16")
    )
    assert fp32.model.encoder.config._attn_implementation == "sdpa"
    assert bf16.model.encoder.config._attn_implementation == BF16_ATTENTION
    rounded = {name.rpartition(".")[0] for name, own in bf16.model.named_parameters() if own.dtype == torch.bfloat16}
    assert {name.partition(".")[0] for name in rounded} == {"encoder", "spans"}
    assert {name for name in rounded if name.startswith("spans")} == {"spans.token"}
    for one, other in zip(fp32.extract(LISTINGS), bf16.extract(LISTINGS), strict=True):
        assert one.category == other.category
        assert one.category_confidence == pytest.approx(other.category_confidence, abs=0.01)
        places = {(span.attribute, span.start, span.end): span.confidence for span in other.spans}
        shared = [span for span in one.spans if (span.attribute, span.start, span.end) in places]
        assert len(shared) >= 0.8 * len(one.spans)
        for span in shared:
            assert span.confidence == pytest.approx(places[span.attribute, span.start, span.end], abs=0.02)


def test_numbers_beyond_fp16_are_computed_in_fp32_from_then_on(tmp_path: Path, tiny_schema: Schema) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    predictor, expected = (
        Predictor.load(folder, tiny_schema, Batching(device="cpu", precision=precision))
        for precision in ("fp16", "fp32")
    )
    for one in (predictor, expected):  # each number fits into fp16, and their sum does not
        layer = one.model.encoder.encoder.layer[0]
        layer.intermediate.dense.bias.data[:] = 6e4
        layer.output.dense.weight.data[0] = 1.0
    found = predictor.extract(LISTINGS)
    assert predictor.model.encoder.dtype == predictor.model.spans.token.weight.dtype == torch.float32
    assert sum(len(one.spans) for one in found) > 0
    for one, other in zip(found, expected.extract(LISTINGS), strict=True):
        assert {(span.text, round(span.confidence, 1)) for span in one.spans} == {
            (span.text, round(span.confidence, 1)) for span in other.spans
        }
        assert one.category_confidence == pytest.approx(other.category_confidence, abs=0.02)


def test_a_checkpoint_that_gives_no_numbers_is_refused(tmp_path: Path, tiny_schema: Schema) -> None:
    predictor = Predictor.load(make_checkpoint(tmp_path / "checkpoint", tiny_schema), tiny_schema, Batching())
    predictor.model.encoder.embeddings.word_embeddings.weight.data[:] = float("nan")
    with pytest.raises(CheckpointError, match="gives no finite numbers for a text"):
        predictor.extract(LISTINGS[:1])


def test_the_calibration_and_prior_of_the_checkpoint_are_used(tmp_path: Path, tiny_schema: Schema) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    listing = Listing("1", "Acme black mug 350ml", None, "mug")
    [sure] = Predictor.load(folder, tiny_schema, Batching()).extract([listing])
    (folder / "calibration.json").write_text('{"choices": 4.0}', encoding="utf-8")
    usage: dict[str, Any] = {"mug": {name: {} for name in ("brand", "capacity", "color")}}
    (folder / "prior.json").write_text(json.dumps({"single": {"score": 0.25}, "usage": usage}), encoding="utf-8")
    [unsure] = Predictor.load(folder, tiny_schema, Batching()).extract([listing])
    for kind in ("spans", "choices"):
        best = [max(claim.confidence for claim in getattr(found, kind)) for found in (sure, unsure)]
        assert best[1] < best[0]


def test_a_site_alone_states_nothing(tiny_checkpoint: Path, tiny_schema: Schema) -> None:
    predictor = Predictor.load(tiny_checkpoint, tiny_schema, Batching())
    predictor.checkpoint.text_encoder.site = True
    [found] = predictor.extract([Listing("1", "\u200b", None, "mug", site="mugs.example")])
    assert (found.spans, found.choices, found.tags, found.categories) == ((), (), (), ())


def test_a_given_category_decides_what_is_asked(predictor: Predictor) -> None:
    found = predictor.extract(LISTINGS)
    assert found[3].category == "lamp"
    assert {span.attribute for span in found[3].spans} == {"power"}
    assert found[2].category is None
    assert found[2].spans == found[2].choices == ()


def test_results_do_not_depend_on_what_shares_the_batch(
    predictor: Predictor, tiny_checkpoint: Path, tiny_schema: Schema
) -> None:
    one_by_one = Predictor.load(tiny_checkpoint, tiny_schema, Batching(token_budget=64))
    for together, alone in zip(predictor.extract(LISTINGS), one_by_one.extract(LISTINGS), strict=True):
        assert together.category == alone.category
        assert [s[:5] for s in map(_flat, together.spans)] == [s[:5] for s in map(_flat, alone.spans)]


def _flat(span: object) -> tuple[object, ...]:
    return tuple(getattr(span, name) for name in ("attribute", "field", "start", "end", "text"))
