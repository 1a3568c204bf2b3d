"""Files of listings to be labelled, a line of JSON each, as the commands read and write them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from udfs.atomic import write_texts
from udfs.errors import LabelError
from udfs.jsonl import made_of_lines


def read_rows(path: str) -> list[dict[str, Any]]:
    """The lines of a file as they are, each with a product_id. Raises LabelError with all faults."""
    try:
        rows, faults = made_of_lines(path, _row)
    except OSError as cause:
        raise LabelError(f"cannot read the listings {path}: {cause.strerror}; correct FILE") from cause
    if faults:
        raise LabelError(f"cannot label the listings of {path}: {faults}")
    if not rows:
        raise LabelError(f"{path} holds no listing; `facetmill labels next` writes such a file")
    return rows


def _row(row: dict[str, Any]) -> dict[str, Any]:
    for name in ("title", "description"):
        if row.get(name) is not None and not isinstance(row[name], str):
            raise ValueError(f"`{name}` must be text or null, got {type(row[name]).__name__}")
    if row.get("product_id") in (None, ""):
        raise ValueError("`product_id` is missing")
    if not (row.get("title") or row.get("description")):
        raise ValueError("`title` and `description` are both empty")
    return row


def as_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """A line of JSON for each row."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_rows(path: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write all rows beside the file, and give it its name when they are complete. Raises LabelError."""
    try:
        write_texts({Path(path): as_lines(rows)})
    except OSError as cause:
        raise LabelError(f"cannot write {path}: {cause.strerror}; the file is as it was") from cause
