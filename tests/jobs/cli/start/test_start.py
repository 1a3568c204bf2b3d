"""``facetmill start``: an export in, tables and all between out; again, and only what is due is done."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from openpyxl import Workbook
from pyspark.sql import SparkSession

from jobs.cli.main import main
from jobs.cli.start.steps import Start

pytestmark = pytest.mark.usefixtures("no_encoder")

EXPORT = """SKU;Product Title;Breadcrumb;Manufacturer;Colour;Specs;Price
M-01;Acme mug 350 ml, black;Home > Kitchen > Mugs;Acme Inc.;Black;Capacity: 350 ml|Material: Clay;9.9
M-02;Acme mug 0.4 l, blue;Home > Kitchen > Mugs;ACME;blue;Capacity: 0.4 l|Material: clay;11.50
M-03;Nordic mug with lid;Home > Kitchen > Mugs;Nordic;Black;Capacity: 300ml|Material: Porcelain;8.00
M-04;Mug for two;Home > Kitchen > Mugs;No Brand;White;Capacity: 500 ml|Material: Porcelain;5.00
M-05;Travel mug;Home > Kitchen > Mugs;Nordic;Black;Capacity: 450 ml|Material: Steel;19.00
L-01;Lumi desk lamp 9 W;Home > Lighting > Lamps;Lumi Ltd;Brass;Power: 9 W|Material: brass;49.00
L-02;Lumi floor lamp;Home > Lighting > Lamps;Lumi;Black;Power: 12W|Material: Steel;89.00
L-03;Table lamp, white;Home > Lighting > Lamps;Lumi;White;Power: 5W|Material: Steel;29.00
L-04;Wall lamp;Home > Lighting > Lamps;Nordic;White;Power: 7 W|Material: Steel;25.00
L-05;Lumi reading lamp;Home > Lighting > Lamps;Lumi;Black;Power: 6 W|Material: Steel;39.00
"""


def workbook(path: Path, text: str) -> Path:
    book = Workbook()
    book.active.title = "Goods"
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        book.active.append(row)
    book.save(path)
    return path


def start(*words: str | Path, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["start", *map(str, words)])
    assert result.exit_code == exit_code, result.output
    return result


def values(spark: SparkSession, place: Path, product: str) -> dict[str, Any]:
    rows = spark.read.format("delta").load(str(place / "warehouse/attributes")).filter(f"product_id = '{product}'")
    return {row["attribute"]: row["value"] for row in rows.collect() if row["status"] == "standard"}


def test_a_workbook_becomes_tables_and_a_newer_file_goes_on_with_them(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "mine"
    first = start(workbook(tmp_path / "may.xlsx", EXPORT), "--out", place, "--yes", "--minutes", "0")

    config = yaml.safe_load((place / "facetmill.yaml").read_text(encoding="utf-8"))
    (source,) = config["sources"]
    assert (source["path"], source["columns"]["product_id"], source["columns"]["title"], config["checkpoint"]) == (
        str(place / "sources/may.csv"), "SKU", "Product Title", "none",
    )  # fmt: skip
    found = values(spark, place, "M-02")
    assert (found["manufacturer"], found["colour"], found["capacity"], found["material"]) == (
        "Acme", "blue", "400 ml", "Clay",
    )  # fmt: skip
    sample = [json.loads(line) for line in (place / "sample.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"M-02", "L-01"} <= {row["product_id"] for row in sample}
    assert {row["title"] for row in sample if row["product_id"] == "L-04"} == {"Wall lamp"}
    assert "$ facetmill schema draft" in first.output
    assert "training is left out (no minutes are given to it)" in first.output

    with monkeypatch.context() as patched:
        patched.setattr(Start, "_run", lambda _: 0)  # what runs make of unchanged sources is tested by themselves
        again = start("--out", place, "--yes", "--minutes", "0")
    assert "$ facetmill schema draft" not in again.output
    assert "draft: done before, for the same input" in again.output

    newer = tmp_path / "june.csv"
    newer.write_text(EXPORT.replace("Acme mug 0.4 l, blue", "Acme mug, white").replace(";blue;", ";White;"))
    start(newer, "--out", place, "--yes", "--minutes", "0")
    assert values(spark, place, "M-02")["colour"] == "White"
    assert f"path: {newer}" in (place / "facetmill.yaml").read_text(encoding="utf-8")


def test_what_cannot_be_started_is_told(tmp_path: Path) -> None:
    result = start("--out", tmp_path / "mine", exit_code=2)
    assert "nothing to start with: name files, as" in result.output
    (tmp_path / "prices.csv").write_text("id;price\n1;2.5\n2;3.5\n")
    result = start(tmp_path / "prices.csv", "--out", tmp_path / "mine", "--yes", exit_code=2)
    assert "no column looks like a title" in result.output
    (tmp_path / "header.csv").write_text("id;title;colour\n")
    result = start(tmp_path / "header.csv", "--out", tmp_path / "mine", "--yes", exit_code=2)
    assert "header.csv: it holds a header and no row below it" in result.output
    (tmp_path / "empty").mkdir()
    result = start(tmp_path / "empty", "--out", tmp_path / "mine", "--yes", exit_code=2)
    assert "empty: it is empty; give one of CSV, JSON or Parquet files alone" in result.output
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    result = start(tmp_path / "old.xls", "--out", tmp_path / "mine", "--yes", exit_code=2)
    assert "save it as CSV UTF-8 in a spreadsheet program" in result.output


def test_a_few_goods_of_one_kind_whose_category_nobody_names_become_tables(spark: SparkSession, tmp_path: Path) -> None:
    goods = (
        f"k{n},Acme mug {250 + n} ml {colour},{colour},{250 + n} ml" for n, colour in enumerate(["black", "red"] * 5)
    )
    (tmp_path / "goods.csv").write_text("id,title,color,capacity\n" + "\n".join(goods) + "\n")
    place = tmp_path / "mine"

    result = start(tmp_path / "goods.csv", "--out", place, "--yes")

    found = values(spark, place, "k3")
    assert (found["color"], found["capacity"]) == ("red", "253 ml")
    products = spark.read.format("delta").load(str(place / "warehouse/products")).collect()
    assert {(row["category_origin"], row["category_confidence"]) for row in products} == {("draft", None)}
    assert "training is left out (10 labelled listings, 60 are needed)" in result.output
    assert "step 1 of 4, draft: about" in result.output
