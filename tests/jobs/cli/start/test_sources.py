"""The job config of a start: written once, then a person's."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.cli.start.place import Place
from jobs.cli.start.sources import newer_paths, replace_paths, set_checkpoint, sources_of
from udfs.errors import ConfigError

CONFIG = """\
# mine: do not touch
name: mine
target: /w/warehouse
checkpoint: none
schema: /w/schema
sources:
- name: export
  format: csv
  path: /data/may.csv
  columns:
    product_id: sku    # the shop's number
    title: name
"""


def place(folder: Path, text: str = CONFIG) -> Place:
    (folder / "facetmill.yaml").write_text(text, encoding="utf-8")
    return Place(folder)


def test_a_newer_file_takes_the_place_of_the_former_and_the_rest_stays_as_written(tmp_path: Path) -> None:
    mine = place(tmp_path)
    pairs = newer_paths(mine, sources_of(mine), ["/data/六月 export.csv"])
    replace_paths(mine, pairs)
    text = mine.config.read_text(encoding="utf-8")
    assert text == CONFIG.replace("/data/may.csv", "/data/六月 export.csv")
    assert [source.path for source in sources_of(mine)] == ["/data/六月 export.csv"]


def test_a_file_that_the_config_names_already_changes_nothing(tmp_path: Path) -> None:
    mine = place(tmp_path)
    assert newer_paths(mine, sources_of(mine), ["/data/may.csv"]) == []
    assert newer_paths(mine, sources_of(mine), []) == []


def test_a_file_more_than_before_is_told(tmp_path: Path) -> None:
    mine = place(tmp_path)
    with pytest.raises(ConfigError, match=r"/data/june.csv is new, and it is not told which one it replaces"):
        newer_paths(mine, sources_of(mine), ["/data/may.csv", "/data/june.csv"])


def test_a_path_written_in_another_way_is_left_to_the_person(tmp_path: Path) -> None:
    mine = place(tmp_path, CONFIG.replace("path: /data/may.csv", "path: '/data/may.csv'"))
    with pytest.raises(ConfigError, match="correct it by hand, then start without files"):
        replace_paths(mine, [("/data/may.csv", "/data/june.csv")])


def test_the_checkpoint_of_the_config_is_one_line(tmp_path: Path) -> None:
    mine = place(tmp_path)
    set_checkpoint(mine, "/w/checkpoint-2")
    assert mine.config.read_text(encoding="utf-8") == CONFIG.replace("checkpoint: none", "checkpoint: /w/checkpoint-2")
