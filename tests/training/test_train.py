"""The training job at its seam: rows in, a checkpoint out, the same after a kill."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import DistilBertConfig, DistilBertModel, PreTrainedModel, PreTrainedTokenizerFast

from jobs.train import labelled_rows
from tests.conftest import tiny_model, tiny_tokenizer
from training.config import LabelledSource, TrainConfig
from training.loop import keeps_epoch
from training.optimizer import rate_at
from training.pace import epochs_within
from training.train import train
from udfs.checkpoint.folder import load
from udfs.checkpoint.manifest import verify
from udfs.confidence.ngrams import N_BUCKETS, NgramClassifier
from udfs.confidence.prior import Prior, Weights
from udfs.confidence.temperatures import Calibration
from udfs.encoder.int8 import multiplies_int8
from udfs.errors import ConfigError, LabelError
from udfs.serving.predictor import Predictor

pytestmark = pytest.mark.usefixtures("one_thread")

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
    return as_folder(tmp_path_factory.mktemp("backbone"), tiny_model(1).encoder)


def as_folder(folder: Path, encoder: PreTrainedModel) -> Path:
    encoder.save_pretrained(folder)
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


@pytest.mark.parametrize("step", [4, 5])  # the first of the second epoch, and one that has others before it
def test_a_killed_run_resumes_to_the_same_weights(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path, step: int
) -> None:
    whole = train(config(tmp_path / "a", tiny_schema_folder, backbone, accumulate=2), rows(), lambda _: None)
    told: list[str] = []

    def kill(line: str) -> None:
        told.append(line)
        if line.startswith(f"epoch 2/2, step {step}/6"):
            raise Killed

    settings = config(tmp_path / "b", tiny_schema_folder, backbone, accumulate=2)
    with pytest.raises(Killed):
        train(settings, rows(), kill)
    assert not (tmp_path / "b" / "checkpoint").exists()
    resumed = train(settings, rows(), told.append)
    assert f"resuming after step {step - 1}" in told
    assert resumed.files["model.safetensors"] == whole.files["model.safetensors"]


def test_a_run_killed_while_an_epoch_is_evaluated_makes_its_last_step_again(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object) -> None:
        raise Killed

    settings = config(tmp_path, tiny_schema_folder, backbone, accumulate=2)
    with monkeypatch.context() as patch:
        patch.setattr("training.train.evaluate", kill)
        with pytest.raises(Killed):
            train(settings, rows(), lambda _: None)
    told: list[str] = []
    train(settings, rows(), told.append)
    assert "resuming after step 2" in told
    history = json.loads((tmp_path / "checkpoint" / "metrics.json").read_text())["history"]
    assert [entry["epoch"] for entry in history] == [1, 2]


def kill_in_second_epoch(line: str) -> None:
    if line.startswith("epoch 2/2"):
        raise Killed


def test_epochs_that_do_not_fit_into_the_minutes_are_not_made(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    told: list[str] = []
    train(config(tmp_path, tiny_schema_folder, backbone, epochs=9, minutes=1e-6), rows(), told.append)
    [line] = [line for line in told if "fit into" in line]
    assert line.endswith("minutes: 1 of 9 fit into optimization.minutes: 1e-06")
    assert len(json.loads((tmp_path / "checkpoint" / "metrics.json").read_text())["history"]) == 1
    assert told[-1].endswith(
        "; 1 of 9 epochs were made, as no more fitted into optimization.minutes: 1e-06 at the pace of this machine"
    )
    manifest = json.loads((tmp_path / "checkpoint" / "manifest.json").read_text())
    assert manifest["metrics"]["epochs"] == {"made": 1, "of": 9}


@pytest.mark.parametrize(("minutes", "pace", "expected"), [(80, 6.0, 12), (80, 15.9, 5), (80, 100.0, 1)])
def test_as_many_epochs_as_fit(minutes: float, pace: float, expected: int) -> None:
    assert epochs_within(minutes, pace, 12) == expected


def test_a_run_cut_short_and_killed_resumes_to_the_same_weights(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.pace.epochs_within", lambda *_: 2)
    whole = train(config(tmp_path / "a", tiny_schema_folder, backbone, epochs=9, minutes=60), rows(), lambda _: None)
    settings = config(tmp_path / "b", tiny_schema_folder, backbone, epochs=9, minutes=60)
    with pytest.raises(Killed):
        train(settings, rows(), kill_in_second_epoch)
    resumed = train(settings, rows(), lambda _: None)
    assert resumed.files["model.safetensors"] == whole.files["model.safetensors"]


def test_what_calibration_fits_goes_with_the_checkpoint(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = Weights(score=0.7, unseen=-0.5)

    def fitted(predictor: Predictor, _: object) -> tuple[Calibration, Prior]:
        return Calibration(choices=2.3), predictor.checkpoint.prior.model_copy(update={"single": weights})

    monkeypatch.setattr("training.fitting.knowledge.calibrate", fitted)
    train(config(tmp_path, tiny_schema_folder, backbone, epochs=1), rows(), lambda _: None)
    found = load(tmp_path / "checkpoint")
    assert (found.calibration, found.prior.single) == (Calibration(choices=2.3), weights)
    assert found.prior.usage["mug"]["brand"].stated > 0


def test_ngrams_go_with_the_checkpoint_and_count_as_parameters(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = train(config(tmp_path, tiny_schema_folder, backbone, epochs=1), rows(), lambda _: None)
    classifier = NgramClassifier(("black", "white"), torch.full((N_BUCKETS, 2), 0.5).half(), network=0.6, ngrams=0.3)
    monkeypatch.setattr("training.fitting.knowledge.fit_ngrams", lambda *_: {"颜色": classifier})
    lines: list[str] = []
    manifest = train(config(tmp_path, tiny_schema_folder, backbone, epochs=1), rows(), lines.append)
    [(question, found)] = load(tmp_path / "checkpoint").ngrams.items()
    assert (question, found.values, found.network, found.ngrams) == ("颜色", ("black", "white"), 0.6, 0.3)
    assert torch.equal(found.weights, classifier.weights)
    assert "'颜色' by network x 0.6 and n-grams x 0.3" in lines
    assert manifest.parameters == before.parameters + 2 * N_BUCKETS


@pytest.mark.parametrize(
    ("scores", "tolerance", "kept"),
    [
        ((0.5,), 0.01, True),
        ((0.6, 0.85, 0.845), 0.01, True),
        ((0.6, 0.85, 0.83), 0.01, False),
        ((0.6, 0.85, 0.845), 0.0, False),
        ((0.6, 0.85, 0.85), 0.0, True),
    ],
)
def test_the_latest_epoch_as_good_as_the_best_but_for_chance_is_kept(
    scores: tuple[float, ...], tolerance: float, kept: bool
) -> None:
    assert keeps_epoch(scores, tolerance) is kept


def test_the_prior_counts_no_listing_that_the_epoch_is_chosen_by(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    own = rows()
    for row in own:
        row["cluster"] = row["title"].split()[0] if row["category"] == "mug" else row["product_id"]
    settings = config(tmp_path, tiny_schema_folder, backbone, epochs=1).model_copy(update={"group": "cluster"})
    train(settings, own, lambda _: None)
    found = load(tmp_path / "checkpoint")
    n_dev = json.loads((tmp_path / "checkpoint/metrics.json").read_text(encoding="utf-8"))["dev"]["listings"]
    counted = [found.prior.usage[key][name] for key, name in (("mug", "brand"), ("lamp", "power"))]
    assert sum(usage.stated + usage.silent for usage in counted) == 24 - n_dev


def test_a_share_of_an_unknown_category_is_refused(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    settings = config(tmp_path, tiny_schema_folder, backbone, epoch_share={"mugs": 0.5})
    with pytest.raises(ConfigError, match="names mugs, which is no category of the schema; it has "):
        train(settings, rows(), lambda _: None)


def test_other_data_starts_anew(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    settings = config(tmp_path, tiny_schema_folder, backbone)
    with pytest.raises(Killed):
        train(settings, rows(), kill_in_second_epoch)
    told: list[str] = []
    train(settings, rows()[:-2], told.append)
    assert "found the progress of a run with other data or settings: starting anew" in told


def test_the_order_of_rows_is_no_other_data(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    settings = config(tmp_path, tiny_schema_folder, backbone)
    with pytest.raises(Killed):
        train(settings, rows(), kill_in_second_epoch)
    told: list[str] = []
    train(settings, rows()[::-1], told.append)
    assert [line for line in told if line.startswith("resuming")]


def test_another_tokenizer_starts_anew(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    """A pruned vocabulary changes with the texts it is pruned by."""
    folder = shutil.copytree(backbone, tmp_path / "backbone")
    settings = config(tmp_path, tiny_schema_folder, folder)
    with pytest.raises(Killed):
        train(settings, rows(), kill_in_second_epoch)
    text = (folder / "tokenizer.json").read_text(encoding="utf-8")
    (folder / "tokenizer.json").write_text(text.replace('"品"', '"猫"'), encoding="utf-8")
    told: list[str] = []
    train(settings, rows(), told.append)
    assert "found the progress of a run with other data or settings: starting anew" in told


def test_unreadable_progress_starts_anew(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    settings = config(tmp_path, tiny_schema_folder, backbone)
    with pytest.raises(Killed):
        train(settings, rows(), kill_in_second_epoch)
    state = tmp_path / "checkpoint.training" / "state.pt"
    state.write_bytes(state.read_bytes()[:1000])
    told: list[str] = []
    train(settings, rows(), told.append)
    assert any("state.pt is unreadable" in line and "starting anew" in line for line in told)


def test_a_trailing_slash_keeps_progress_beside_the_output(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    settings = config(tmp_path, tiny_schema_folder, backbone).model_copy(update={"output": f"{tmp_path}/checkpoint/"})
    with pytest.raises(Killed):
        train(settings, rows(), kill_in_second_epoch)
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.training"]


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


def test_other_encoders_train_freeze_and_load(tmp_path: Path, tiny_schema_folder: Path) -> None:
    sizes = {"vocab_size": tiny_tokenizer().get_vocab_size(), "max_position_embeddings": 128}
    encoder = DistilBertModel(DistilBertConfig(dim=32, n_layers=2, n_heads=2, hidden_dim=64, **sizes))
    folder = as_folder(tmp_path / "distilbert", encoder)
    manifest = train(config(tmp_path, tiny_schema_folder, folder, epochs=1, freeze_layers=1), rows(), lambda _: None)
    trained = load(tmp_path / "checkpoint").model.encoder
    changed = {
        name for name, before in encoder.named_parameters() if not torch.equal(before, trained.get_parameter(name))
    }
    assert {name.split(".")[2] for name in changed} == {"1"}
    assert manifest == verify(tmp_path / "checkpoint")


def test_more_frozen_layers_than_there_are_is_an_error(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    with pytest.raises(
        ConfigError,
        match=r"cannot freeze 3 layers: the bert encoder has 2 separate layers; set .*freeze_layers` to 0 to 2",
    ):
        train(config(tmp_path, tiny_schema_folder, backbone, freeze_layers=3), rows(), lambda _: None)


def test_an_output_that_holds_something_else_is_refused_before_anything_is_read(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    (tmp_path / "checkpoint").mkdir()
    (tmp_path / "checkpoint" / "thesis.txt").touch()
    told: list[str] = []
    with pytest.raises(ConfigError, match="it holds something else"):
        train(config(tmp_path, tiny_schema_folder, backbone), rows(), told.append)
    assert told == []


def test_vocabulary_texts_that_cannot_be_read_are_named(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    (tmp_path / "texts").mkdir()
    settings = config(tmp_path, tiny_schema_folder, backbone)
    with pytest.raises(LabelError, match=r"no file matches .*texts; of a folder, give FOLDER/\*"):
        train(settings.model_copy(update={"vocabulary_texts": (str(tmp_path / "texts"),)}), rows(), lambda _: None)
    (tmp_path / "texts" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(LabelError, match=r"photo\.jpg is no UTF-8 text"):
        train(settings.model_copy(update={"vocabulary_texts": (str(tmp_path / "texts/*"),)}), rows(), lambda _: None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"title": "caf\xe9"}', r"a\.jsonl:2: this line is no JSON .*invalid continuation byte"),
        (b"{title: 5}", r"a\.jsonl:2: this line is no JSON"),
        (b"[1]", r"a\.jsonl:2: expected an object, got list"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: bytes, message: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"product_id": "1"}\n' + line + b"\n")
    source = LabelledSource(format="json", path=str(tmp_path / "*"))
    with pytest.raises(LabelError, match=message):
        list(labelled_rows(source))


def test_no_usable_row_is_an_error(tmp_path: Path, tiny_schema_folder: Path, backbone: Path) -> None:
    with pytest.raises(LabelError, match="0 usable labelled listings make 0 for training and 0 for development"):
        train(config(tmp_path, tiny_schema_folder, backbone), rows()[-1:], lambda _: None)
    shutil.rmtree(tmp_path)


def test_the_rate_rises_then_falls_to_zero() -> None:
    rates = [round(rate_at(step, 10, 0.2), 3) for step in range(11)]
    assert rates == [0.5, 1.0, 1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0.0]


@pytest.mark.skipif(not multiplies_int8(torch.device("cpu")), reason="this torch has no int8 kernel for this CPU")
def test_what_int8_costs_is_measured_on_the_development_listings(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    told: list[str] = []
    manifest = train(config(tmp_path, tiny_schema_folder, backbone, epochs=1), rows(), told.append)
    found = load(tmp_path / "checkpoint")
    layers = [name for name, part in found.model.encoder.named_modules() if isinstance(part, torch.nn.Linear)]
    assert sorted(found.int8.layers) == sorted(layers)
    assert found.int8.fp32 == manifest.metrics["values"]["f1"]
    assert found.int8.listings == manifest.metrics["listings"]
    assert told[-2].startswith("in int8: ")


def test_a_folder_of_something_else_is_not_emptied_for_the_progress(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    (tmp_path / "checkpoint.training").mkdir()
    labels = tmp_path / "checkpoint.training/labels.jsonl"
    labels.write_text("mine", encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"checkpoint\.training: it holds labels\.jsonl, which would be deleted; name"
    ):
        train(config(tmp_path, tiny_schema_folder, backbone), rows(), lambda _: None)
    assert labels.read_text(encoding="utf-8") == "mine"


def test_an_output_that_cannot_be_written_is_told_before_the_training(
    tmp_path: Path, tiny_schema_folder: Path, backbone: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = config(tmp_path / "file", tiny_schema_folder, backbone)
    with pytest.raises(ConfigError, match=r"cannot write \S+: Not a directory at \S+/file; correct `output`"):
        train(settings, rows(), lambda _: None)
