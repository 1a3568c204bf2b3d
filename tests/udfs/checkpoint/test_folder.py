"""A checkpoint folder at its seam: what it may replace, and what of it is found damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.conftest import make_checkpoint
from udfs.checkpoint import folder as checkpoints
from udfs.checkpoint.folder import check_output, load, save
from udfs.checkpoint.manifest import (
    EVIDENCE,
    LANGUAGES,
    NEIGHBOURS,
    OUTLIERS,
    read_knowledge,
    read_manifest,
    read_schema,
    verify,
    write_manifest,
)
from udfs.confidence.evidence import Evidence
from udfs.confidence.languages import Languages
from udfs.confidence.neighbours import Neighbours
from udfs.confidence.outliers import Landmarks, Level, Outliers
from udfs.confidence.prior import Prior, Usage
from udfs.confidence.temperatures import Calibration
from udfs.encoder.int8 import Int8
from udfs.errors import CheckpointError, ConfigError
from udfs.schema.schema import Schema


def test_a_folder_that_is_no_checkpoint_is_never_replaced(tmp_path: Path, tiny_schema: Schema) -> None:
    (tmp_path / "build").mkdir()
    check_output(tmp_path / "build")
    (tmp_path / "build" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"output: .*build`: it holds something else \(it has no manifest\.json\)"):
        make_checkpoint(tmp_path / "build", tiny_schema)
    assert (tmp_path / "build" / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_the_last_checkpoint_stands_until_the_new_one_is_complete(
    tmp_path: Path, tiny_schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    (folder / "note.txt").write_text("of the first", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(checkpoints, "write_manifest", _fail)
        with pytest.raises(OSError, match="disk full"):
            make_checkpoint(folder, tiny_schema)
    assert verify(folder)
    make_checkpoint(folder, tiny_schema)
    assert not (folder / "note.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]


@pytest.mark.parametrize("renames", [0, 1])
def test_between_the_two_renames_readers_find_the_one_beside(
    tmp_path: Path, tiny_schema: Schema, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    (tmp_path / "link").symlink_to(folder)
    first, rename, done = verify(folder), Path.rename, []

    def dies(path: Path, target: Path) -> Path:
        if len(done) == renames:
            raise KeyboardInterrupt
        done.append(path.name)
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", dies)
        with pytest.raises(KeyboardInterrupt):
            make_checkpoint(folder, tiny_schema, int8=Int8(fp32=0.8, int8=0.7, listings=9))
    assert folder.exists() is (renames == 0)
    for name in (folder, tmp_path / "link"):
        assert (verify(name) == first) is (renames == 0)
        assert load(name).int8.listings == (9 if renames else 0)
        assert read_schema(name) == tiny_schema

    with monkeypatch.context() as patch:  # what was written is not lost by a training that fails next
        patch.setattr(checkpoints, "write_manifest", _fail)
        with pytest.raises(OSError, match="disk full"):
            make_checkpoint(folder, tiny_schema)
    assert folder.exists()
    assert load(folder).int8.listings == (9 if renames else 0)
    make_checkpoint(folder, tiny_schema)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint", "link"]


def test_the_old_one_is_read_where_nothing_else_is(tmp_path: Path, tiny_schema: Schema) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    folder.rename(tmp_path / "checkpoint.old")
    (tmp_path / "checkpoint.partial").mkdir()  # not complete
    assert verify(folder) == verify(tmp_path / "checkpoint.old")


def test_what_is_saved_is_loaded(tmp_path: Path, tiny_schema: Schema) -> None:
    one = load(make_checkpoint(tmp_path / "one", tiny_schema, int8=Int8(fp32=0.8, int8=0.7, listings=9)))
    one.text_encoder.site = True
    one.calibration = Calibration(tags=2.5)
    one.neighbours = Neighbours(score=1.2, attributes={"Color 颜色": -0.5}, wordings=60)
    one.evidence = Evidence(least=0.06, choices=90)
    one.languages = Languages(shares={"English": 1.0})
    one.outliers = Outliers(distance=-2.0, levels=(Level(least=0.7, precision=0.9, coverage=0.8),), listings=60)
    one.landmarks = landmarks(one.model.label_center.numel())
    one.prior = Prior(usage={"mug": {"brand": Usage(stated=3, shapes={"Aa": 3})}})
    facts: dict[str, Any] = {"backbone": "b", "data_fingerprint": "d", "versions": {}, "metrics": {}, "documents": {}}
    save(tmp_path / "two", one, **facts)
    two = load(tmp_path / "two")
    weights = two.model.state_dict()
    assert all(torch.equal(tensor, weights[name]) for name, tensor in one.model.state_dict().items())
    parts = ("calibration", "prior", "ngrams", "int8", "neighbours", "evidence", "languages", "outliers")
    for name in ("collator", "schema", "label_texts", *parts):
        assert getattr(two, name) == getattr(one, name)
    assert two.landmarks is not None
    assert one.landmarks is not None
    assert [*two.landmarks.listings] == ["lamp", "mug"]
    assert all(np.array_equal(own, one.landmarks.listings[key]) for key, own in two.landmarks.listings.items())
    assert np.array_equal(two.landmarks.scale, one.landmarks.scale)
    assert (two.text_encoder.site, two.text_encoder.sep_id) == (True, 3)
    assert two.text_encoder.tokenizer.to_str() == one.text_encoder.tokenizer.to_str()


def landmarks(width: int) -> Landmarks:
    """Three listings of two categories."""
    rows = np.arange(3 * width, dtype=np.float32).reshape(3, width)
    return Landmarks({"mug": rows[:2], "lamp": rows[2:]}, np.eye(width, dtype=np.float32))


def test_a_checkpoint_from_before_it_knew_of_itself_is_read_and_says_so(tmp_path: Path, tiny_schema: Schema) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    for name in (NEIGHBOURS, EVIDENCE, LANGUAGES, OUTLIERS):
        (folder / name).unlink()
    own = {"format", "fingerprint", "created_at", "files"}
    write_manifest(folder, **read_manifest(folder).model_dump(exclude=own))
    assert verify(folder)
    one = load(folder)
    assert [one.neighbours.fitted, one.evidence.fitted, one.languages.known] == [False, False, False]
    (folder / NEIGHBOURS).write_text('{"wordings": 99}', encoding="utf-8")  # of no file that the manifest lists
    assert not read_knowledge(folder).neighbours.fitted
    unfounded, languages, outliers = read_knowledge(folder).gaps()
    assert unfounded.startswith("the checkpoint does not tell which of its choices rest on no words of the listing;")
    assert outliers.startswith("goods of no category of the schema are told by the model's confidence alone:")
    assert languages.startswith("listings in languages that the checkpoint has not learnt are not told:")


def test_an_unreadable_part_is_told(tmp_path: Path, tiny_schema: Schema) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    (folder / LANGUAGES).write_text("{", encoding="utf-8")
    with pytest.raises(
        CheckpointError, match=r"its languages\.json is unreadable: .*; copy it again from where it was"
    ):
        read_knowledge(folder)


def _fail(*_: object, **__: object) -> None:
    raise OSError("disk full")


@pytest.mark.parametrize(
    "file",
    [
        "tokenizer.json",
        "config.json",
        "labels.json",
        "model.safetensors",
        "ngrams.json",
        "ngrams.safetensors",
        "neighbours.json",
    ],
)
def test_a_damaged_file_is_one_error(tmp_path: Path, tiny_schema: Schema, file: str) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    (folder / file).write_text("3", encoding="utf-8")
    with pytest.raises(CheckpointError, match=r"cannot load the checkpoint .*copy it again"):
        load(folder)
