"""What a file is by its first bytes, and what to do with one that holds no rows of text."""

from __future__ import annotations

import json
import re

_TEXT = "save it as CSV UTF-8"
_UNPACK = "unpack it and name a file in it"
NO_LISTINGS = "it holds no listings; take it out of `path`"
_LEADS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (or another old Office file)", _TEXT),
    (b"\x09\x08\x10\x00", "an old Excel workbook", _TEXT),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"\xfd7zXZ\x00", "packed by xz", "pack it by gzip, bzip2 or zstd"),
    (b"\x04\x22\x4d\x18", "packed by lz4", "pack it by gzip, bzip2 or zstd"),
    (b"\xff\x06\x00\x00sNaPpY", "packed by snappy", "pack it by gzip, bzip2 or zstd"),
    (b"\x1f\x9d", "packed by compress", "pack it by gzip, bzip2 or zstd"),
    (b"%PDF-", "a PDF", "listings are not read from it; get them as CSV or JSON"),
    (b"{\\rtf", "an RTF document", "save it as plain text in UTF-8"),
    (b"\x89PNG\r\n", "a picture (PNG)", NO_LISTINGS),
    (b"\xff\xd8\xff", "a picture (JPEG)", NO_LISTINGS),
    (b"II*\x00", "a picture (TIFF)", NO_LISTINGS),
    (b"MM\x00*", "a picture (TIFF)", NO_LISTINGS),
    (b"\x00\x00\x01\x00", "an icon", NO_LISTINGS),
    (b"Obj\x01", "an Avro file", "write it as Parquet or JSON lines"),
    (b"\x89HDF", "an HDF5 file", "write it as Parquet or CSV"),
    (b"SQLite format 3\x00", "an SQLite database", "export its table as CSV"),
    (b"\x00\x01\x00\x00Standard ", "an Access database", "export its table as CSV"),
    (b"\x7fELF", "a program", NO_LISTINGS),
    (b"\xff\xfe\x00\x00", "text in UTF-32", "save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "text in UTF-32", "save it as UTF-8"),
    (b"version https://git-lfs.github.com/spec/", "the pointer of Git LFS, not the file", "run `git lfs pull`"),
    (b"-----BEGIN PGP", "encrypted", "decrypt it first"),
)
# These are letters, with which a text may begin too.
_LETTERS: tuple[tuple[bytes, str, str], ...] = (
    (b"LZIP", "packed by lzip", "pack it by gzip, bzip2 or zstd"),
    (b"GIF87a", "a picture (GIF)", NO_LISTINGS),
    (b"GIF89a", "a picture (GIF)", NO_LISTINGS),
    (b"ID3", "a sound file", NO_LISTINGS),
    (b"OggS", "a sound file", NO_LISTINGS),
    (b"PAR1", "a Parquet file", "set `format: parquet`, and name it .parquet"),
    (b"PARE", "an encrypted Parquet file", "write it without encryption"),
    (b"ORC", "an ORC file", "write it as Parquet"),
    (b"ARROW1", "an Arrow file", "write it as Parquet"),
    (b"FEA1", "a Feather file", "write it as Parquet"),
)
_ZIPPED = (
    (b"xl/", "an Excel workbook", _TEXT),
    (b"word/", "a Word document", "save it as plain text or CSV in UTF-8"),
    (b"ppt/", "a PowerPoint file", NO_LISTINGS),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet", _TEXT),
    (b"Index/Document.iwa", "a Numbers spreadsheet", _TEXT),
    (b"[Content_Types].xml", "an Office file", _TEXT),
)
_MARKUP = (
    (rb"(?i)<!doctype html|<html\b|<head\b|<body\b", "an HTML page, perhaps of an error or a login",
     "open it, and fetch the file again"),
    (rb"(?i)<(?:table|meta|script)\b", "an HTML table", _TEXT),
    (rb"<\?xml\b|<(?:rss|feed|Workbook|Error|urlset)\b", "XML", "convert it to CSV or JSON lines"),
)  # fmt: skip
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b\x1a")) + b"\x7f"
_FEW = 0.01  # control characters, of all bytes: a text may hold some
_JSON_BEGINS = re.compile(r'[\s,]*[\[{][\s\[{]*(?:"(?:[^"\\\n]|\\.)*+"\s*[:,\]]|[\]}]\s*$)')


def foreign(head: bytes) -> str | None:
    """What a file is, and what to do, if its first bytes (unpacked) are no text to read rows from; null where they are.

    Said as the end of a sentence that begins with the file's name: ``is a PDF: …``.
    """
    found = by_signature(head) or _by_markup(head) or _by_control(head)
    return f"is {found[0]}: {found[1]}" if found else None


def is_parquet(head: bytes) -> bool:
    """Whether a file begins as Parquet does."""
    return head.startswith(b"PAR1")


def by_signature(head: bytes) -> tuple[str, str] | None:
    """What a file is that its first bytes name, and what to do; null where they name nothing."""
    if head.startswith(_ZIP):
        inside = ((name, advice) for part, name, advice in _ZIPPED if part in head)
        return next(inside, ("a ZIP archive", _UNPACK))
    if head[257:262] == b"ustar":
        return "a tar archive", _UNPACK
    if head[4:8] == b"ftyp":
        return "a picture or film", NO_LISTINGS
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"AVI ", b"WAVE"):
        return "a picture, film or sound", NO_LISTINGS
    if head[:2] in (b"BM", b"MZ") and b"\x00" in head[:16]:
        return "a picture or a program", NO_LISTINGS
    leads = (*_LEADS, *_LETTERS) if b"\x00" in head else _LEADS
    return next(((name, advice) for lead, name, advice in leads if head.startswith(lead)), None)


def _by_markup(head: bytes) -> tuple[str, str] | None:
    begin = head[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next(((name, advice) for lead, name, advice in _MARKUP if re.match(lead, begin)), None)


def _by_control(head: bytes) -> tuple[str, str] | None:
    """Bytes that no text holds, unless it is in UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    begin = head[:4096]
    odd, even = begin[1::2].count(0), begin[::2].count(0)
    if max(odd, even) > len(begin) / 8 and min(odd, even) < max(odd, even) / 8:
        name = "UTF-16LE" if odd > even else "UTF-16BE"
        return f"text in {name} without its mark", "save it as UTF-8"
    if _is_text(begin):
        return None
    if odd + even < len(begin) / 4 and _is_text(begin.replace(b"\0", b"")):
        return "a text with NUL bytes in it", "take them out, as by `tr -d '\\000'`"
    return "no text", "listings are read from CSV, JSON, text, Parquet and Delta; get them as one of these"


def _is_text(begin: bytes) -> bool:
    return len(begin.translate(None, _CONTROL)) >= len(begin) * (1 - _FEW)


def begins_as_json(text: str) -> bool:
    """Whether a text begins with an object or array, as no CSV and no title does."""
    return _JSON_BEGINS.match(text) is not None


def is_object(line: str) -> bool:
    """Whether a line is one whole JSON object."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
