"""Suppliers' workbooks as CSV."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from jobs.drafting.workbooks import to_csv
from udfs.errors import SourceError


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_the_sheet_with_the_goods_is_taken_from_its_header_on(tmp_path: Path) -> None:
    read_me = [["Prices are valid until June"]]
    goods = [
        ["ACME Ltd, price list"],
        [],
        ["货号", "名称", "Barcode", "Weight (kg)", None, "Since"],
        ["A-1", "不锈钢保温杯", 6901234567892.0, 0.35, None, datetime(2026, 3, 1)],
        ["A-2", 'Mug, 12" tall', 4006381333931, 1.0, None, None],
    ]
    found = to_csv(workbook(tmp_path / "goods.xlsx", Info=read_me, Liste=goods), tmp_path / "goods.csv")
    assert (tmp_path / "goods.csv").read_text(encoding="utf-8").splitlines() == [
        "货号,名称,Barcode,Weight (kg),Since",
        "A-1,不锈钢保温杯,6901234567892,0.35,2026-03-01",
        'A-2,"Mug, 12"" tall",4006381333931,1,',
    ]
    assert (
        found.told() == "sheet 'Liste' with 2 rows, 1 rows above its header left out; other sheets are not read: Info"
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04 cut short", "cannot read the workbook .*; open it in Excel and save it as .xlsx or CSV UTF-8"),
        (None, "holds no table: no sheet has a header and a row below it"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, content: bytes | None, fault: str) -> None:
    path = tmp_path / "goods.xlsx"
    if content is None:
        workbook(path, Empty=[["only a header"]])
    else:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=fault):
        to_csv(path, tmp_path / "goods.csv")
    assert not (tmp_path / "goods.csv").exists()
