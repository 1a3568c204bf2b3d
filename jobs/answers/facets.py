"""Rows of table facets."""

from __future__ import annotations

from collections.abc import Callable

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from jobs.answers.guide import Guide
from jobs.lake.local import local_frame
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema

_VALUE = ("category", "attribute", "value_id", "value")


def facets(counted: DataFrame, guide: Guide, schema: Schema, attributes: DataFrame) -> DataFrame:
    """All facets with their products, in the order to show them; ``counted``: see :func:`jobs.answers.counted.counted`.

    Values with a place go before those without; equal places, and values without, by products, then by value.
    ``attributes``, those of current products, are asked where a product may have several numbers of an attribute.
    """
    sold = counted.filter("attribute IS NULL AND tag IS NULL").groupBy("category").agg(F.sum("products").alias("sold"))
    known = _valued(counted, guide, schema, attributes).withColumn("key", F.coalesce("value_id", "value"))
    known = known.join(F.broadcast(guide.values), ["category", "attribute", "key"], "left")
    order = Window.partitionBy("category", "attribute").orderBy(
        F.asc_nulls_last("place"), F.desc("products"), "value", "value_id"
    )
    placed = known.join(F.broadcast(sold), "category").withColumns(
        {"position": F.row_number().over(order), "share": F.round(F.col("products") / F.col("sold"), 6)}
    )
    return placed.select(*_VALUE, "labels", "position", "range_from", "range_to", "unit", "products", "share")


def _valued(counted: DataFrame, guide: Guide, schema: Schema, attributes: DataFrame) -> DataFrame:
    """Products by facet."""
    hidden = _chosen(counted, schema, lambda a: a.kind == "identifier")
    several = _chosen(counted, schema, lambda a: a.traits.numeric and a.has_many)
    shown = counted.filter(F.col("value").isNotNull())
    if hidden is not None:
        shown = shown.join(F.broadcast(hidden), ["category", "attribute"], "left_anti")
    if several is None:
        return _in_buckets(shown, guide).groupBy(*_VALUE).agg(F.sum("products").alias("products"))
    single = shown.join(F.broadcast(several), ["category", "attribute"], "left_anti")
    numbers = attributes.filter(F.col("value").isNotNull()).join(F.broadcast(several), ["category", "attribute"])
    found = _in_buckets(numbers, guide).groupBy(*_VALUE).agg(F.count_distinct("product_id").alias("products"))
    return _in_buckets(single, guide).groupBy(*_VALUE).agg(F.sum("products").alias("products")).unionByName(found)


def _in_buckets(rows: DataFrame, guide: Guide) -> DataFrame:
    """The rows, of quantities with the range of their number as ``value``."""
    same = [rows[key] == guide.buckets[key] for key in ("category", "attribute")]
    within = (guide.buckets["lower"] <= rows["number"]) & (rows["number"] < guide.buckets["upper"])
    joined = rows.join(F.broadcast(guide.buckets), [*same, within], "left")
    value: Column = F.coalesce(guide.buckets["bucket"], rows["value"])
    kept = [rows[name] for name in rows.columns if name != "value"]
    return joined.select(*kept, value.alias("value"))


def _chosen(frame: DataFrame, schema: Schema, holds: Callable[[Attribute], bool]) -> DataFrame | None:
    """Category and attribute of those of which something holds; null without any."""
    found = [
        {"category": category, "attribute": key}
        for category, each in schema.categories.items()
        for key, attribute in each.attributes.items()
        if holds(attribute)
    ]
    return local_frame(frame.sparkSession, "category STRING, attribute STRING", found) if found else None
