"""Whether a folder can be written, before any work is done for it."""

from __future__ import annotations

from pathlib import Path

from udfs.atomic import unwritable


def test_a_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path: Path) -> None:
    assert unwritable(tmp_path / "new/deeper") is None
    assert [*tmp_path.iterdir()] == []
    (tmp_path / "file").write_text("x")
    assert unwritable(tmp_path / "file/deeper") == f"Not a directory at {tmp_path}/file"
