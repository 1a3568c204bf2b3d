"""One writer for each format of file. Rows are written as they come; a workbook alone is put together."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, Any

import pyarrow as pa

from jobs.reading.exports.cells import csv_cell, is_formula, json_value, sheet_cell
from jobs.reading.queries import Answer
from udfs.errors import InputError

SHEET_ROWS = 1_048_576 - 1
"""Rows that a sheet of a workbook holds, below its head."""
SHEET_COLUMNS = 16_384
_LONGEST = 32_767  # characters of a cell of a workbook

Writer = Callable[[Answer, Mapping[str, str], IO[bytes]], int]
"""Writes an answer, whose columns have comments, to a file, and returns the number of rows."""


def write_parquet(answer: Answer, comments: Mapping[str, str], file: IO[bytes]) -> int:
    """With the types of the tables; comments stand in the metadata of fields, instants are UTC."""
    import pyarrow.parquet as pq

    schema = pa.schema([_field(field, comments) for field in answer.reader.schema])
    count = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in answer.reader:
            columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            count += batch.num_rows
    return count


def write_csv(answer: Answer, comments: Mapping[str, str], file: IO[bytes]) -> int:  # noqa: ARG001  as the others
    """UTF-8 with its mark, without which spreadsheets take Chinese for another encoding."""
    file.write(codecs.BOM_UTF8)
    return _lines(answer.rows(), answer.headings, file)


def write_jsonl(answer: Answer, comments: Mapping[str, str], file: IO[bytes]) -> int:  # noqa: ARG001
    """An object a row, named by the columns; nulls stay."""
    count = 0
    for count, row in enumerate(answer.rows(), 1):  # noqa: B007  the last number is the answer
        told = dict(zip(answer.names, row, strict=True))
        file.write(json.dumps(told, ensure_ascii=False, default=json_value, allow_nan=False).encode() + b"\n")
    return count


def write_xlsx(answer: Answer, comments: Mapping[str, str], file: IO[bytes]) -> int:  # noqa: ARG001
    """One sheet. Raises InputError for a text that no cell holds."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.append([_cell(sheet, name) for name in answer.headings])
    try:
        count = _append(sheet, answer)
    except BaseException:
        sheet.close()  # else what writes it complains on stderr as it is thrown away
        raise
    book.save(file)
    return count


def _append(sheet: Any, answer: Answer) -> int:
    count = 0
    for count, row in enumerate(answer.rows(), 1):
        cells = [sheet_cell(value) for value in row]
        _require_short(cells, answer.names, count)
        sheet.append([_cell(sheet, value) for value in cells])
    return count


WRITERS: dict[str, Writer] = {
    "parquet": write_parquet, "csv": write_csv, "jsonl": write_jsonl, "xlsx": write_xlsx,
}  # fmt: skip


def require_sheet(rows: int, columns: int) -> None:
    """Raises InputError where a sheet does not hold so many."""
    if rows > SHEET_ROWS or columns > SHEET_COLUMNS:
        raise InputError(
            f"cannot write {rows:,} rows and {columns:,} columns to a workbook: a sheet holds {SHEET_ROWS:,} below its "
            f"head, and {SHEET_COLUMNS:,} columns; take fewer by --where, or write csv or parquet. Nothing was written"
        )


def _lines(rows: Iterable[Sequence[Any]], headings: Sequence[str], file: IO[bytes]) -> int:
    buffer, count = io.StringIO(), 0
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings)
    for count, row in enumerate(rows, 1):  # noqa: B007  the last number is the answer
        writer.writerow([csv_cell(value) for value in row])
        file.write(buffer.getvalue().encode())
        buffer.seek(0)
        buffer.truncate()
    file.write(buffer.getvalue().encode())
    return count


def _cell(sheet: Any, value: Any) -> Any:
    """Text is text, whatever it begins with, also when somebody edits it."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    if is_formula(value):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _require_short(cells: Sequence[Any], names: Sequence[str], number: int) -> None:
    for name, cell in zip(names, cells, strict=True):
        if isinstance(cell, str) and len(cell) > _LONGEST:
            raise InputError(
                f"cannot write row {number:,}: {name} has {len(cell):,} characters, and a cell of a workbook holds "
                f"{_LONGEST:,}; leave the row out by --where, or write csv, jsonl or parquet"
            )


def _field(field: pa.Field, comments: Mapping[str, str]) -> pa.Field:
    kind = pa.timestamp("us", "UTC") if pa.types.is_timestamp(field.type) else field.type
    comment = comments.get(field.name)
    return pa.field(field.name, kind, metadata={"comment": comment} if comment else None)
