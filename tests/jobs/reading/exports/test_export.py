"""``facetmill export``: what a file of each format holds, and what is refused before anything is written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from jobs.cli.main import main
from jobs.lake.tables.target import TABLES
from jobs.reading.exports import writers
from jobs.reading.exports.cells import csv_cell, sheet_cell

ODD = "=1+1 Nothing\x07 known _x0041_"


def export(target: Path, *arguments: str | Path, exit_code: int = 0) -> Result:
    words = ["export", "--target", str(target), *map(str, arguments)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == exit_code, result.output
    return result


def test_csv_has_nested_columns_as_json_and_no_formulas(kinds_target: Path, tmp_path: Path) -> None:
    out = tmp_path / "tea.csv"
    told = export(kinds_target, "--view", "tea_products", "--where", "completeness < 2 -- all", "--out", out)
    assert f"3 rows written to {out}" in told.stderr
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["product_id"] for row in rows] == ["T1", "T2", "T4"]
    assert (rows[0]["season"], rows[0]["weight"], rows[1]["weight_max"]) == ('["Autumn", "Spring"]', "100.0", "")
    assert rows[2]["title"] == f"'{ODD}"
    assert not list(tmp_path.glob("*.partial"))


def test_a_workbook_has_typed_cells_and_no_formulas(kinds_target: Path, tmp_path: Path) -> None:
    out = tmp_path / "products.xlsx"
    export(kinds_target, "--table", "products", "--out", out)
    sheet = load_workbook(out)["rows"]
    columns = [cell.value for cell in sheet[1]]
    cells = {row[0].value: dict(zip(columns, row, strict=True)) for row in sheet.iter_rows(min_row=2)}
    assert list(cells) == ["M1", "T1", "T2", "T3", "T4"]
    odd = cells["T4"]["title"]
    assert (odd.data_type, odd.quotePrefix, odd.value) == ("s", True, "=1+1 Nothing_x0007_ known _x005F_x0041_")
    assert cells["T1"]["completeness"].value == 1.0
    assert json.loads(cells["T1"]["attributes"].value) == {"season": "Autumn; Spring"}
    assert cells["T2"]["updated_at"].value.isoformat(timespec="seconds").startswith("2026-03-01T10:30:15")


def test_parquet_and_json_lines_hold_values_as_they_are(kinds_target: Path, tmp_path: Path) -> None:
    export(
        kinds_target, "--table", "products", "--where", "product_id IN ('T1', 'T2')", "--out", tmp_path / "p.parquet"
    )
    stored = pq.read_table(tmp_path / "p.parquet")
    assert stored.schema.field("updated_at").type == pa.timestamp("us", "UTC")
    (comment,) = [column.comment for column in TABLES["products"].columns if column.name == "run_id"]
    assert stored.schema.field("run_id").metadata == {b"comment": comment.encode()}
    assert stored["attributes"].to_pylist(maps_as_pydicts="strict")[0] == {"season": "Autumn; Spring"}
    told = export(kinds_target, "--table", "products", "--format", "jsonl", "--where", "title LIKE '=%'", "--out", "-")
    (row,) = [json.loads(line) for line in told.stdout.splitlines()]
    assert (row["title"], row["tags"], row["completeness"]) == (ODD, None, 0.0)


def test_more_rows_than_a_sheet_holds_are_told_before_anything_is_written(
    kinds_target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "products.xlsx"
    out.write_text("before")
    monkeypatch.setattr(writers, "SHEET_ROWS", 4)
    refused = export(kinds_target, "--table", "products", "--out", out, exit_code=2).stderr
    assert "cannot write 5 rows and 23 columns to a workbook: a sheet holds 4 below its head" in refused
    monkeypatch.setattr(writers, "_LONGEST", 20)
    monkeypatch.setattr(writers, "SHEET_ROWS", 5)
    refused = export(kinds_target, "--table", "products", "--out", out, exit_code=2).stderr
    assert "cannot write row 1: run_id has 23 characters, and a cell of a workbook holds 20" in refused
    assert (out.read_text(), sorted(path.name for path in tmp_path.iterdir())) == (
        "before", ["products.xlsx", "products.xlsx.partial"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--out", "x.csv"), "give either --table or --view"),
        (("--table", "tea_products", "--out", "x.csv"), "there is no table 'tea_products'; there are attributes,"),
        (("--view", "tags", "--out", "x.csv"), "there is no view 'tags'; there are mug_products, tea_products"),
        (("--table", "tags", "--out", "x.dat"), "cannot tell the format of x.dat; name it with --format: parquet, csv"),
        (("--table", "tags", "--where", "scor > 1", "--out", "x.csv"), 'Referenced column "scor" not found'),
        (("--table", "tags", "--where", "1=1); SELECT (2", "--out", "x.csv"), "expected one query, got several"),
        (
            ("--table", "tags", "--where", "tag IN (SELECT content FROM read_text('/etc/passwd'))", "--out", "x.csv"),
            "Permission",
        ),
    ],
)
def test_what_cannot_be_exported_is_told(
    kinds_target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told in export(kinds_target, *words, exit_code=2).stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["=1", "+86 10", "-20 °C", "@x", "\t=1", "＝1"])
def test_texts_that_a_spreadsheet_runs_are_told_from_others(text: str) -> None:
    assert csv_cell(text) == f"'{text}"
    assert csv_cell(-20.5) == "-20.5"
    assert sheet_cell(text) == text
