"""An Excel workbook, as suppliers send it, to a CSV file that any source reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from udfs.atomic import replacing
from udfs.errors import SourceError

_HEADER_WITHIN = 30  # rows above the table: a logo, an address, a note to the buyer
_DAMAGED = (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, EOFError)


@dataclass(frozen=True, slots=True)
class Converted:
    """``sheet`` was taken, with so many ``rows`` below its header; ``others`` are sheets that were not.

    ``above``: rows before the header that were left out.
    """

    sheet: str
    rows: int
    others: tuple[str, ...]
    above: int

    def told(self) -> str:
        """What a person should know of it, in a sentence."""
        left = f"; other sheets are not read: {', '.join(self.others)}" if self.others else ""
        above = f", {self.above} rows above its header left out" if self.above else ""
        return f"sheet {self.sheet!r} with {self.rows:,} rows{above}{left}"


def to_csv(workbook: str | Path, output: str | Path) -> Converted:
    """Write the sheet with the most rows as CSV in UTF-8, what formulas give as their values.

    Whole numbers lose the ``.0`` that Excel gives them, so that ids and bar codes stay what they are; dates are
    ISO 8601. Empty rows and empty columns are left out. Raises SourceError for what is no readable workbook.
    """
    try:
        with closing(load_workbook(workbook, read_only=True, data_only=True)) as book:
            tables = {sheet.title: _table(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    except _DAMAGED as cause:
        raise SourceError(
            f"cannot read the workbook {workbook}: {cause}; open it in Excel and save it as .xlsx or CSV UTF-8"
        ) from cause
    name, (above, rows) = max(tables.items(), key=lambda each: len(each[1][1]), default=("", (0, [])))
    if len(rows) < 2:
        raise SourceError(f"the workbook {workbook} holds no table: no sheet has a header and a row below it")
    with replacing(output) as file:
        file.write(_written(rows))
    others = tuple(other for other, (_, found) in tables.items() if other != name and found)
    return Converted(name, len(rows) - 1, others, above)


def _table(rows: Iterable[Sequence[Any]]) -> tuple[int, list[list[str]]]:
    """Rows above the header, and the table from its header on, without empty rows and columns."""
    texts = [[_text(cell) for cell in row] for row in rows]
    filled = [row for row in texts if any(row)]
    above = _header(filled)
    table = filled[above:]
    used = [place for place in range(max(map(len, table), default=0)) if any(_at(row, place) for row in table)]
    return above, [[_at(row, place) for place in used] for row in table]


def _header(rows: Sequence[Sequence[str]]) -> int:
    """The first row that fills as many cells as a row of the table: what is above it is no header."""
    counts = [sum(map(bool, row)) for row in rows]
    usual = sorted(counts)[len(counts) // 2] if counts else 0
    return next((place for place, count in enumerate(counts[:_HEADER_WITHIN]) if count >= max(1, 0.6 * usual)), 0)


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _text(cell: Any) -> str:
    """A cell as its reader sees it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell).strip()


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join(_lines(rows)).encode()


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(row)
        yield line.getvalue()
