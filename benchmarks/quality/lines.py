"""Files of one JSON object a line and CSV files, whose faults name the line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from udfs.errors import SourceError
from udfs.jsonl import json_object, numbered_lines


class JsonLine(NamedTuple):
    """``number`` counts from 1, ``where`` is file and number, ``text`` the line as it stands."""

    number: int
    where: str
    text: str
    row: dict[str, Any]


def json_lines(path: Path) -> Iterator[JsonLine]:
    """Lines that are not blank. Raises SourceError."""
    try:
        lines = list(numbered_lines(path))
    except OSError as cause:
        raise SourceError(f"cannot read the listings {path}: {cause}; give a file of one JSON object a line") from cause
    for number, line in lines:
        try:
            row = json_object(line)
        except ValueError as fault:
            raise SourceError(f"{path}:{number}: {fault}") from fault
        yield JsonLine(number, f"{path}:{number}", line.decode().rstrip("\n"), row)


def text_of(row: Mapping[str, Any], key: str, where: str) -> str:
    """Raises SourceError where a row lacks a text."""
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"{where}: `{key}` must hold text, got {value!r}; is the file of this data set's format?")
    return value


def csv_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """File and last line of each record, with all of the record.

    Raises SourceError where the file is no CSV, lacks one of ``columns``, or a record has other fields than the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
                raise SourceError(
                    f"{path}:1: the header lacks {', '.join(missing)}, it has {', '.join(reader.fieldnames or ())}; "
                    "is the file of this data set's format?"
                )
            for row in reader:
                where = f"{path}:{reader.line_num}"
                if None in row or None in row.values():
                    n = len(reader.fieldnames or ())
                    raise SourceError(
                        f"{where}: the record does not have the header's {n} fields; correct or delete it"
                    )
                yield where, row
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        raise SourceError(f"cannot read {path}: {cause}; give a CSV file in UTF-8") from cause
