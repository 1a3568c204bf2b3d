"""The job config of a start: written once, then a person's."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from jobs.cli.start.place import Place
from jobs.cli.start.sources import newer_paths, readable, replace_paths, set_checkpoint, sources_of
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


def test_a_folder_of_tables_with_different_columns_is_a_source_for_each(tmp_path: Path) -> None:
    same, other = tmp_path / "same", tmp_path / "other"
    for folder, header in ((same, "id,title"), (other, "sku;name")):
        folder.mkdir()
        (folder / "a.csv").write_text("id,title\n1,Mug\n")
        (folder / "b.csv").write_text(f"{header}\r\n2,Lamp\r\n")
    found = readable([str(same), str(other)], Place(tmp_path / "mine"), print)
    assert found == [str(same), str(other / "a.csv"), str(other / "b.csv")]


def workbook(path: Path, *titles: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    book = Workbook()
    for row in ("title", *titles):
        book.active.append([row])
    book.save(path)
    return path


def test_workbooks_of_one_name_get_two_files_and_unchanged_ones_stay(tmp_path: Path) -> None:
    mine = Place(tmp_path / "mine")
    one, two = (workbook(tmp_path / folder / "goods.xlsx", folder, "Mug") for folder in ("may", "june"))
    first = readable([str(one), str(two)], mine, print)
    assert first == [str(mine.converted / "goods.csv"), str(mine.converted / "goods 2.csv")]
    before = [Path(file).stat().st_mtime_ns for file in first]
    workbook(two, "july", "Mug")
    assert readable([str(one), str(two.parent)], mine, print) == first
    after = [Path(file).stat().st_mtime_ns for file in first]
    assert (before[0] == after[0], before[1] < after[1]) == (True, True)
    assert Path(first[1]).read_text() == "title\njuly\nMug\n"
    assert not list(mine.converted.glob("*.new"))
