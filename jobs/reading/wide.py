"""Which columns an attribute has in the wide views of its category: one definition for Spark, DuckDB and Polars."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from jobs.lake.tables.target import TABLES
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema

EVIDENCE = ("raw_value", "field", "start_offset", "end_offset", "origin", "confidence", "status")
"""Columns of table attributes that say who states a value, in which words, where, how surely, and what became of it."""
OWN = ("product_id", "title", "source", "completeness")
"""Columns of table products that each wide view begins with."""

Taken = Literal["value", "number", "number_max", "parts", "holds", "evidence"]


class WideColumn(NamedTuple):
    """A column: its name, and what of table attributes stands in it.

    ``many``: all values in order as an array. Else it is of the value with the lowest ordinal. ``parts`` are a map of
    names to numbers, ``holds`` is whether a boolean does, ``evidence`` a struct of :data:`EVIDENCE`. Evidence is of
    rows of any status, all else of standard ones.
    """

    name: str
    taken: Taken
    many: bool = False


class WideView(NamedTuple):
    """A view of a category's products: what stands behind the category's id in its name, and its columns.

    ``only_standard``: products without a standard value have null for arrays too. Else those are empty.
    """

    suffix: str
    columns: Callable[[str, Attribute], list[WideColumn]]
    only_standard: bool = False

    def of(self, schema: Schema, category: str) -> Iterator[tuple[str, WideColumn]]:
        """The columns in order, each with its attribute."""
        for name, attribute in schema.categories[category].live.items():
            for column in self.columns(name, attribute):
                yield name, column


def plain_columns(name: str, attribute: Attribute) -> list[WideColumn]:
    """One attribute as what a reader sees; several values are texts, whatever they are."""
    if attribute.has_many:
        return [WideColumn(name, "value", many=True)]
    parts = WideColumn(f"{name}_parts", "parts")
    if attribute.traits.numeric:
        columns = [WideColumn(name, "number"), WideColumn(f"{name}_max", "number_max")]
        return [*columns, parts] if attribute.pack in ("total", "each") else columns
    if attribute.kind == "ordered":
        return [WideColumn(name, "value"), WideColumn(f"{name}_place", "number")]
    return [WideColumn(name, "value"), *([parts] if attribute.kind in ("dimensions", "composition") else [])]


def typed_columns(name: str, attribute: Attribute) -> list[WideColumn]:
    """The same, with several numbers as numbers, booleans as booleans, and the evidence beside."""
    evidence = WideColumn(f"{name}_evidence", "evidence", many=attribute.has_many)
    if attribute.kind == "boolean":
        return [WideColumn(name, "holds"), evidence]
    if attribute.has_many and attribute.traits.numeric:
        return [WideColumn(name, "number", many=True), evidence]
    return [*plain_columns(name, attribute), evidence]


PRODUCTS = WideView("_products", plain_columns, only_standard=True)
TYPED = WideView("_typed", typed_columns)
_VIEWS = (PRODUCTS, TYPED)


def view_names(schema: Schema) -> list[str]:
    """The tables, and the views of each category."""
    return [*TABLES, *(f"{key}{view.suffix}" for view in _VIEWS for key in schema.categories)]


def wide_view(name: str, schema: Schema) -> tuple[WideView, str]:
    """Which view a name of :func:`view_names` means, and of which category. Raises KeyError for another name."""
    for view in _VIEWS:
        category = name.removesuffix(view.suffix)
        if category != name and category in schema.categories:
            return view, category
    raise KeyError(name)
