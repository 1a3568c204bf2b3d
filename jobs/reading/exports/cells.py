"""Values as cells of CSV files and workbooks: what is nested as JSON, and no text that a spreadsheet would run."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")


def csv_cell(value: Any) -> str:
    """A cell of a CSV file; null is empty. A text that a spreadsheet takes for a formula gets ``'`` before it."""
    if value is None:
        return ""
    text = plain_text(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text


def sheet_cell(value: Any) -> Any:
    """A cell of a workbook: numbers, truth values and times as such, all else as text without control characters."""
    if value is None or isinstance(value, bool | int | float | datetime):
        return value
    return _CONTROL.sub(_escaped, plain_text(value))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text that somebody types, or opens in a CSV file."""
    return bool(_FORMULA.match(text))


def plain_text(value: Any) -> str:
    """Nested values as JSON, times in ISO 8601, truth values in lower case, all else as it prints."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=json_value)
    return str(value)


def json_value(value: Any) -> Any:
    """What JSON has no type for: instants, which are UTC, with a Z."""
    return f"{value.isoformat()}Z" if isinstance(value, datetime) else str(value)


def _escaped(found: re.Match[str]) -> str:
    """As workbooks write characters that XML cannot hold: ``_x0007_``; and what only looks like that."""
    sign = found[0]
    return "_x005F_x" if sign == "_x" else f"_x{ord(sign):04X}_"
