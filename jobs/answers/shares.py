"""How common a value, tag or category is, and how much a term of it therefore tells."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

HALVINGS = 10
"""A value that one of 2 ** 9 products has is as rare as can be."""


def rarity(share: Column) -> Column:
    """Of a share of products, 0.1 to 1 in steps: one for each time that the share is a half of what it was."""
    halvings = F.floor(-F.log2(share)) + 1
    return F.least(F.greatest(halvings, F.lit(1)), F.lit(HALVINGS)) / HALVINGS


def shares_of_values(counted: DataFrame) -> DataFrame:
    """category, attribute, ``key`` (a value's id, or the value) and ``share`` of the category's products.

    ``counted``: see :func:`jobs.answers.counted.counted`.
    """
    sold = counted.filter(F.col("attribute").isNull()).groupBy("category").agg(F.sum("products").alias("sold"))
    stated = counted.filter(F.col("value").isNotNull()).withColumn("key", F.coalesce("value_id", "value"))
    by_value = stated.groupBy("category", "attribute", "key").agg(F.sum("products").alias("products"))
    share = F.col("products") / F.col("sold")
    return by_value.join(F.broadcast(sold), "category").select("category", "attribute", "key", share.alias("share"))


def shares_of_categories(counted: DataFrame) -> DataFrame:
    """category and its ``share`` of all products."""
    sold = counted.filter(F.col("attribute").isNull()).groupBy("category").agg(F.sum("products").alias("n"))
    return _of_all(sold, sold, "category")


def shares_of_tags(tags: DataFrame, counted: DataFrame) -> DataFrame:
    """tag and its ``share`` of all products."""
    every = counted.filter(F.col("attribute").isNull()).select(F.col("products").alias("n"))
    return _of_all(tags.groupBy("tag").agg(F.count(F.lit(1)).alias("n")), every, "tag")


def _of_all(counts: DataFrame, every: DataFrame, name: str) -> DataFrame:
    total = every.agg(F.sum("n").alias("total"))
    return counts.crossJoin(F.broadcast(total)).select(name, (F.col("n") / F.col("total")).alias("share"))
