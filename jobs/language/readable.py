"""Rows of the tables as a person reads them: ids as names, statuses, origins, rules and reasons as words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobs.language.names import Labels

_WORDS = frozenset({"status", "origin", "category_origin", "rule", "reason", "detail", "kind", "action", "bound"})


def readable(row: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """The cells of a row of a table, or of some columns of one. In English the ids, which are words already."""
    cells = dict(row)
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


def heading(column: str, labels: Labels, category: str | None = None) -> str:
    """What stands above a column: the name of an attribute of the category, else a fixed word; in English its id.

    Columns keep their ids, so that queries are the same in all languages.
    """
    if labels.lang == "en":
        return column
    for suffix in ("", "_max", "_parts", "_place", "_evidence"):
        known = column.removesuffix(suffix)
        name = labels.attribute(category, known)
        if name != known and column.endswith(suffix):
            return name + labels.say(suffix)
    return labels.say(column)
