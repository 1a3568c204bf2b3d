"""What a file is by its first bytes, and in which encoding: bytes in, sentence out."""

from __future__ import annotations

import bz2
import gzip

import pyarrow as pa
import pytest

from jobs.sources.files.compression import bytes_to_read, unpacked, without_packing, wrongly_named
from jobs.sources.files.encodings import encoding_of, misread
from jobs.sources.files.kinds import begins_as_json, foreign

FOREIGN = [
    (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml xl/workbook.xml", "is an Excel workbook: save it as CSV UTF-8"),
    (b"PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "is an OpenDocument spreadsheet"),
    (b"PK\x03\x04\x14\x00\x00\x00shop.csv", "is a ZIP archive: unpack it and name a file in it"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "is an old Excel workbook (or another old Office file)"),
    (b"Rar!\x1a\x07\x01\x00", "is a RAR archive: unpack"),
    (b"7z\xbc\xaf\x27\x1c\x00", "is a 7z archive: unpack"),
    (b"shop.csv".ljust(257, b"\0") + b"ustar", "is a tar archive: unpack"),
    (b"\xfd7zXZ\x00\x00", "is packed by xz: pack it by gzip, bzip2 or zstd"),
    (b"%PDF-1.7\n%", "is a PDF: listings are not read from it; get them as CSV or JSON"),
    (b"\x89PNG\r\n\x1a\n", "is a picture (PNG): it holds no listings"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "is a picture (JPEG)"),
    (b"RIFF\x10\x00\x00\x00WEBPVP8", "is a picture, film or sound"),
    (b"PAR1\x15\x00\x15", "is a Parquet file: set `format: parquet`"),
    (b"SQLite format 3\x00\x10", "is an SQLite database: export its table as CSV"),
    (b"Obj\x01\x04\x14avro.codec", "is an Avro file: write it as Parquet or JSON lines"),
    (b"\n<!DOCTYPE html><html><title>Sign in</title>", "is an HTML page, perhaps of an error or a login: open it"),
    (b"\xef\xbb\xbf<table><tr><td>sku</td>", "is an HTML table: save it as CSV UTF-8"),
    (b'<?xml version="1.0"?><rss>', "is XML: convert it to CSV or JSON lines"),
    (b"version https://git-lfs.github.com/spec/v1\noid", "is the pointer of Git LFS, not the file: run `git lfs pull`"),
    ("sku,title\n1,Mug\n".encode("utf-16-le"), "is text in UTF-16LE without its mark: save it as UTF-8"),
    (b"sku,title\n1,M\x00ug\n2,\x00\x00\n", "is a text with NUL bytes in it: take them out, as by `tr -d '\\000'`"),
    (b"sku,title\n\x00\x01\x02\x03\x04\x05", "is no text: listings are read from CSV, JSON"),
]  # fmt: skip
TEXTS = [
    b"sku,title\n1,Mug\n", b"PARKA,1\n", b"ORCA mug\n", b"ID3,title\n", b"BMW cap\n", b"MZ shoes\n", b"GIF89a\n", b"",
    b"<3 mug\n", "编号,标题\n".encode(), "sku\n".encode("utf-16"), b"sku,title\n" + b"1,Mug\n" * 99 + b"2,M\x00g\n",
]  # fmt: skip


@pytest.mark.parametrize(("head", "said"), FOREIGN)
def test_what_holds_no_rows_of_text_is_named_with_what_to_do(head: bytes, said: str) -> None:
    assert (foreign(head) or "").startswith(said)


@pytest.mark.parametrize("head", TEXTS)
def test_text_is_text_whatever_it_begins_with(head: bytes) -> None:
    assert foreign(head) is None


@pytest.mark.parametrize(
    ("text", "is_json"),
    [
        ('{"id": 1}', True), ('[\n  {\n    "id": 1', True), ("[]", True), ('\n[{"id": 1},', True), ("{}", True),
        ('id,"name"', False), ("[Sony] headphones", False), ("[12 pack] mugs", False), ("{sku},title", False),
    ],
)  # fmt: skip
def test_objects_and_arrays_are_told_from_titles_and_headers(text: str, is_json: bool) -> None:
    assert begins_as_json(text) is is_json


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("编号,标题\n1,陶瓷马克杯 大容量\n", "gb18030", "it looks like GB18030: set `options: {encoding: GB18030}`"),
        ("編號,標題\n1,陶瓷馬克杯 大容量\n", "big5", "it looks like Big5"),
        ("id,título\n1,café crème\n", "cp1252", "it looks like windows-1252"),
        ("id,商品\n1,マグカップ\n", "shift_jis", "it looks like Shift_JIS"),
        ("sku,title\n1,杯子\n2,水壶\n", "gb18030", "it looks like GB18030"),  # a header that any encoding has
    ],
)  # fmt: skip
def test_another_encoding_is_named(text: str, encoding: str, said: str) -> None:
    assert said in (misread(text.encode(encoding), "UTF-8") or "")


def test_a_row_of_odd_bytes_is_no_other_encoding() -> None:
    assert misread("sku,标题\n1,杯子\n".encode() + b"2,caf\xe9\n", "UTF-8") is None
    assert misread(b"sku,title\n1,Mug\n2,Cup\n3,caf\xe9\n", "UTF-8") is None


def test_utf_8_told_to_be_another_encoding_is_found_out() -> None:
    assert misread("编号,标题\n1,杯\n".encode(), "GB18030") == (
        "is UTF-8, not GB18030: leave `encoding` out of its `options`"
    )
    assert misread("编号,标题\n1,杯\n".encode("gb18030"), "GB18030") is None


def test_the_byte_order_mark_counts_more_than_what_is_told() -> None:
    assert encoding_of("a".encode("utf-16"), {"encoding": "GB18030"}) == "UTF-16LE"
    assert encoding_of(b"\xfe\xff\x00a", {}) == "UTF-16BE"
    assert encoding_of(b"\xef\xbb\xbfa", {"charset": "latin1"}) == "UTF-8"
    assert encoding_of(b"a", {"charset": "latin1"}) == "LATIN1"


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".zst"])
def test_the_first_bytes_of_what_is_packed(ending: str) -> None:
    text = "".join(f"{number},杯 {number * 7919 % 10007}\n" for number in range(60_000)).encode()
    pack = {".gz": gzip.compress, ".bz2": bz2.compress, ".zst": lambda raw: pa.compress(raw, "zstd", asbytes=True)}
    raw, name = pack[ending](text), f"shop.csv{ending}"
    assert unpacked(raw[: bytes_to_read(name, 9000)], name, 9000) == text[:9000]
    assert without_packing(name) == "shop.csv"
    assert wrongly_named(raw, name) is None
    assert wrongly_named(raw, "shop.csv") == f"is packed: name it {name}"
    assert wrongly_named(text, name) == f"is not packed, though its name ends in {ending}: name it shop.csv"
    with pytest.raises(ValueError, match="is damaged, it does not unpack"):
        unpacked(raw[:4] + b"\x99" * 400, name, 9000)


def test_packing_that_is_not_read_says_so() -> None:
    assert wrongly_named(b"\xfd7zXZ", "a.csv.xz") == ("ends in .xz, which is not read: pack it by gzip, bzip2 or zstd")
    assert wrongly_named(gzip.compress(b"a", mtime=0), "a.csv.gzip") == "is packed: name it a.csv.gz"
