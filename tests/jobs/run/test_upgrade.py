"""Runs of this version over a target of version 0.1.0, see tests/data/target_0_1_0: nothing is inferred again."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from rich.console import Console

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.lake.runs import RunSummary
from jobs.lake.store import Store
from jobs.lake.tables.definitions import Column
from jobs.lake.tables.target import TABLES
from jobs.run import recipes
from jobs.run.pipeline import run
from udfs.checkpoint.manifest import read_manifest
from udfs.config import load_config
from udfs.schema.schema import Schema

OLD = Path(__file__).parents[2] / "data/target_0_1_0"
COLUMNS = {
    "product_id": "sku", "title": "name", "description": "body", "category": "cat",
    "seller_attributes": "from_json(props, 'map<string,string>')", "updated_at": "modified",
}  # fmt: skip


def standardize(spark: SparkSession, folder: Path) -> tuple[RunSummary, str]:
    """One run, and what it told."""
    told = io.StringIO()
    summary = run(spark, load_config(folder / "job.yaml", JobConfig, ()), Progress(Console(file=told, width=200)))
    return summary, told.getvalue()


@pytest.fixture
def folder(
    spark: SparkSession, tmp_path: Path, tiny_checkpoint: Path, tiny_schema_folder: Path, tiny_schema: Schema
) -> Path:
    """A job whose target is the old one; what it cached is made this checkpoint's, whose format may have moved on."""
    shutil.unpack_archive(OLD / "target.zip", tmp_path / "target")
    config = {
        "name": "old", "target": str(tmp_path / "target"), "checkpoint": str(tiny_checkpoint),
        "schema": str(tiny_schema_folder), "thresholds": {"value": 1.0, "match": 1.0}, "answers": False,
        "sources": [{"name": "shop", "format": "csv", "path": str(OLD / "shop.csv"), "columns": COLUMNS}],
    }  # fmt: skip
    (tmp_path / "job.yaml").write_text(json.dumps(config), encoding="utf-8")
    model = read_manifest(str(tiny_checkpoint)).fingerprint
    for name in ("extractions", "matches"):
        own = f"model = '{model}', schema = '{tiny_schema.model_fingerprint}'"
        spark.sql(f"UPDATE delta.`{tmp_path}/target/{name}` SET {own}")
    return tmp_path


def test_a_corrected_rule_reaches_stored_products_once(
    spark: SparkSession, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if a rule of version 0.1.0 had made another value, which its last run published.
    spark.sql(f"UPDATE delta.`{folder}/target/attributes` SET value = '350 mL' WHERE attribute = 'capacity'")
    spark.sql(
        f"UPDATE delta.`{folder}/target/runs` SET table_versions = "
        "transform_values(table_versions, (name, version) -> if(name = 'attributes', 3L, version))"
    )
    counts = standardize(spark, folder)[0].counts
    assert (counts["made_anew"], counts["texts_inferred"], counts["values_compared"]) == (3, 0, 0)
    values = Store(spark, f"{folder}/target").read("attributes").filter("value is not null")
    assert {(row["product_id"], row["attribute"], row["value"]) for row in values.collect()} == {
        ("a1", "capacity", "350 ml"), ("a1", "color", "Black"), ("a2", "brand", "Acme"), ("l1", "power", "5 W"),
    }  # fmt: skip

    monkeypatch.setattr(recipes, "rules_digest", lambda: "corrected")
    counts = standardize(spark, folder)[0].counts
    assert (counts["made_anew"], counts["changed"], counts["texts_inferred"]) == (3, 0, 0)
    written = {name: count for name, count in counts.items() if name.endswith(("_inserted", "_updated", "_deleted"))}
    assert set(written.values()) == {0}


def test_an_upgrade_of_tables_makes_no_product_anew(
    spark: SparkSession, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = standardize(spark, folder)[0]
    kept = first.table_versions
    for name in ("attributes", "products", "tags"):
        columns = (*TABLES[name].columns, Column("later", "STRING", "Null until the product is made anew."))
        monkeypatch.setitem(TABLES, name, replace(TABLES[name], columns=columns))
    summary, told = standardize(spark, folder)
    for name in ("attributes", "products", "tags"):
        assert f"table {name}: adds later\n" in told
    assert "nothing changed since the last run" in told
    assert (summary.counts["made_anew"], summary.counts["texts_inferred"]) == (0, 0)
    commits = {name: version - kept[name] for name, version in summary.table_versions.items()}
    assert {name for name, number in commits.items() if number} == {"attributes", "products", "tags", "runs"}
    assert set(commits.values()) == {0, 1}
    store = Store(spark, f"{folder}/target")
    for version in (kept["products"], summary.table_versions["products"]):
        rows = store.read("products", version).select("product_id", "later").collect()
        assert {tuple(row) for row in rows} == {("a1", None), ("a2", None), ("l1", None)}
