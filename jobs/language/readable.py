"""Rows of the tables as a person reads them: ids as names, statuses, origins, rules and reasons as words."""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from jobs.language.names import Labels

_WORDS = frozenset({"status", "origin", "category_origin", "rule", "reason", "detail", "kind", "action", "bound"})


def readable(row: Row, labels: Labels) -> dict[str, Any]:
    """The cells of a row of a table, or of some columns of one. In English the ids, which are words already."""
    cells: dict[str, Any] = row.asDict()
    if labels.lang == "en":
        return cells
    return {name: value if value is None else _said(name, value, cells, labels) for name, value in cells.items()}


def _said(name: str, value: Any, cells: dict[str, Any], labels: Labels) -> Any:
    category = cells.get("category")
    if name in _WORDS:
        return labels.say(value)
    match name:
        case "category":
            return labels.category(value)
        case "attribute":
            return labels.attribute(category, value)
        case "attributes" | "numbers" | "numbers_max" | "parts" if isinstance(value, dict):
            return {labels.attribute(category, key): each for key, each in value.items()}
        case "missing":
            return [labels.attribute(category, key) for key in value]
        case "tag":
            return labels.tag(value)
        case "tags":
            return [labels.tag(key) for key in value]
        case "suggested_value" if category is None:  # of a wording for a category
            return labels.category(value)
        case "suggested_value":
            return labels.allowed(category, cells["attribute"], value)
        case "value" if "action" in cells:  # of a decision, which may name a value by its id
            return labels.allowed(category, cells["attribute"], value)
        case _:
            return value


def with_headings(frame: DataFrame, labels: Labels, category: str | None = None) -> DataFrame:
    """The frame with a heading for each column in its metadata: names of the category's attributes, fixed words.

    Columns keep their ids, so that queries are the same in all languages; in English they are the headings.
    """
    if labels.lang == "en":
        return frame

    def heading(column: str) -> str:
        for suffix in ("", "_max", "_parts", "_place"):
            known = column.removesuffix(suffix)
            name = labels.attribute(category, known)
            if name != known and column.endswith(suffix):
                return name + labels.say(suffix)
        return labels.say(column)

    columns = [F.col(name).alias(name, metadata={"column": name, "heading": heading(name)}) for name in frame.columns]
    return frame.select(columns)


def headings(frame: DataFrame) -> list[str]:
    """What stands above the columns of a frame: the heading of a column that kept its name, else its name."""
    return [
        field.metadata["heading"] if field.metadata.get("column", "").lower() == field.name.lower() else field.name
        for field in frame.schema
    ]
