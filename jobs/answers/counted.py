"""Products by attribute, value, source and state, counted once for all tables that need it."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

_GROUP = ("category", "attribute", "source", "state", "value_id", "value", "number")


def counted(attributes: DataFrame, claims: DataFrame, products: DataFrame) -> DataFrame:
    """``products`` with equal category, attribute, source, state and value.

    ``value_id``, ``value`` and ``number`` (of a quantity) are null where there is no standard value. ``state`` is one
    of :data:`jobs.lake.tables.answers.coverage.STATES` in rows that stand for the attribute of a product, null in those
    of its further values. What was too unsure has a row of its own, beside the one that is missing where the attribute
    is required. Rows without an attribute count all products of a category and source.

    ``attributes`` and ``claims`` may have stale products, ``products`` are current ones.
    """
    known = products.filter(F.col("category").isNotNull()).select("product_id", "category", "source")
    stated = attributes.join(known, ["product_id", "category"])
    quantity = F.when(F.col("unit").isNotNull(), F.col("number"))
    by_value = stated.withColumns({"state": _state(), "number": quantity}).groupBy(*_GROUP)
    unsure = claims.filter(F.col("outcome") == "below_threshold").select("product_id", "category", "attribute")
    standing = stated.filter(F.col("status") != "missing").select("product_id", "attribute")
    weak = unsure.join(known, ["product_id", "category"]).join(standing, ["product_id", "attribute"], "left_anti")
    each = weak.dropDuplicates(["product_id", "attribute"])
    by_attribute = each.withColumn("state", F.lit("low_confidence")).groupBy(*_GROUP[:4])
    every = known.groupBy("category", "source")
    counts = (group.agg(F.count(F.lit(1)).alias("products")) for group in (by_value, by_attribute, every))
    return next(counts).unionByName(next(counts), True).unionByName(next(counts), True)


def _state() -> Column:
    """All values of an attribute have one status, and one teller: its first row stands for all."""
    status, by_model = F.col("status"), F.col("origin") == "model"
    state = (
        F.when(status != "standard", status)
        .when(by_model & F.col("raw_value").isNull(), "implied")
        .when(by_model, "found")
        .otherwise("stated")
    )
    return F.when(F.col("ordinal") == 0, state)
