"""Files whose first line is a row, and files whose header is odd but a header."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.drafting.headers import first_line_is_a_row
from jobs.drafting.sources import file_source, open_all

MICE = ["B02,Acme mechanical keyboard,49.00,Black", "B03,Acme hub 7 in 1,25.50,Grey", "B04,Acme mouse,32.00,Black"]

_NOTE = (
    "its first line looks like a row, not like names of columns (B01, Acme mouse with silent click, 12.99, White): "
    "it is read as one, with `header: false`"
)


def table(*lines: str) -> tuple[list[str], list[dict[str, str | None]]]:
    names, *rows = (line.split(",") for line in lines)
    return names, [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    "first",
    [
        "B01,Acme mouse,12.99,White",  # a price
        "B01,Acme mouse,https://x.example/1,White",
        "B01,Acme mouse,2024-05-01,White",
        'B01,Acme mouse,{"Color": "White"},Red',
        "B01,保温杯 500毫升,59.90,白色",
    ],
)
def test_a_line_with_cells_that_name_nothing_is_a_row(first: str) -> None:
    assert first_line_is_a_row(*table(first, *MICE))


def test_a_cell_that_comes_again_below_is_one() -> None:
    assert first_line_is_a_row(*table("X,Black", "Y,Black", "Z,Black", "W,Black"))


@pytest.mark.parametrize(
    "first",
    [
        "sku,name,12.99,color",  # one name is a usual one
        "编号,标题,价格,颜色",
        "a,b,2023,2024",  # years
        "a,b,2021-01,2021-02",  # months
        "a,b,2021年1月,2021年2月",
        "a,b,c,d",
        "Farbe,Material,Form,Maße",
    ],
)
def test_a_line_of_names_is_a_header(first: str) -> None:
    assert not first_line_is_a_row(*table(first, *MICE))


def test_no_row_of_a_file_without_header_is_lost(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "mice.csv"
    path.write_text("\n".join(["B01,Acme mouse with silent click,12.99,White", *MICE]), encoding="utf-8")
    (opened,) = open_all(spark, [file_source(str(path))])
    assert opened.source.frame.count() == 4
    assert opened.source.source.columns.title == "_c1"
    assert opened.source.source.options["header"] is False
    assert opened.source.notes == (_NOTE,)
    assert opened.guess is not None
    assert {each.column: each.why for each in opened.guess.told}["_c3"] == "has no name"
