"""Sources: every row arrives, broken or not, and a config that does not fit says so for all sources at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pyspark.sql import Row, SparkSession

from jobs.config import Source
from jobs.sources import listings, open_sources
from udfs.errors import SourceError

MakeSource = Callable[..., Source]

CSV_COLUMNS = {
    "product_id": "sku",
    "title": "name",
    "description": "body",
    "seller_attributes": "from_json(props, 'map<string,string>')",
    "updated_at": "modified",
}


def read(spark: SparkSession, source: Source) -> list[Row]:
    return listings(open_sources(spark, [source])[0]).orderBy("product_id").collect()


def test_csv_with_quoted_newlines_and_a_row_that_does_not_parse(spark: SparkSession, make_source: MakeSource) -> None:
    source = make_source(
        "csv",
        "sku,name,body,props,modified\n"
        'a1,"Mug, ""big""","line one\nline two","{""Colour"":""black"",""Empty"":"" ""}",2026-01-02T03:04:05Z\n'
        "a2,Mug,,,31.12.2026\n"
        "a3,too,many,columns,here,and,there\n",
        CSV_COLUMNS,
    )
    first, second, broken = read(spark, source)
    assert first["title"] == 'Mug, "big"'
    assert first["description"] == "line one\nline two"
    assert first["seller_attributes"] == {"Colour": "black"}
    assert first["updated_at"] == datetime(2026, 1, 2, 3, 4, 5)
    assert (first["corrupt"], json.loads(first["raw"])["body"]) == (False, "line one\nline two")
    assert (second["description"], second["seller_attributes"], second["updated_at"]) == (None, None, None)
    assert (broken["corrupt"], broken["raw"]) == (True, "a3,too,many,columns,here,and,there")


def test_csv_in_another_encoding(spark: SparkSession, make_source: MakeSource) -> None:
    columns = {"product_id": "sku", "title": "name"}
    content = "sku,name\nb1,马克杯\n".encode("gb18030")
    assert read(spark, make_source("csv", content, columns, encoding="GB18030"))[0]["title"] == "马克杯"
    assert "\ufffd" in read(spark, make_source("csv", content, columns))[0]["title"]


def test_json_keeps_ids_as_text_and_corrupt_lines_as_they_are(spark: SparkSession, make_source: MakeSource) -> None:
    source = make_source(
        "json",
        '{"id": "007", "t": "杯子", "props": {"容量": "350ml", "层数": 2}}\n{"id": 12, "t": "Mug"\n',
        {"product_id": "id", "title": "t", "seller_attributes": "props"},
    )
    corrupt, good = read(spark, source)
    assert (good["product_id"], good["title"]) == ("007", "杯子")
    assert good["seller_attributes"] == {"容量": "350ml", "层数": "2"}
    assert (corrupt["corrupt"], corrupt["raw"]) == (True, '{"id": 12, "t": "Mug"')


def test_delta_at_a_version(spark: SparkSession, tmp_path: Path) -> None:
    path = str(tmp_path / "table")
    for title in ("old", "new"):
        spark.createDataFrame([("d1", title)], "id string, t string").write.format("delta").mode("overwrite").save(path)
    given = {"name": "w", "format": "delta", "path": path, "columns": {"product_id": "id", "title": "t"}}
    newest = open_sources(spark, [Source.model_validate(given)])[0]
    assert (newest.version, listings(newest).first()["title"]) == (1, "new")  # type: ignore[index]
    assert read(spark, Source.model_validate(given | {"version": 0}))[0]["title"] == "old"
    with pytest.raises(SourceError, match="has no version 7; the newest is 1"):
        open_sources(spark, [Source.model_validate(given | {"version": 7})])


def test_empty_files_have_no_rows(spark: SparkSession, make_source: MakeSource) -> None:
    assert read(spark, make_source("csv", "", {"product_id": "sku", "title": "name"})) == []
    assert read(spark, make_source("csv", "sku,name\n", {"product_id": "sku", "title": "name"})) == []
    assert read(spark, make_source("json", "", {"product_id": "sku", "title": "name"})) == []


def test_all_faults_of_all_sources_at_once(spark: SparkSession, make_source: MakeSource, tmp_path: Path) -> None:
    wrong = make_source(
        "csv",
        "sku,name\na,b\n",
        {"product_id": "sku", "title": "titel", "description": "upper(", "seller_attributes": "name"},
    )
    absent = wrong.model_copy(update={"name": "other", "path": str(tmp_path / "nowhere.csv")})
    no_table = wrong.model_copy(update={"name": "third", "format": "delta"})
    with pytest.raises(SourceError) as error:
        open_sources(spark, [wrong, absent, no_table])
    text = str(error.value)
    assert "source shop: columns.title: 'titel' names a column that does not exist; available: sku, name" in text
    assert "source shop: columns.description: 'upper(' does not work" in text
    assert "columns.seller_attributes: 'name' does not work: it gives string, a map of text to text is needed" in text
    assert f"source other: there is nothing at {tmp_path}/nowhere.csv" in text
    assert "is no Delta table; correct `path` or `format`" in text
