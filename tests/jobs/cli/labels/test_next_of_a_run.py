"""``facetmill labels next --config``: picks from the tables of a job that has run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyspark.sql import SparkSession

from jobs.cli.main import main

SHOP = """sku,name,type
A1,"Acme mug, 350 ml",cup
A2,"Acme mug, 350 ml",cup
A3,艾克米 白色马克杯,
A4,台灯 5瓦,台灯
A5,,cup
"""
JOB = """
name: tiny
target: {folder}/target
checkpoint: {checkpoint}
schema: {schema}
sources:
  - name: shop
    format: csv
    path: {folder}/shop.csv
    columns: {{product_id: sku, title: name, category: type}}
thresholds: {{category: 0, category_precision: null}}
answers: false
"""


@pytest.mark.usefixtures("spark")
def test_products_of_the_last_run_are_picked_with_what_its_model_said(
    spark: SparkSession, tmp_path: Path, tiny_checkpoint: Path, tiny_schema_folder: Path
) -> None:
    assert spark.getActiveSession() is not None
    config, out = tmp_path / "job.yaml", tmp_path / "next.jsonl"
    config.write_text(JOB.format(folder=tmp_path, checkpoint=tiny_checkpoint, schema=tiny_schema_folder))
    (tmp_path / "shop.csv").write_text(SHOP, encoding="utf-8")
    for words in (("run", "--config", config), ("labels", "next", "--config", config, "--out", out)):
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exit_code == 0, result.output

    rows = {row["product_id"]: row for row in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    assert {key: row["products"] for key, row in rows.items()} == {"A1": 2, "A3": 1, "A4": 1}
    told = {key: row["suggested"]["category"] for key, row in rows.items()}
    assert (told["A1"], told["A4"]) == ({"id": "mug", "confidence": 1.0}, {"id": "lamp", "confidence": 1.0})
    assert told["A3"]["confidence"] < 1.0
    assert any(row["suggested"]["spans"] for row in rows.values())
    assert "3 of 3 texts, of 4 products" in result.stderr
