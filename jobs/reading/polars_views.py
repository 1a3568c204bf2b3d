"""The wide views of :mod:`jobs.reading.wide` in Polars."""

from __future__ import annotations

import polars as pl
import pyarrow.compute as pc

from jobs.language.names import Labels
from jobs.reading.duck_views import is_translated
from jobs.reading.published.target import Target
from jobs.reading.wide import EVIDENCE, OWN, WideColumn, wide_view


def wide_frame(tables: Target, name: str, labels: Labels) -> pl.DataFrame:
    """A wide view by its name, such as ``tea_typed``: rows as Spark and DuckDB give them, in the labels' language.

    Maps are lists of structs with key and value. Raises KeyError for a name that is none.
    """
    kind, category = wide_view(name, labels.schema)
    here = pc.field("category") == category
    columns = [*kind.of(labels.schema, category)]
    own = tables.polars("products", where=here).filter(pl.col("stale").is_null()).select(OWN)
    rows = _attributes(tables, here, labels)
    if kind.only_standard:
        rows = rows.filter(status="standard")
    made = [_column(column, attribute).alias(column.name) for attribute, column in columns]
    wide = own.join(rows.sort("ordinal").group_by("product_id", maintain_order=True).agg(made), "product_id", "left")
    if kind.only_standard:
        return wide
    return wide.with_columns(pl.col(c.name).fill_null([]) for _, c in columns if c.many)


def _attributes(tables: Target, here: pc.Expression, labels: Labels) -> pl.DataFrame:
    """The category's rows, ``value`` in the language, or as it stands where it has no label in it."""
    rows = tables.arrow("attributes", where=here)
    if is_translated(labels):
        label = pc.map_lookup(rows["labels"].combine_chunks(), labels.lang, "first")
        chinese = [rows["value_zh"]] if labels.lang == "zh" else []  # of targets that are older than labels
        value = pc.coalesce(label, *chinese, rows["value"])
        rows = rows.set_column(rows.column_names.index("value"), "value", value)
    frame = pl.from_arrow(rows.drop_columns(["labels"]))
    assert isinstance(frame, pl.DataFrame)
    return frame


def _column(column: WideColumn, attribute: str) -> pl.Expr:
    """Of a group in the order of its ordinals."""
    here = pl.col("attribute") == attribute
    if column.taken != "evidence":
        here &= pl.col("status") == "standard"
    found = _taken(column).filter(here)
    return found if column.many else found.first()


def _taken(column: WideColumn) -> pl.Expr:
    match column.taken:
        case "evidence":
            return pl.struct(EVIDENCE)
        case "holds":
            return pl.col("value_id") == "yes"
        case "parts":
            pair = pl.struct(key=pl.element().struct.field("name"), value=pl.element().struct.field("number"))
            return pl.col("parts").list.eval(pair)
        case name:
            return pl.col(name)
