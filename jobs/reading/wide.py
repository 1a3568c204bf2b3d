"""Which columns an attribute has in the wide view of its category: one definition for Spark and DuckDB."""

from __future__ import annotations

from typing import Literal, NamedTuple

from jobs.lake.tables.target import TABLES
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema

SUFFIX = "_products"
"""What stands behind a category's id in the name of its view."""

Taken = Literal["value", "number", "number_max", "parts"]


def view_names(schema: Schema) -> list[str]:
    """The tables, and a view for each category."""
    return [*TABLES, *(f"{key}{SUFFIX}" for key in schema.categories)]


class WideColumn(NamedTuple):
    """A column: its name, and what of table attributes stands in it.

    ``many``: all values in order as an array. Else it is of the value with the lowest ordinal. ``parts`` are a map of
    names to numbers.
    """

    name: str
    taken: Taken
    many: bool = False


def wide_columns(name: str, attribute: Attribute) -> list[WideColumn]:
    """The columns of one attribute."""
    if attribute.has_many:
        return [WideColumn(name, "value", many=True)]
    parts = WideColumn(f"{name}_parts", "parts")
    if attribute.traits.numeric:
        columns = [WideColumn(name, "number"), WideColumn(f"{name}_max", "number_max")]
        return [*columns, parts] if attribute.pack in ("total", "each") else columns
    if attribute.kind == "ordered":
        return [WideColumn(name, "value"), WideColumn(f"{name}_place", "number")]
    return [WideColumn(name, "value"), *([parts] if attribute.kind in ("dimensions", "composition") else [])]
