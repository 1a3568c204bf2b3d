"""The folder of a start, and what it remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.cli.start.place import Place, content_of, state_of
from udfs.errors import ConfigError


def test_a_step_is_done_for_the_input_that_it_was_done_for_only(tmp_path: Path) -> None:
    place = Place(tmp_path / "mine")
    place.open()
    place.done("draft", "a1")
    again = Place(tmp_path / "mine")
    again.open()
    assert (again.is_done("draft", "a1"), again.is_done("draft", "b2"), again.is_done("labels", "a1")) == (
        True, False, False,
    )  # fmt: skip


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ConfigError, match="holds files, and no start made it; name a folder that is new, or of an"):
        Place(tmp_path).check()
    Place(tmp_path / "new").check()
    with pytest.raises(ConfigError, match=r"notes\.txt is a file; name a folder"):
        Place(tmp_path / "notes.txt").check()
    with pytest.raises(ConfigError, match=r"cannot start in .*below: Not a directory at .*; name another folder with"):
        Place(tmp_path / "notes.txt" / "below").check()


def test_an_earlier_checkpoint_stays_and_the_next_one_lies_beside_it(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert (place.free_checkpoint().name, place.newest_checkpoint().name) == ("checkpoint", "checkpoint")
    (tmp_path / "checkpoint").mkdir()
    assert (place.free_checkpoint().name, place.newest_checkpoint().name) == ("checkpoint-2", "checkpoint")
    (tmp_path / "checkpoint-2").mkdir()
    assert (place.free_checkpoint().name, place.newest_checkpoint().name) == ("checkpoint-3", "checkpoint-2")


def test_digests_of_what_lies_there_and_of_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "schema" / "a.yaml"
    file.parent.mkdir()
    file.write_text("x: 1\n")
    state, content = state_of([file.parent]), content_of([file.parent])
    file.write_text("x: 1\n")
    assert content_of([file.parent]) == content
    assert state_of([file.parent]) != state
    file.write_text("x: 2\n")
    assert content_of([file.parent]) != content
    assert content_of([file.parent], "another mapping") != content_of([file.parent])
