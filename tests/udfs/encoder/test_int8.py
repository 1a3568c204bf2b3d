"""Encoders in int8: what they compute, where they may, and where they must not."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.conftest import make_checkpoint
from udfs.encoder.int8 import Int8, Int8Linear, Rounding, multiplies_int8, observed, use_int8
from udfs.encoder.tokens import EncodedText
from udfs.errors import CheckpointError, EnvironmentFault
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching, Precision

pytestmark = pytest.mark.usefixtures("one_thread")

LISTINGS = [
    Listing("1", "Acme black mug 350ml", None, "mug"),
    Listing("2", "lamp 40W", "a desk lamp " * 9, "lamp"),
    Listing("3", "白色 马克杯"),
]
needs_kernel = pytest.mark.skipif(
    not multiplies_int8(torch.device("cpu")), reason="this torch has no int8 kernel for this CPU"
)


@pytest.fixture(scope="module")
def layers(tiny_checkpoint: Path, tiny_schema: Schema) -> dict[str, Rounding]:
    plain = load(tiny_checkpoint, tiny_schema, "fp32")
    with observed(plain.model.encoder) as seen:
        plain.extract(LISTINGS)
    return seen


@pytest.fixture(scope="module")
def int8_checkpoint(tmp_path_factory: pytest.TempPathFactory, tiny_schema: Schema, layers: dict[str, Rounding]) -> Path:
    """One that may be computed in int8: it loses 0.3 points of F1, as much as it may."""
    int8 = Int8(layers=layers, fp32=0.8, int8=0.797, listings=40)
    return make_checkpoint(tmp_path_factory.mktemp("int8") / "checkpoint", tiny_schema, int8=int8)


def load(folder: Path, schema: Schema, precision: Precision) -> Predictor:
    return Predictor.load(folder, schema, Batching(device="cpu", precision=precision))


def has_bf16(monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": there})


def computes_in(predictor: Predictor) -> str:
    layers = list(predictor.model.encoder.modules())
    return "int8" if any(isinstance(layer, Int8Linear) for layer in layers) else str(predictor.model.encoder.dtype)


@needs_kernel
def test_a_layer_in_int8_gives_what_it_gave_but_for_rounding() -> None:
    torch.manual_seed(0)
    encoder, texts = torch.nn.Sequential(torch.nn.Linear(64, 48)), torch.randn(5, 7, 64)
    with observed(encoder) as layers, torch.inference_mode():
        expected = encoder(texts)
    assert layers["0"].channels is None
    assert layers["0"].scale == pytest.approx((texts.max() - texts.min()).item() / 127, rel=0.1)
    use_int8(encoder, layers)
    found = encoder(texts)
    assert found.shape == (5, 7, 48)
    assert (found - expected).abs().max() < 0.06 * expected.abs().max()


@needs_kernel
def test_one_channel_far_larger_than_the_others_does_not_drown_them() -> None:
    torch.manual_seed(0)
    encoder, texts = torch.nn.Sequential(torch.nn.Linear(64, 48)), torch.randn(5, 7, 64)
    texts[..., 3] *= 100.0
    with torch.no_grad():
        encoder[0].weight[:, 3] /= 100.0
    with observed(encoder) as layers, torch.inference_mode():
        expected = encoder(texts)
    channels = layers["0"].channels
    assert channels is not None
    assert channels.index(max(channels)) == 3
    use_int8(encoder, layers)
    assert (encoder(texts) - expected).abs().max() < 0.06 * expected.abs().max()


@needs_kernel
def test_a_layer_without_bias_or_with_an_output_that_is_always_zero() -> None:
    layer = torch.nn.Linear(8, 2, bias=False)
    with torch.no_grad():
        layer.weight[0], layer.weight[1] = 0.0, 1.0
    found = Int8Linear(layer, Rounding(scale=1 / 127, zero_point=0))(torch.ones(1, 8))
    assert found.tolist() == [[0.0, pytest.approx(8.0, rel=0.01)]]


@needs_kernel
def test_scores_in_int8_do_not_depend_on_what_shares_the_batch(int8_checkpoint: Path, tiny_schema: Schema) -> None:
    predictor = load(int8_checkpoint, tiny_schema, "int8")
    assert computes_in(predictor) == "int8"
    listings = [Listing(str(n), f"Acme {words(n)} mug {n} ml", words(7 * n)) for n in range(60)]
    encoded = predictor.checkpoint.text_encoder.encode(listings)
    together = read(predictor, encoded)
    for number, text in enumerate(encoded):
        [(width, alone)] = read(predictor, [text])
        # Attention adds up in an order that depends on the width, and rounding makes steps of what differs.
        assert width == together[number][0]
        assert torch.equal(alone, together[number][1])
    assert len({width for width, _ in together}) > 3


def read(predictor: Predictor, encoded: list[EncodedText]) -> list[tuple[int, torch.Tensor]]:
    """How wide the encoder's row of each text is in the predictor's batches, and what it makes of the pieces."""
    labels, found = predictor.model.project_labels(), {}
    with torch.inference_mode():
        for rows, batch in predictor.batcher.batches(encoded):
            states = predictor.model.encode(batch, labels)
            own = (state[seen] for state, seen in zip(states.tokens, states.mask, strict=True))
            found |= {row: (batch.ids.shape[1], state) for row, state in zip(rows, own, strict=True)}
    return [found[row] for row in range(len(encoded))]


def words(seed: int) -> str:
    """Up to five words that no other seed gives."""
    return " ".join(f"{seed * 7919 + n:x}" for n in range(seed % 6))


@needs_kernel
@pytest.mark.parametrize(
    ("bf16", "allowed", "expected"),
    [(False, True, "int8"), (False, False, "torch.float32"), (True, True, "torch.bfloat16")],
)
def test_auto_takes_int8_where_bf16_is_not_there_and_the_quality_stays(
    monkeypatch: pytest.MonkeyPatch, int8_checkpoint: Path, tiny_checkpoint: Path, tiny_schema: Schema,
    bf16: bool, allowed: bool, expected: str,
) -> None:  # fmt: skip
    has_bf16(monkeypatch, bf16)
    assert computes_in(load(int8_checkpoint if allowed else tiny_checkpoint, tiny_schema, "auto")) == expected


@needs_kernel
@pytest.mark.parametrize(
    ("int8", "message"),
    [
        ({}, "int8, but what int8 costs it was not measured where it was trained; set it to auto or fp32"),
        ({"listings": 40}, "was not measured where it was trained"),  # no value is right in either
        (
            {"fp32": 0.8, "int8": 0.796, "listings": 40},
            "int8 gives its values an F1 of 0.7960 on 40 development listings, fp32 0.8000: a loss of more than 0.003",
        ),
    ],
)
def test_int8_is_refused_of_a_checkpoint_that_loses_too_much(
    tmp_path: Path, tiny_schema: Schema, layers: dict[str, Rounding], int8: dict[str, float], message: str
) -> None:
    facts = Int8.model_validate({**int8, "layers": layers if int8 else {}})
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema, int8=facts)
    with pytest.raises(CheckpointError, match=message):
        load(folder, tiny_schema, "int8")


def test_int8_is_refused_where_it_cannot_be_computed(
    monkeypatch: pytest.MonkeyPatch, int8_checkpoint: Path, tiny_schema: Schema
) -> None:
    monkeypatch.setattr("udfs.serving.precision.multiplies_int8", lambda _: False)
    with pytest.raises(EnvironmentFault, match=r"int8, which torch computes on x86 CPUs only; .* runs on cpu here"):
        load(int8_checkpoint, tiny_schema, "int8")
