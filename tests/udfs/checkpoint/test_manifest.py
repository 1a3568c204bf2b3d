"""A checkpoint's manifest: what of the folder is missing, altered or made for another schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import TINY_SCHEMA, make_checkpoint
from udfs.checkpoint.manifest import check_schema, read_manifest, verify
from udfs.errors import CheckpointError
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema


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


def test_a_manifest_that_names_other_files_is_refused(tmp_path: Path, tiny_schema: Schema) -> None:
    folder = make_checkpoint(tmp_path / "checkpoint", tiny_schema)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["labels.json"]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    fingerprint = read_manifest(folder).fingerprint
    with pytest.raises(
        CheckpointError, match=rf"labels\.json is not listed in manifest\.json, the fingerprint {fingerprint} is not"
    ):
        verify(folder)
