"""Products by attribute, value, source and state, counted once for all tables that need it."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

_GROUP = ("category", "source", "attribute", "state", "value_id", "value", "number", "tag")


def counted(attributes: DataFrame, claims: DataFrame, products: DataFrame) -> DataFrame:
    """``products`` with equal category, source, attribute, state and value.

    ``value_id``, ``value`` and ``number`` (of a quantity) are null where there is no standard value. ``state`` is one
    of :data:`jobs.lake.tables.answers.coverage.STATES` in rows that stand for the attribute of a product, null in those
    of its further values. What was too unsure has a row of its own, beside the one that is missing where the attribute
    is required. Rows without an attribute count all products of a category and source, or those with a ``tag``.

    ``attributes`` and ``claims`` may have stale products, ``products`` are current ones.
    """
    known = products.filter("category IS NOT NULL").select("product_id", "category", "source", "tags")
    quantity = F.when(F.col("unit").isNotNull(), F.col("number"))
    stated = attributes.select(
        "product_id", "category", "attribute", _state().alias("state"), "value_id", "value", quantity.alias("number")
    )
    unsure = claims.filter("outcome = 'below_threshold'").select("product_id", "category", "attribute").distinct()
    standing = attributes.filter("status <> 'missing'").select("product_id", "attribute")
    weak = unsure.join(standing, ["product_id", "attribute"], "left_anti")
    told = stated.unionByName(weak.withColumn("state", F.lit("low_confidence")), allowMissingColumns=True)
    of_values = told.join(known.drop("tags"), ["product_id", "category"])
    # Each product once by itself, and once for each tag.
    of_products = known.select(
        "category", "source", F.explode(F.concat(F.array(F.lit(None)), F.coalesce("tags", F.array()))).alias("tag")
    )
    every = of_values.unionByName(of_products, allowMissingColumns=True)
    return every.groupBy(*_GROUP).agg(F.count(F.lit(1)).alias("products"))


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
