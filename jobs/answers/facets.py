"""Rows of table facets."""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from jobs.answers.guide import Guide

_VALUE = ("category", "attribute", "value_id", "value")


def facets(counted: DataFrame, guide: Guide) -> DataFrame:
    """All facets with their products, in the order to show them; ``counted``: see :func:`jobs.answers.counted.counted`.

    Values with a place go before those without; equal places, and values without, by products, then by value.
    """
    sold = counted.filter(F.col("attribute").isNull()).groupBy("category").agg(F.sum("products").alias("sold"))
    found = counted.filter(F.col("value").isNotNull()).groupBy(*_VALUE).agg(F.sum("products").alias("products"))
    keyed = found.withColumn("key", F.coalesce("value_id", "value"))
    known = keyed.join(F.broadcast(guide.values), ["category", "attribute", "key"], "left")
    order = Window.partitionBy("category", "attribute").orderBy(
        F.asc_nulls_last("place"), F.desc("products"), "value", "value_id"
    )
    placed = known.join(F.broadcast(sold), "category").withColumns(
        {"position": F.row_number().over(order), "share": F.round(F.col("products") / F.col("sold"), 6)}
    )
    return placed.select(*_VALUE, "labels", "position", "range_from", "range_to", "unit", "products", "share")
