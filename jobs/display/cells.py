"""Values of tables as cells: nested ones as JSON, times in ISO 8601."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from jobs.display.console import Cell, one_line

_CELL = 60


def cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, int | float) else one_line(plain(value), _CELL)


def plain(value: Any) -> str:
    """Nested values as JSON, times in ISO 8601, all else as it prints."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if hasattr(value, "asDict"):  # a row of Spark
        value = value.asDict(recursive=True)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_nested)
    return str(value)


def _nested(value: Any) -> Any:
    return value.asDict(recursive=True) if hasattr(value, "asDict") else str(value)
