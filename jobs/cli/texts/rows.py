"""The CSV file of texts that people edit: its columns, and its rows with all that is wrong with them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from udfs.errors import SourceError

COLUMNS = (
    "product_id", "kind", "style", "language", "text", "status", "verdict", "outdated", "note", "detail", "category",
    "edited_by", "edited_at", "digest",
)  # fmt: skip
"""Columns that are written, in their order."""
_NEEDED = ("product_id", "kind", "style", "language", "text", "status")
_SEPARATORS = ",;\t"  # spreadsheets write the one of their country

Fault = tuple[int, str]
"""A line of the file, and what is wrong with it."""
Key = tuple[str, str, str, str]
"""What tells texts apart: product_id, kind, style, language."""


class FileRow(NamedTuple):
    """A row of the file. ``text``, ``note`` and ``digest`` are null where they are empty.

    ``line``: where it begins, from 1.
    """

    line: int
    key: Key
    text: str | None
    status: str
    note: str | None
    digest: str | None

    @property
    def is_changed(self) -> bool:
        """Whether somebody edited it since it was written; true of rows that were not written by us."""
        return self.digest != digest(self.key, self.text, self.status)


def digest(key: Key, text: str | None, status: str) -> str:
    """Tells whether a row is as it was written. It begins with a letter: a spreadsheet might take it for a number."""
    told = json.dumps([*key, text, status], ensure_ascii=False)
    return f"x{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def same_line_ends(text: str) -> str | None:
    """A text as it is compared: line ends of one kind, no white space around it; null where nothing is left."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() or None


def read_rows(path: str, faults: list[Fault]) -> list[FileRow]:
    """The rows of a file; faults of rows, which are left out, are added to ``faults``.

    Raises SourceError where it is no such file: unreadable, not UTF-8, or without a column that is needed.
    """
    records = _records(path, faults)
    header = next(records, None)
    if header is None:
        raise SourceError(f"{path} is empty; write one with `facetmill texts export`")
    names = [name.strip() for name in header[1]]
    _require_columns(path, names)
    rows = []
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            n_cells = len(cells)
            faults.append((line, f"it has {n_cells} cells, the header {len(names)}; quote texts that hold commas"))
            continue
        rows.append(_row(line, dict(zip(names, cells, strict=True))))
    return rows


def _row(line: int, cells: dict[str, str]) -> FileRow:
    kind, style = (cells[name].strip().lower() for name in ("kind", "style"))
    key = (cells["product_id"], kind, style, cells["language"].strip())
    text, note = same_line_ends(cells["text"]), cells.get("note", "").strip() or None
    return FileRow(
        line, key, text, cells["status"].strip().lower(), note, cells.get("digest", "").strip() or None
    )  # fmt: skip


def _records(path: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file with the line that each begins at."""
    text = _text(path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=first.count), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as cause:
        faults.append((line, f"it is no CSV: {cause}; the rest was not read"))


def _text(path: str) -> str:
    try:
        data = Path(path).read_bytes()
    except OSError as cause:
        raise SourceError(f"cannot read the texts {path}: {cause.strerror}; correct the name") from cause
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = data.count(b"\n", 0, cause.start) + 1
        raise SourceError(
            f"cannot read the texts {path}: line {line} is not UTF-8; save it as `CSV UTF-8` in the spreadsheet"
        ) from cause


def _require_columns(path: str, names: Sequence[str]) -> None:
    missing = [name for name in _NEEDED if name not in names]
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if missing:
        raise SourceError(
            f"{path} lacks the column {' and '.join(missing)}; it has {', '.join(filter(None, names)) or 'none'}. "
            "Write one with `facetmill texts export` to see all columns"
        )
    if twice:
        raise SourceError(f"{path} has the column {' and '.join(twice)} twice; keep one of them")
