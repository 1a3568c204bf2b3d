"""The predictor at its seam, with a tiny random model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from tests.conftest import TINY_SCHEMA, make_checkpoint, tiny_model
from udfs.checkpoint.manifest import check_schema, read_manifest, verify
from udfs.confidence.ngrams import N_BUCKETS, NgramClassifier, buckets
from udfs.encoder.attention import NAME as BF16_ATTENTION
from udfs.encoder.batches import Batch
from udfs.encoder.tokens import TextEncoder
from udfs.errors import CheckpointError, EnvironmentFault
from udfs.heads.spans import RawSpan, mentions, statements
from udfs.heads.states import Encoded, Projected
from udfs.records import Listing, Span
from udfs.schema.loading import load_schema
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


def test_mentions_of_one_wording_are_added_up_and_marks_are_kept_apart(predictor: Predictor) -> None:
    listing = Listing("1", "Acme 6' or 6\" or ACME", None, "mug")
    [text] = predictor.encode([listing])
    asked = predictor.labels.by_category["mug"]
    raw = [RawSpan(0, 0, 4, 0.3), RawSpan(0, 12, 16, 0.25), RawSpan(1, 4, 6, 0.4), RawSpan(1, 8, 10, 0.35)]
    found = mentions(listing, text, asked, raw)
    assert [(s.attribute, s.text, s.start, round(s.confidence, 2)) for s in found] == [
        ("brand", "Acme", 0, 0.55), ("capacity", "6'", 5, 0.4), ("capacity", '6"', 11, 0.35),
    ]  # fmt: skip


def test_alternatives_stay_but_several_values_of_one_attribute_do_not_overlap() -> None:
    places = [("brand", 0, 4, 0.6), ("brand", 0, 9, 0.3), ("colors", 5, 9, 0.9), ("colors", 8, 12, 0.8)]
    places += [("colors", 9, 12, 0.7)]
    spans = [Span(attribute, "title", start, end, "", score) for attribute, start, end, score in places]
    kept = statements(spans, {"brand": False, "colors": True})
    assert [(s.attribute, s.start, s.end) for s in kept] == [
        ("brand", 0, 4), ("brand", 0, 9), ("colors", 5, 9), ("colors", 9, 12),
    ]  # fmt: skip


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
    monkeypatch.setattr(predictor, "token_budget", predictor.token_budget)  # as it was, for other tests

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
    texts = predictor.encode([Listing(str(n), "x" * 3, "y" + "-1" * 500) for n in range(2)])
    monkeypatch.setattr(predictor, "token_budget", 8192)
    predictor._halve(texts)
    n_units = len(texts[0].unit_token)
    assert n_units > 200
    assert predictor.token_budget >= n_units


def test_a_text_that_does_not_fit_alone_ends_the_run(predictor: Predictor, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(predictor, "token_budget", predictor.token_budget)
    monkeypatch.setattr(predictor.model, "encode", never)
    with pytest.raises(
        EnvironmentFault, match=r"a text of 10 tokens does not fit into the memory of cpu .* fewer tasks"
    ):
        predictor.extract([Listing("1", "Acme mug"), Listing("2", "Acme mug 9ml")])


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
    predictor.reads_site = True
    [found] = predictor.extract([Listing("1", "\u200b", None, "mug", site="mugs.example")])
    assert (found.spans, found.choices, found.tags, found.categories) == ((), (), (), ())


def test_one_unknown_piece_of_thousands_of_units_is_a_batch_of_its_own(tiny_schema: Schema) -> None:
    words = Tokenizer(models.WordLevel({"[UNK]": 1}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    text_encoder = TextEncoder(words, cls_id=2, sep_id=3, pad_id=0, window=64, overlap=8)
    predictor = Predictor(tiny_model(1), text_encoder, tiny_schema, Batching(), reads_site=False)
    texts = predictor.encode([Listing("1", "mug"), Listing("2", "a1" * 5000), Listing("3", "mug")])
    assert [len(text.pieces) for text in texts] == [1, 1, 1]
    assert [rows for rows, _ in predictor.batches(texts)] == [[1], [0, 2]]


def test_the_ngrams_of_the_checkpoint_are_heard_beside_the_network_but_not_of_raw_values(
    tmp_path: Path, tiny_schema: Schema, predictor: Predictor
) -> None:
    mugs = [Listing("1", "mug zap", None, "mug"), Listing("2", "mug qux", None, "mug"), Listing("3", "", None, "mug")]
    color = predictor.labels.by_category["mug"].choices["color"]
    weights = torch.zeros(N_BUCKETS, 2, dtype=torch.float16)
    for column, word in enumerate(("zap", "qux")):
        [text] = predictor.text_encoder.encode([(word, None)])
        weights[buckets(text.pieces), column] = 20.0
    classifier = NgramClassifier(predictor.value_texts(color)[1:], weights, network=0.1, ngrams=2.0)
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema, {predictor.labels.texts[color.label]: classifier})
    heard = Predictor.load(folder, tiny_schema, Batching())
    assert [[c.value for c in found.choices][:1] for found in heard.extract(mugs)] == [["black"], ["white"], []]
    raw = [("mug", "color", "zap"), ("mug", "color", "qux")]
    alone, still = ([[(s.id, round(s.score, 4)) for s in found] for found in p.match(raw)] for p in (predictor, heard))
    assert still == alone


def test_of_several_values_the_network_decides_alone(tmp_path: Path, tiny_checkpoint: Path) -> None:
    """The same question may have one value in one category and several in another."""
    (tmp_path / "tiny.yaml").write_text(TINY_SCHEMA.replace("kind: choice\n", "kind: choices\n"), encoding="utf-8")
    predictor = Predictor.load(tiny_checkpoint, load_schema(tmp_path), Batching())
    color = predictor.labels.by_category["mug"].choices["color"]
    before = predictor.extract([LISTINGS[1]])[0].choices
    weights = torch.ones(N_BUCKETS, 2, dtype=torch.float16) * torch.tensor([9.0, -9.0], dtype=torch.float16)
    classifier = NgramClassifier(predictor.value_texts(color)[1:], weights, ngrams=5.0)
    predictor.ngrams = {predictor.labels.texts[color.label]: classifier}
    assert predictor.extract([LISTINGS[1]])[0].choices == before


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


def test_matches_are_values_of_the_attribute_only(predictor: Predictor) -> None:
    color, brand = predictor.match([("mug", "color", "jet black"), ("mug", "brand", "Acme")])
    assert {match.id for match in color} == {"black", "white"}
    assert brand == []


def test_an_altered_file_is_named(tmp_path: Path, tiny_schema: Schema) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    (folder / "labels.json").unlink()
    with pytest.raises(CheckpointError, match=r"labels.json is missing, tokenizer.json was altered; copy it again"):
        verify(folder)


def test_a_folder_without_manifest_is_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"it has no manifest.json; train one with"):
        read_manifest(tmp_path)


def test_an_alias_may_change_but_a_new_value_needs_training(tmp_path: Path, tiny_checkpoint: Path) -> None:
    (tmp_path / "schema.yaml").write_text(
        TINY_SCHEMA.replace("[jet black, 黑]", "[jet black, 黑, 墨黑]"), encoding="utf-8"
    )
    check_schema(tiny_checkpoint, load_schema(tmp_path))
    new_value = "          red: {name: {en: Red, zh: 红色}}\n  lamp:"
    (tmp_path / "schema.yaml").write_text(TINY_SCHEMA.replace("  lamp:", new_value, 1), encoding="utf-8")
    with pytest.raises(CheckpointError, match=r"another version of the schema \(differs: mug.color\); train it again"):
        check_schema(tiny_checkpoint, load_schema(tmp_path))
