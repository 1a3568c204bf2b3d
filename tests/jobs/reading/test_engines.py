"""Spark and DuckDB give equal rows of every table and view, in every language."""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import Row, SparkSession

from jobs.language.names import Labels
from jobs.reading.library import Library
from jobs.reading.published.target import Target
from jobs.reading.queries import Queries
from jobs.reading.views import view
from jobs.reading.wide import view_names
from udfs.schema.schema import Schema

OLD = Path(__file__).parents[2] / "data/target_0_1_0/target.zip"


def plain(value: Any) -> Any:
    """A value without what differs in kind alone: rows are dicts."""
    if isinstance(value, Row):
        return plain(value.asDict())
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def sorted_rows(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return sorted(([plain(value) for value in row] for row in rows), key=repr)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_table_and_view_has_equal_rows(
    spark: SparkSession, kinds_target: Path, kinds_schema: Schema, lang: str
) -> None:
    labels = Labels(kinds_schema, lang)
    library, queries = Library.open(spark, str(kinds_target)), Queries(Target(str(kinds_target)), labels)
    for name in view_names(kinds_schema):
        frame, answer = view(library, name, labels), queries.ask(f"SELECT * FROM {name}")
        assert answer.names == frame.columns, name
        assert sorted_rows(list(answer.rows())) == sorted_rows(frame.collect()), name


def test_tables_of_an_earlier_version_have_equal_columns_and_rows(
    spark: SparkSession, tmp_path: Path, tiny_schema: Schema
) -> None:
    shutil.unpack_archive(OLD, tmp_path / "target")
    labels, target = Labels(tiny_schema, "en"), str(tmp_path / "target")
    library, queries = Library.open(spark, target), Queries(Target(target), labels)
    for name in ("attributes", "claims", "products", "unmapped", "extractions", "texts", "mug_products"):
        frame, answer = view(library, name, labels), queries.ask(f"SELECT * FROM {name}")
        assert answer.names == frame.columns, name
        assert sorted_rows(list(answer.rows())) == sorted_rows(frame.collect()), name


def test_a_view_has_typed_columns_of_every_kind(kinds_target: Path, kinds_schema: Schema) -> None:
    queries = Queries(Target(str(kinds_target)), Labels(kinds_schema, "zh"))
    first, second, third = queries.ask("SELECT * FROM tea_products ORDER BY product_id").dicts()
    assert first == {
        "product_id": "T1", "title": "张一元 茉莉花茶", "source": "shop", "completeness": 1.0,
        "brand": "张一元's \"best\"", "weight": 100.0, "weight_max": 120.5, "weight_parts": None,
        "season": ["Autumn", "春"], "grade": "High", "grade_place": 2.0, "size": "10 × 2.5 cm",
        "size_parts": {"length": 10.0, "width": 2.5}, "blend": None, "blend_parts": None,
    }  # fmt: skip
    assert (second["brand"], second["weight_parts"], second["season"], second["grade"]) == ("龙", {}, [], None)
    assert (third["product_id"], third["season"]) == ("T4", None)


OUTSIDE = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM '/etc/passwd.csv'",
    "SELECT * FROM read_parquet('{target}/products/*.parquet')",
    "COPY (SELECT 1) TO '/tmp/facetmill-stolen.csv'",
    "ATTACH '/tmp/facetmill-stolen.db' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SELECT * FROM sorted_rows",
]


@pytest.mark.parametrize("statement", OUTSIDE)
def test_duckdb_reads_nothing_outside_the_tables(kinds_target: Path, kinds_schema: Schema, statement: str) -> None:
    import duckdb

    queries = Queries(Target(str(kinds_target)), Labels(kinds_schema, "en"))
    with pytest.raises(duckdb.Error):
        list(queries.ask(statement.format(target=kinds_target)).rows())
    assert not list(Path("/tmp").glob("facetmill-stolen*"))


def test_show_tables_lists_the_views(kinds_target: Path, kinds_schema: Schema) -> None:
    queries = Queries(Target(str(kinds_target)), Labels(kinds_schema, "en"))
    assert [name for (name,) in queries.ask("SHOW TABLES").rows()] == view_names(kinds_schema)
    described = {row["column_name"]: row["column_type"] for row in queries.ask("DESCRIBE tea_products").dicts()}
    assert (described["weight"], described["season"]) == ("DOUBLE", "VARCHAR[]")
