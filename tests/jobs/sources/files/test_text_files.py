"""CSV and JSON lines as rows of text: no row is lost, no value moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.config import Source
from jobs.sources.files.csv_files import read_csv
from jobs.sources.files.json_files import read_json
from jobs.sources.files.text_files import CORRUPT
from udfs.errors import SourceError

MakeSource = Callable[..., Source]
COLUMNS = {"product_id": "id", "title": "id"}


def test_a_row_of_csv_that_does_not_parse_is_kept_as_it_stands(spark: SparkSession, make_source: MakeSource) -> None:
    rows = read_csv(spark, make_source("csv", 'id,name\n007,"a\nb"\n8,9,10\n', COLUMNS)).frame.orderBy("id").collect()
    assert [(row["id"], row["name"]) for row in rows] == [("007", "a\nb"), ("8", "9")]
    assert [tuple(row[CORRUPT]) for row in rows] == [(None, False), ("8,9,10", True)]


def test_folders_named_by_a_value_are_a_column(spark: SparkSession, tmp_path: Path) -> None:
    for day in ("2026-01-01", "2026-01-02"):
        (tmp_path / f"day={day}").mkdir()
        (tmp_path / f"day={day}" / "part.csv").write_text("id\n7\n", encoding="utf-8")
    source = Source.model_validate({"name": "shop", "format": "csv", "path": str(tmp_path), "columns": COLUMNS})
    rows = read_csv(spark, source).frame.orderBy("day").collect()
    assert [(str(row["day"]), row["id"]) for row in rows] == [("2026-01-01", "7"), ("2026-01-02", "7")]


def test_of_keys_that_differ_in_case_the_first_that_has_a_value_counts(
    spark: SparkSession, make_source: MakeSource
) -> None:
    lines = '{"ID": "1", "id": "2"}\n{"ID": null, "id": "3"}\n\n{"iD": 12}\n'
    frame = read_json(spark, make_source("json", lines, COLUMNS)).frame
    assert frame.columns == ["ID", CORRUPT]
    assert [row["ID"] for row in frame.collect()] == ["1", "3", "12"]


def test_a_key_is_nested_only_where_all_its_values_are(spark: SparkSession, make_source: MakeSource) -> None:
    lines = '{"id": 1, "a": {"x": 1}, "b": ["u", 2], "c": {"y": null}}\n{"id": 2, "a": null, "b": null, "c": "text"}\n'
    first, second = read_json(spark, make_source("json", lines, COLUMNS)).frame.orderBy("id").collect()
    assert (first["a"], first["b"], first["c"]) == ({"x": "1"}, ["u", "2"], '{"y":null}')
    assert (second["a"], second["b"], second["c"]) == (None, None, "text")


def test_a_file_in_which_no_line_parses_is_of_another_format(spark: SparkSession, make_source: MakeSource) -> None:
    source = make_source("json", "id,name\n1,mug\n", COLUMNS)
    with pytest.raises(SourceError, match=r"source.json holds no JSON, its first line is `id,name`: correct `format`"):
        read_json(spark, source)
