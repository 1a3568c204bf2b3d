"""One checkpoint for data sets of all kinds: its config, the rows it is trained on, a report with a table for each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.quality import checkpoint as trained
from benchmarks.quality.commands.options import TASKS as NAMES
from benchmarks.quality.datasets import DATA_SETS
from benchmarks.quality.tasks import TASKS
from tests.benchmarks.conftest import CHINESE, invoke
from training.config import TrainConfig

REPOSITORY = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("one_thread")


def test_the_commands_know_every_task() -> None:
    assert tuple(TASKS) == NAMES
    assert {task.data_set.name for task in TASKS.values()} == set(DATA_SETS)


@pytest.mark.parametrize(
    ("names", "config"),
    [
        (("wdc", "oa_mine", "ae_110k"), "conf/training/quality.yaml"),
        (("taobao",), "conf/training/quality_chinese.yaml"),
        (("wdc", "jd_titles", "reviews_zh"), "conf/training/quality_bilingual.yaml"),
    ],
)
def test_each_mixture_of_languages_has_a_config_of_its_own(
    names: tuple[str, ...], config: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = {"schema": "schema", "labelled": [{"format": "json", "path": "rows"}], "output": "out"}
    TrainConfig.model_validate(yaml.safe_load((REPOSITORY / config).read_text(encoding="utf-8")) | added)
    asked: list[Any] = []
    monkeypatch.setattr(trained, "train_checkpoint", lambda *_, **settings: asked.append(settings["config"]))
    for more, expected in ((), config), (("--config", "own.yaml"), "own.yaml"):
        result = invoke("train", *names, "--data", tmp_path, "--checkpoint", tmp_path / "out", *more)
        assert result.exit_code == 0, result.output
        assert asked.pop() == expected


def test_one_training_reads_a_file_of_rows_for_each_data_set(
    chinese: Path, tmp_path: Path, tiny_training: list[str]
) -> None:
    words = ("evaluate", *CHINESE, "--data", chinese, "--folds", 4, "--fold", 0, "--output", tmp_path)
    result = invoke(*words, *tiny_training)
    assert result.exit_code == 0, result.output
    folder = tmp_path / "fold-0"
    config = json.loads((folder / "checkpoint/training.json").read_text(encoding="utf-8"))
    files = [folder / f"checkpoint.data/rows/{name}.jsonl" for name in CHINESE]
    assert config["optimization"]["epoch_share"] == {"review": 0.2}
    assert [source["path"] for source in config["labelled"]] == [str(file) for file in files]
    assert [len(file.read_text(encoding="utf-8").splitlines()) for file in files] == [6, 6, 6]
    assert json.loads((folder / "checkpoint/rejected.json").read_text(encoding="utf-8")) == []

    heads = [line for line in result.output.splitlines() if line.startswith("| task")]
    assert heads == [
        "| task | spans of | n | P | R | F1 | calibration error | precision ≥ 0.9 | coverage ≥ 0.9 |",
        "| task | question | n | accuracy | macro F1 | calibration error | precision ≥ 0.9 | coverage ≥ 0.9 |",
    ]
    rows = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [(row["task"], row["part"], row.get("labelled", row.get("texts"))) for row in rows] == [
        ("jd_titles", "all attributes", 8), ("taobao", "all attributes", rows[1]["labelled"]),
        ("reviews_zh", "label", 2), ("reviews_zh", "category", 2),
    ]  # fmt: skip
    labels = [json.loads(line) for line in (tmp_path / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(labels) == 4
    assert set(labels[0]) == {"task", "listing", "question", "gold", "value", "confidence"}
    assert (tmp_path / "spans.jsonl").exists()
    assert not (tmp_path / "slots.jsonl").exists()
