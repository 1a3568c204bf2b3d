"""Files as nobody prepared them, read by Spark: rows in order of their ids, or the sentence that names the file."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession

from jobs.cli.run.dry_run import choose_source, open_file
from jobs.config import JobConfig, Source
from jobs.sources.files import lines
from jobs.sources.sources import OpenSource, listings, open_sources
from udfs.errors import SourceError

TABLE = "product_id,title,category\n1,Mug,cup\n2,杯子,cup\n"
MUG_AND_CUP = [("1", "Mug"), ("2", "杯子")]
OBJECTS = '[\n  {"product_id": 1, "title": "Mug"},\n  {"product_id": 2, "title": "杯子"}\n]\n'
COLUMNS = {"product_id": "product_id", "title": "title"}
NO_SOURCES = JobConfig.model_construct(sources=())

Folder = Callable[..., OpenSource]


def rows(opened: OpenSource) -> list[tuple[str | None, str | None]]:
    found = listings(opened).collect()
    return sorted(((row["product_id"], row["title"]) for row in found if not row["corrupt"]), key=str)


def broken(opened: OpenSource) -> list[str]:
    return sorted(row["raw"] for row in listings(opened).collect() if row["corrupt"])


@pytest.fixture
def folder(spark: SparkSession, tmp_path: Path) -> Folder:
    """Write files into a folder and open it as a source."""

    def make(kind: str, contents: dict[str, str | bytes], path: str = "", **options: Any) -> OpenSource:
        for name, content in contents.items():
            file = tmp_path / "in" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        given = {
            "name": "shop",
            "format": kind,
            "path": f"{tmp_path}/in/{path}",
            "columns": COLUMNS,
            "options": options,
        }
        return open_sources(spark, [Source.model_validate(given)])[0]

    return make


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv.gz", gzip.compress(TABLE.encode()[:30], mtime=0) + gzip.compress(TABLE.encode()[30:], mtime=0)),
        ("a.csv.bz2", bz2.compress(TABLE.encode())),
        ("a.csv.zst", pa.compress(TABLE.encode(), "zstd", asbytes=True)),
        ("a.tsv", TABLE.replace(",", "\t").encode()),
        ("semicolons.csv", TABLE.replace(",", ";").encode()),
        ("amazon.txt", TABLE.replace(",", "\t").encode()),
        ("export[1] {新}*.csv", ("\ufeff" + TABLE).encode()),
        ("upper.csv", TABLE.replace("product_id,title", "Product_ID, TITLE ").encode()),
        ("utf16.csv", TABLE.replace("\n", "\r\n").encode("utf-16")),
        ("old-mac.csv", TABLE.replace("\n", "\r").encode()),
        ("mixed-ends.csv", TABLE.replace("category\n", "category\r\n").encode()),
        ("twice.csv", (TABLE + TABLE[:26]).encode()),
        ("array.json", OBJECTS.encode()),
        ("one-line.json.gz", gzip.compress(OBJECTS.replace("\n", "").encode(), mtime=0)),
        ("one-line.jsonl", OBJECTS.strip("[]\n").replace("},\n", "}").encode()),
        ("utf16.json", OBJECTS.encode("utf-16")),
        ("json.csv", OBJECTS.encode()),
        ("no-ending", TABLE.encode()),
    ],
)
def test_a_file_that_nobody_described_is_read(spark: SparkSession, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    opened = open_file(spark, choose_source(str(tmp_path / name), NO_SOURCES, None))
    assert (rows(opened), broken(opened)) == (MUG_AND_CUP, [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"PK\x03\x04\0\0xl/", "a.csv is an Excel workbook: save it as CSV UTF-8"),
        ("a.xlsx", b"PK\x03\x04\0\0xl/", "a.xlsx is an Excel workbook"),
        (
            "a.csv.gz",
            gzip.compress(TABLE.encode() * 999, mtime=0)[:-90],
            "a.csv.gz is damaged, it does not unpack to its end",
        ),
        ("a.csv", TABLE.encode("gb18030").replace(b"Mug", b"\xd5\xc5"), "a.csv is not UTF-8; it looks like GB18030"),
        ("a.csv", b"product_id,title,Title\n1,a,b\n", "a.csv: the header names title twice; rename one of them"),
        ("a.csv", b"", "a.csv holds nothing, not even a header"),
        ("a.jsonl", b"sku,name\n1,Mug\n", "a.jsonl holds no JSON, its first line is `sku,name`"),
        ("a.dat", b"Mug\nCup\n", "cannot tell what .*a.dat is: name it .csv"),
        ("a.csv", b"Mug\nCup\n", "a.csv lacks the column product_id and title; it has Mug. .*is named .txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(
    spark: SparkSession, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=said):
        open_file(spark, choose_source(str(tmp_path / name), NO_SOURCES, None))


def test_titles_one_a_line(folder: Folder) -> None:
    opened = folder("text", {"a.txt": "Mug\n\n 杯子 \nMug\n", "b.txt.gz": gzip.compress(b"Cup", mtime=0)})
    found = rows(opened)
    assert sorted(str(title) for _, title in found) == ["Cup", "Mug", "Mug", "杯子"]
    assert len({product for product, _ in found}) == 3  # equal lines compete as copies of one id
    assert ("1fb9305ec9b158d14739b417ce47da7b", "Cup") in found


@pytest.mark.parametrize("by_workers", [False, True])
def test_a_quote_that_is_never_closed_costs_its_own_row(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, by_workers: bool
) -> None:
    monkeypatch.setattr(lines, "IN_PROCESS", 0 if by_workers else 1000)
    opened = folder(
        "csv",
        {
            "a.csv": 'product_id,title\n1,"Mug\n2,Cup\n3,"two\n\nlines"\n4,"Jug"\n',
            "day=1/b.csv": 'title,product_id\n"x\ny",5\n',
        },
        path="a.csv",
    )
    assert rows(opened) == [("2", "Cup"), ("3", "two\n\nlines"), ("4", "Jug")]
    assert broken(opened) == ['1,"Mug']
    (note,) = opened.notes
    assert "a.csv: 1 row(s) open a quote that is never closed, and are rejected; the rows after them are read" in note
    assert note.endswith('one is `1,"Mug`')


def test_what_stands_in_a_folder_and_is_no_row_is_told(folder: Folder) -> None:
    opened = folder(
        "csv",
        {
            "a.csv": TABLE, "empty.csv": "", "README.md": "# sku,title", "_SUCCESS": "", ".a.csv.crc": b"\0",
            "_old.csv": TABLE, "2025/b.csv": TABLE,
        },
    )  # fmt: skip
    assert rows(opened) == MUG_AND_CUP
    assert opened.notes == (
        "left out: README.md, folder 2025, _old.csv (hidden by the first character of its name)",
        "1 file(s) hold nothing",
    )
    with pytest.raises(SourceError, match=r"2026/ has no file of rows, but folder deep; name a folder as `FOLDER/\*`"):
        folder("csv", {"2026/deep/c.csv": TABLE}, path="2026/")


def test_all_files_of_a_folder_that_do_not_fit_are_named_at_once(folder: Folder) -> None:
    with pytest.raises(SourceError) as error:
        folder("csv", {"a.csv": TABLE, "b.csv": b"%PDF-1.4", "c.csv": b"\xff\xd8\xff\xe0"})
    assert "b.csv is a PDF: listings are not read" in str(error.value)
    assert "c.csv is a picture (JPEG)" in str(error.value)


def test_a_file_without_header_among_others_stops_the_run(folder: Folder) -> None:
    said = r"b.csv begins with `3,Jug,cup`, which names no column that `columns` uses: give it the header of the other"
    with pytest.raises(SourceError, match=said):
        folder("csv", {"a.csv": TABLE, "b.csv": "3,Jug,cup\n4,Pot,cup\n"})


def test_a_separator_other_than_told_stops_the_run(folder: Folder) -> None:
    with pytest.raises(SourceError, match=r'where columns are separated by ",": set `options: {sep: ";"}`'):
        folder("csv", {"a.csv": TABLE.replace(",", ";")})


def test_a_delta_table_is_not_read_as_its_files(folder: Folder) -> None:
    with pytest.raises(SourceError, match="is a Delta table: set `format: delta`"):
        folder("parquet", {"_delta_log/0.json": "{}", "a.parquet": b"PAR1"})
    with pytest.raises(SourceError, match=r"a.parquet is a PDF"):
        folder("parquet", {"x/a.parquet": b"%PDF-1.4"}, path="x")
