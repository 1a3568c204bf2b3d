"""A file of faults: what was put in, what is right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from udfs.errors import SourceError
from udfs.jsonl import numbered_lines

Shape = Literal["quantity", "dimensions", "value", "nearest value", "identifier", "listing", "file", "command"]
"""What an input is, which says what it is put into."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of such a file. ``expected`` is a number, ``[low, high]``, names any of which is right, or prose."""

    id: str
    kind: str
    shape: Shape
    input: Mapping[str, Any]
    expected: Any


@dataclass(frozen=True, slots=True)
class Got:
    """What was made of an input; null where it does not apply.

    ``number`` and ``number_max``, the end of a range, are in ``unit``. ``values`` are canonical values, in English
    where they have a name in it; ``attributes`` maps attribute, or product and attribute, to value.
    """

    status: str
    number: float | None = None
    number_max: float | None = None
    unit: str | None = None
    values: list[str] | None = None
    attributes: Mapping[str, str] | None = None
    detail: str | None = None


NOT_RUN = "not run"


def read_faults(path: Path) -> Iterator[Fault]:
    """The faults of a file, whose texts may hold half of a surrogate pair. Raises SourceError, with the line."""
    try:
        lines = list(numbered_lines(path))
    except OSError as cause:
        raise SourceError(f"cannot read the faults {path}: {cause.strerror}; correct the name") from cause
    for number, line in lines:
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError as cause:
            raise SourceError(f"{where}: this line is no JSON ({cause}); correct or delete it") from cause
        keys = row if isinstance(row, dict) else {}
        if missing := [key for key in ("id", "kind", "input", "expected") if key not in keys]:
            raise SourceError(f"{where}: a fault has id, kind, input and expected; {', '.join(missing)} is missing")
        yield Fault(str(row["id"]), str(row["kind"]), _shape(row, where), row["input"], row["expected"])


def _shape(row: Mapping[str, Any], where: str) -> Shape:
    given = row["input"]
    if not isinstance(given, dict):
        raise SourceError(f"{where}: `input` must be an object, got {type(given).__name__}")
    if "command" in given:
        return "command"
    if {"content", "content_base64", "files"} & given.keys():
        return "file"
    if "text" in given and "unit" in given:
        return "dimensions" if "attributes" in given else "quantity"
    if "raw" in given and "attribute" in given:
        return "nearest value" if "predict" in str(row.get("level")) else "value"
    if "raw" in given:
        return "identifier"
    if "title" in given or "description" in given:
        return "listing"
    raise SourceError(f"{where}: `input` is of no known form, it has {', '.join(given)}; see docs/quality.md")
