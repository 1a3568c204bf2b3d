"""The CSV file of texts: what is read of it, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.cli.texts.rows import Fault, FileRow, digest, read_rows
from udfs.errors import SourceError

HEAD = "product_id,kind,style,language,text,status"


def read(tmp_path: Path, content: str | bytes) -> tuple[list[FileRow], list[Fault]]:
    path = tmp_path / "texts.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults: list[Fault] = []
    return read_rows(str(path), faults), faults


def test_rows_know_their_lines_whatever_a_spreadsheet_made_of_the_file(tmp_path: Path) -> None:
    saved = (
        "\ufeffproduct_id;note;kind;style;language;text;status\r\n"
        '1;;description;shop_page;en;"Two\r\nlines; ";Approved\r\n'
        ";;;;;;\r\n"
        "2;why;Summary;summary;zh;一句话;draft\r\n"
    )
    assert read(tmp_path, saved) == (
        [
            FileRow(2, ("1", "description", "shop_page", "en"), "Two\nlines;", "approved", None, None),
            FileRow(5, ("2", "summary", "summary", "zh"), "一句话", "draft", "why", None),
        ],
        [],
    )


def test_a_row_that_was_not_touched_is_known(tmp_path: Path) -> None:
    mark = digest(("1", "description", "shop_page", "en"), "A mug.", "draft")
    rows, _ = read(tmp_path, f"{HEAD},digest\n1,description,shop_page,en,A mug. ,draft,{mark}\n")
    assert not rows[0].is_changed
    rows, _ = read(tmp_path, f"{HEAD},digest\n1,description,shop_page,en,A mug!,draft,{mark}\n")
    assert rows[0].is_changed


def test_faults_of_rows_are_collected(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, f'{HEAD}\n1,description,shop_page,en,A mug, a cup,draft\n2,d,s,en,t,draft\n3,"x')
    assert [row.line for row in rows] == [3]
    assert faults == [
        (2, "it has 7 cells, the header 6; quote texts that hold commas"),
        (4, "it is no CSV: unexpected end of data; the rest was not read"),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty; write one with `facetmill texts export`"),
        (b"product_id,text,kind\n", "lacks the column style and language and status; it has product_id, text, kind"),
        (f"{HEAD},text\n".encode(), "has the column text twice; keep one of them"),
        (f"{HEAD}\n1,d,s,zh,容量,draft\n".encode("gbk"), "line 2 is not UTF-8; save it as `CSV UTF-8`"),
    ],
)
def test_a_file_that_is_none_says_why(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        read(tmp_path, content)
