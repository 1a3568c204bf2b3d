"""A checkpoint folder at its seam: what it may replace, and what of it is found damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import make_checkpoint
from udfs.checkpoint import folder as checkpoints
from udfs.checkpoint.folder import check_output, load
from udfs.checkpoint.manifest import verify
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


def _fail(*_: object, **__: object) -> None:
    raise OSError("disk full")


@pytest.mark.parametrize(
    "file",
    ["tokenizer.json", "config.json", "labels.json", "model.safetensors", "ngrams.json", "ngrams.safetensors"],
)
def test_a_damaged_file_is_one_error(tmp_path: Path, tiny_schema: Schema, file: str) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    (folder / file).write_text("3", encoding="utf-8")
    with pytest.raises(CheckpointError, match=r"cannot load the checkpoint .*copy it again"):
        load(folder)
