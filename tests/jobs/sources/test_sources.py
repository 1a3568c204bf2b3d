"""Sources: every row arrives, broken or not, and a config that does not fit says so for all sources at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pyspark.sql import Row, SparkSession

from jobs.config import Source
from jobs.session.faults import first_line
from jobs.sources.sources import listings, open_sources
from udfs.errors import SourceError
from udfs.maps.reading import Several, read_map

MakeSource = Callable[..., Source]

CSV_COLUMNS = {
    "product_id": "sku",
    "title": "name",
    "description": "body",
    "seller_attributes": "from_json(props, 'map<string,string>')",
    "updated_at": "modified",
}


def sellers(row: Row) -> list[tuple[str, str]] | None:
    """What the seller states in a row, as it is read when the row is screened."""
    texts = row["seller_attributes"]
    stated = read_map(None if texts is None else Several(texts)).entries
    return None if stated is None else [tuple(statement) for statement in stated]


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
    assert sellers(first) == [("Colour", "black")]
    assert first["updated_at"] == datetime(2026, 1, 2, 3, 4, 5)
    assert (first["corrupt"], json.loads(first["raw"])["body"]) == (False, "line one\nline two")
    assert (second["description"], sellers(second), second["updated_at"]) == (None, None, None)
    assert (broken["corrupt"], broken["raw"]) == (True, "a3,too,many,columns,here,and,there")


@pytest.mark.parametrize("sep", [",", "|", "\t"])
def test_empty_cells_beyond_the_header_are_none_and_filled_ones_are_a_fault(
    spark: SparkSession, make_source: MakeSource, sep: str
) -> None:
    text = 'sku,name\n1,Mug,\n2,Lamp,, ,\n3,Tea,green,\n4,"Cup",\n'.replace(",", sep)
    rows = read(spark, make_source("csv", text, {"product_id": "sku", "title": "name"}, sep=sep))
    assert [(row["title"], row["corrupt"]) for row in rows if not row["corrupt"]] == [("Mug", False), ("Lamp", False)]
    assert [row["raw"] for row in rows if row["corrupt"]] == [f"3{sep}Tea{sep}green{sep}", f'4{sep}"Cup"{sep}']


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
    assert sellers(good) == [("容量", "350ml"), ("层数", "2")]
    assert (corrupt["corrupt"], corrupt["raw"]) == (True, '{"id": 12, "t": "Mug"')


def test_json_maps_keep_keys_that_differ_in_case(spark: SparkSession, make_source: MakeSource) -> None:
    lines = [
        '{"id": "1", "p": {"Color": "red"}}',
        '{"id": "2", "p": {"color": "blue", "Color": "navy", "Size": null}}',
        '{"ID": "3", "p": "n/a"}',
        '{"id": "4", "p": {}}',
    ]
    source = make_source("json", "\n".join(lines), {"product_id": "id", "title": "id", "seller_attributes": "p"})
    rows = read(spark, source)
    assert [row["product_id"] for row in rows] == ["1", "2", "3", "4"]
    assert [sellers(row) for row in rows] == [
        [("Color", "red")], [("color", "blue"), ("Color", "navy")], None, [],
    ]  # fmt: skip
    assert [row["raw"] for row in rows] == lines


def test_expressions_reach_into_json_objects_and_arrays(spark: SparkSession, make_source: MakeSource) -> None:
    source = make_source(
        "json",
        '{"id": "1", "name": {"zh": "杯子", "size": {"cm": 9}}, "points": ["steel", "400 ml"], '
        '"props": "{\\"a\\": 1}"}\n'
        '{"id": "2", "name": null}\n',
        {
            "product_id": "id",
            "title": "name.zh",
            "description": "concat_ws('; ', points, name.size)",
            "seller_attributes": "from_json(props, 'map<string,string>')",
        },
    )
    first, second = read(spark, source)
    assert (first["title"], first["description"]) == ("杯子", 'steel; 400 ml; {"cm":9}')
    assert sellers(first) == [("a", "1")]
    assert (second["title"], second["description"], sellers(second)) == (None, "", None)


def test_json_in_another_encoding(spark: SparkSession, make_source: MakeSource) -> None:
    columns = {"product_id": "id", "title": "t"}
    content = '{"id": "1", "t": "马克杯"}\n'.encode("gb18030") + b'{"id": "2", "t": "\xff"}\n'
    good, broken = read(spark, make_source("json", content, columns, encoding="GB18030"))
    assert (good["title"], good["raw"]) == ("马克杯", '{"id": "1", "t": "马克杯"}')
    assert broken["title"] == "\ufffd"
    with pytest.raises(SourceError, match="is not UTF-8; it looks like GB18030"):
        read(spark, make_source("json", content, columns))


def test_csv_files_are_read_by_their_own_headers(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "s-1.csv").write_text("sku,name,body\n1,Mug,Holds 1\n", encoding="utf-8")
    (tmp_path / "s-2.csv").write_text("Name,sku\nCup,2\n3,too,many\n", encoding="utf-8")
    (tmp_path / "s-3 空.csv").write_text("body,sku,name\nHolds 4,4,Jug\n", encoding="utf-8")
    (tmp_path / "s-4.csv").write_text("", encoding="utf-8")
    columns = {"product_id": "sku", "title": "name", "description": "body"}
    source = Source.model_validate({"name": "shop", "format": "csv", "path": f"{tmp_path}/s-*.csv", "columns": columns})
    rows = {row["product_id"]: (row["title"], row["description"]) for row in read(spark, source) if not row["corrupt"]}
    assert rows == {"1": ("Mug", "Holds 1"), "2": ("Cup", None), "4": ("Jug", "Holds 4")}
    assert [row["raw"] for row in read(spark, source) if row["corrupt"]] == ["3,too,many"]


def test_white_space_of_any_script_is_white_space(spark: SparkSession, make_source: MakeSource) -> None:
    source = make_source(
        "json",
        '{"id": "\u3000 3\u200b\u3000", "t": "\u3000Mug", "c": "\u3000", '
        '"p": {"\u00a0": "a", "b": "\u3000", "c": " c "}}\n',
        {"product_id": "id", "title": "t", "category": "c", "seller_attributes": "p"},
    )
    (row,) = read(spark, source)
    assert (row["product_id"], row["title"], row["category_text"]) == ("3", "\u3000Mug", None)
    assert sellers(row) == [("c", " c ")]


def test_the_seller_is_a_column_or_the_name_of_the_source(spark: SparkSession, make_source: MakeSource) -> None:
    columns = {"product_id": "sku", "title": "sku", "source": "seller"}
    rows = read(spark, make_source("csv", "sku,seller\n1,Lin's shop\n2, \n", columns))
    assert [row["source"] for row in rows] == ["Lin's shop", "shop"]


def test_the_site_is_any_expression_and_blank_is_null(spark: SparkSession, make_source: MakeSource) -> None:
    columns = {"product_id": "sku", "title": "sku", "site": "coalesce(url, seller)"}
    rows = read(spark, make_source("csv", "sku,url,seller\n1,https://a.example/p/1,\n2,,Lin's shop\n3, ,\n", columns))
    assert [row["site_text"] for row in rows] == ["https://a.example/p/1", "Lin's shop", None]


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
        {
            "product_id": "max(sku)",
            "title": "titel",
            "description": "upper(",
            "seller_attributes": "length(name)",
        },
    )
    absent = wrong.model_copy(update={"name": "other", "path": str(tmp_path / "nowhere.csv")})
    no_table = wrong.model_copy(update={"name": "third", "format": "delta"})
    no_jar = wrong.model_copy(update={"name": "fourth", "path": "nojar://bucket/listings.csv"})
    with pytest.raises(SourceError) as error:
        open_sources(spark, [wrong, absent, no_table, no_jar])
    text = str(error.value)
    assert "source shop: columns.title: 'titel' names a column that does not exist; available: sku, name" in text
    assert "source shop: columns.description: 'upper(' does not work" in text
    assert "columns.seller_attributes: 'length(name)' does not work: it gives int, and a map is needed" in text
    assert "source shop: columns.product_id: 'max(sku)' does not work: [MISSING_GROUP_BY]" in text
    assert "source fourth: cannot read nojar://bucket/listings.csv as csv: " in text
    assert 'No FileSystem for scheme "nojar"' in text
    assert f"source other: there is nothing at {tmp_path}/nowhere.csv" in text
    assert "is no Delta table; correct `path` or `format`" in text


def test_a_workers_error_is_told_in_its_own_words() -> None:
    text = """
  An exception was thrown from the Python worker.
Traceback (most recent call last):
  File "x.py", line 1
    f()
udfs.errors.CheckpointError: the checkpoint is abc on node7
\tat org.apache.spark
"""
    assert first_line(ValueError(text)) == "udfs.errors.CheckpointError: the checkpoint is abc on node7"
    assert first_line(ValueError("\n[TABLE_MISSING] no such table\n== plan ==")) == "[TABLE_MISSING] no such table"
