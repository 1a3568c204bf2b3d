"""The training job at its seam: rows in, a checkpoint out, the same after a kill."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from transformers import PreTrainedTokenizerFast

from tests.conftest import tiny_model, tiny_tokenizer
from training.config import TrainConfig
from training.loop import rate_at
from training.train import train
from udfs.checkpoint import load
from udfs.errors import LabelError
from udfs.manifest import verify

COLORS = {"black": "黑色", "white": "白色"}
MAKERS = ["Acme", "Bolt", "Cup&Co", "Dora", "Elba", "Fina", "Gram", "Hale"]


def rows() -> list[dict[str, Any]]:
    """16 mugs, 8 lamps and one row that cannot be used."""
    mugs = [
        {
            "product_id": f"mug{i}{color}",
            "category": "mug",
            "title": f"{maker} {color} mug {200 + 10 * i}ml",
            "description": f"{chinese}杯子" if i % 2 else None,
            "spans": [
                {"attribute": "brand", "text": maker},
                {"attribute": "color", "text": color},
                {"attribute": "capacity", "text": f"{200 + 10 * i}ml"},
            ],
            "choices": {"color": [color]},
            "tags": [],
        }
        for i, maker in enumerate(MAKERS)
        for color, chinese in COLORS.items()
    ]
    lamps = [
        {"product_id": f"lamp{i}", "category": "lamp", "title": f"lamp {i + 3}W", "tags": ["gift"],
         "spans": [{"attribute": "power", "text": f"{i + 3}W"}]}
        for i in range(8)
    ]  # fmt: skip
    return [*mugs, *lamps, {"product_id": "bad", "category": "boat", "title": "boat"}]


@pytest.fixture(scope="module")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder as an ordinary local folder."""
    folder = tmp_path_factory.mktemp("backbone")
    tiny_model(1).encoder.save_pretrained(folder)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tiny_tokenizer(), cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]", unk_token="[UNK]"
    )
    fast.save_pretrained(folder)
    return folder


def config(tmp_path: Path, schema: Path, backbone: Path, **optimization: Any) -> TrainConfig:
    return TrainConfig.model_validate(
        {
            "schema": str(schema),
            "labelled": [{"format": "json", "path": "unused"}],
            "output": str(tmp_path / "checkpoint"),
            "backbone": {"name": str(backbone)},
            "dev_share": 0.2,
            "group": "product_id",
            "text": {"window": 64, "overlap": 16, "span_width": 32},
            "optimization": {"epochs": 2, "batch_size": 4, "save_every_steps": 1, **optimization},
        }
    )


def test_training_learns_and_writes_a_complete_checkpoint(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    told: list[str] = []
    settings = config(tmp_path, tiny_schema_folder, backbone, epochs=25, head_rate=5e-3, encoder_rate=1e-3)
    manifest = train(settings, rows(), told.append)
    assert manifest == verify(tmp_path / "checkpoint")
    assert "  row 24 (bad) rejected: category 'boat' is not in the schema" in told
    assert manifest.metrics["category"] == 1.0
    assert manifest.metrics["spans"]["f1"] > 0.5
    metrics = json.loads((tmp_path / "checkpoint" / "metrics.json").read_text())
    assert metrics["history"][0]["spans"] < metrics["dev"]["spans"]["f1"]
    assert not (tmp_path / "checkpoint.training").exists()


class Killed(BaseException):
    pass


def test_a_killed_run_resumes_to_the_same_weights(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    whole = train(config(tmp_path / "a", tiny_schema_folder, backbone, accumulate=2), rows(), lambda _: None)
    told: list[str] = []

    def kill(line: str) -> None:
        told.append(line)
        if line.startswith("epoch 2/2, step 4/"):
            raise Killed

    settings = config(tmp_path / "b", tiny_schema_folder, backbone, accumulate=2)
    with pytest.raises(Killed):
        train(settings, rows(), kill)
    assert not (tmp_path / "b" / "checkpoint").exists()
    resumed = train(settings, rows(), told.append)
    assert "resuming after step 3" in told
    assert resumed.files["model.safetensors"] == whole.files["model.safetensors"]


def test_other_data_starts_anew(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    settings = config(tmp_path, tiny_schema_folder, backbone)

    def kill(line: str) -> None:
        if line.startswith("epoch 1:"):
            raise Killed

    with pytest.raises(Killed):
        train(settings, rows(), kill)
    told: list[str] = []
    train(settings, rows()[:-2], told.append)
    assert "found the progress of a run with other data or settings: starting anew" in told


def test_frozen_layers_keep_their_weights(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    train(config(tmp_path, tiny_schema_folder, backbone, epochs=1, freeze_layers=1), rows(), lambda _: None)
    trained, fresh = load(tmp_path / "checkpoint").model.encoder, tiny_model(1).encoder
    same = [
        bool((a == b).all())
        for a, b in zip(trained.encoder.layer.parameters(), fresh.encoder.layer.parameters(), strict=True)
    ]
    half = len(same) // 2
    assert all(same[:half])
    assert not all(same[half:])


def test_no_usable_row_is_an_error(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    with pytest.raises(LabelError, match="0 usable labelled listings make 0 for training and 0 for development"):
        train(config(tmp_path, tiny_schema_folder, backbone), rows()[-1:], lambda _: None)
    shutil.rmtree(tmp_path)


def test_the_rate_rises_then_falls_to_zero() -> None:
    rates = [round(rate_at(step, 10, 0.2), 3) for step in range(11)]
    assert rates == [0.5, 1.0, 1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0.0]
