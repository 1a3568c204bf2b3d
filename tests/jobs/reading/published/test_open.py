"""``facetmill.open``: published versions, types, comments, and what is said where something is not there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import deltalake
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyspark.sql import SparkSession

import facetmill
from jobs.lake.tables.target import TABLES
from udfs.errors import InputError, TableError

REPOSITORY = Path(__file__).parents[4]
FIRST, NEWEST = "20261128T131620Z-1bc217", "20261128T131716Z-7aca2d"
ALONE = """
import sys

absent = {"pyspark", "delta", "torch", "pydantic", "click", "yaml", "rich", "duckdb", "polars"}

class Forbidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"{name} is not installed", name=name)

sys.meta_path.insert(0, Forbidden())
import facetmill

tables = facetmill.open(sys.argv[1])
print(tables.arrow("products").num_rows, len(tables.pandas("attributes")), tables.units(), tables.comment("tags"))
"""


def append(target: Path, name: str) -> None:
    """A commit that adds the newest file of a table once more: delta-rs writes to no clustered table."""
    logs = sorted((target / name / "_delta_log").glob("*.json"))
    entries = [json.loads(line) for line in "".join(log.read_text() for log in logs).splitlines()]
    added = [entry for entry in entries if "add" in entry][-1]
    copy = f"again-{added['add']['path']}"
    shutil.copy(target / name / added["add"]["path"], target / name / copy)
    added["add"]["path"] = copy
    (target / name / "_delta_log" / f"{len(logs):020}.json").write_text(json.dumps(added))


def test_it_reads_the_versions_of_the_newest_run_or_of_one_by_its_id(old_target: Path) -> None:
    tables = facetmill.open(old_target)
    assert (tables.run["run_id"], tables.versions["products"]) == (NEWEST, 2)
    products = tables.arrow("products")
    append(old_target, "products")  # by a run that has not finished
    append(old_target, "decisions")  # by a person, just now
    newest, first = facetmill.open(old_target), facetmill.open(old_target, run=FIRST)
    assert newest.arrow("products").num_rows == products.num_rows == 3
    assert first.versions["products"] == 1
    assert {row["run_id"] for row in first.arrow("products", ["run_id"]).to_pylist()} == {FIRST}
    assert newest.arrow("decisions").num_rows == first.arrow("decisions").num_rows == 2
    assert newest.arrow("runs")["run_id"].to_pylist() == first.arrow("runs")["run_id"].to_pylist()


def test_each_reader_gives_its_own_types(old_target: Path) -> None:
    tables = facetmill.open(str(old_target))
    where = pc.field("attribute") == "capacity"
    values = tables.pandas("attributes", ["product_id", "start_offset", "number", "labels", "trained"], where)
    assert dict(values.dtypes.astype(str))["start_offset"] == "Int32"
    assert dict(values.dtypes.astype(str))["trained"] == "boolean"
    assert values["start_offset"].isna().any()
    assert pd.isna(values["trained"]).all()  # the column came later
    frame = tables.polars("attributes", ["start_offset", "number"], where)
    assert frame.schema == {"start_offset": pl.Int32, "number": pl.Float64}
    counted = tables.duckdb().sql("SELECT count(*), max(number) FROM attributes WHERE attribute = 'capacity'")
    assert counted.fetchall() == [(len(values), values["number"].max())]


def test_maps_are_dicts_in_pandas(old_target: Path) -> None:
    maps = facetmill.open(old_target).pandas("products")["attributes"]
    assert {"capacity": "350 ml"}.items() <= max(maps, key=len).items()


def test_all_tables_have_the_columns_of_today_in_all_readers(old_target: Path) -> None:
    tables = facetmill.open(old_target)
    connection = tables.duckdb()
    assert tables.tables == tuple(TABLES)
    for name, table in TABLES.items():
        rows = tables.arrow(name)
        assert set(table.names) <= set(rows.column_names)
        assert tables.pandas(name).shape == tables.polars(name).shape == rows.shape
        assert connection.sql(f"SELECT count(*) FROM {name}").fetchall() == [(rows.num_rows,)]
    parts = tables.arrow("attributes").schema.field("parts").type
    assert parts == pa.list_(pa.struct({"name": pa.string(), "number": pa.float64(), "unit": pa.string()}))


def test_units_and_comments_are_those_of_the_tables(old_target: Path) -> None:
    tables = facetmill.open(old_target)
    assert tables.units() == {("lamp", "power"): "W", ("mug", "capacity"): "ml"}
    assert tables.comments("attributes")["start_offset"].startswith("First character of the")
    assert tables.comments("texts")["product_id"] == TABLES["texts"].columns[0].comment  # nobody has asked for it yet
    assert tables.comment("products").startswith("One row for each standardized product")


def test_what_is_not_there_is_told_in_a_sentence(old_target: Path, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="nowhere holds no finished run; do one with `facetmill run`"):
        facetmill.open(tmp_path / "nowhere")
    with pytest.raises(TableError, match=f"holds no finished run 'mine'; there are {NEWEST}, {FIRST}"):
        facetmill.open(old_target, run="mine")
    tables = facetmill.open(old_target, run=FIRST)
    with pytest.raises(InputError, match="holds no table 'atributes'; there are attributes, products,"):
        tables.pandas("atributes")
    for file in (old_target / "attributes").glob("*.parquet"):
        file.unlink()
    with pytest.raises(TableError, match=r"attributes at version 1: .*\. VACUUM deletes files of old versions"):
        tables.arrow("attributes")
    for log in (old_target / "products/_delta_log").glob("*2.*"):
        log.unlink()
    with pytest.raises(TableError, match="products at version 2: the log no longer has it, or never had"):
        facetmill.open(old_target).arrow("products")


def test_it_needs_neither_spark_nor_torch_nor_pydantic(old_target: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ALONE, str(old_target)], capture_output=True, text=True, check=True, cwd=old_target,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert told.stdout.startswith("3 6 {('lamp', 'power'): 'W', ('mug', 'capacity'): 'ml'} Tags of products")


def test_readers_of_today_read_the_tables_as_they_lie(old_target: Path) -> None:
    """Reader version 1, which docs/reading.md promises: no feature that one of them lacks."""
    extension = pytest.importorskip("duckdb_extension_delta")
    alone = duckdb.connect()
    alone.execute(f"LOAD '{next(Path(extension.__file__).parent.rglob('delta.duckdb_extension'))}'")
    for name in facetmill.open(old_target).versions:
        stored = deltalake.DeltaTable(str(old_target / name))
        assert stored.protocol().min_reader_version == 1
        rows = stored.to_pyarrow_table().num_rows
        assert pl.read_delta(str(old_target / name)).height == rows
        assert alone.sql(f"SELECT count(*) FROM delta_scan('{old_target / name}')").fetchall() == [(rows,)]


def test_spark_reads_what_delta_rs_cannot_and_stderr_says_so(
    spark: SparkSession, old_target: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Deletion vectors, which somebody has turned on."""
    spark.sql(f"ALTER TABLE delta.`{old_target}/decisions` SET TBLPROPERTIES (delta.enableDeletionVectors = true)")
    tables = facetmill.open(old_target)
    assert tables.pandas("decisions")["action"].tolist() == ["map"]
    assert "decisions (The table has set these reader features: {'deletionVectors'}" in capfd.readouterr().err
    assert tables.duckdb().sql("SELECT action FROM decisions").fetchall() == [("map",)]
