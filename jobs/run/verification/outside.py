"""Listings that are goods of no known category, and those that are least sure of theirs: what a run shows of them."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame, Row, Window
from pyspark.sql import functions as F

from udfs.reasons import Reason

SAMPLES = 12
"""How many listings outside are shown, and how many of each category."""
_TITLE = 100  # characters


def is_outside() -> Column:
    """Of categorized listings: whether one is goods of no known category, rejected or kept without one."""
    rejected = F.col("reason") == Reason.UNKNOWN_CATEGORY.value
    return F.coalesce(rejected, F.col("category").isNull())


def is_unsure() -> Column:
    """Whether its category is not the seller's own word."""
    return F.col("reason").isNull() & (F.col("category_confidence") < 1.0)


def samples(listings: DataFrame) -> list[Row]:
    """Up to twelve listings outside and of each category the least sure: category (null: outside), confidence,
    product_id, title (or what the description begins with), and why; those outside first.

    ``listings``: categorized ones. Of those outside any are as good as others: the same are taken on every run.
    """
    title = F.substring(F.coalesce("title", "description"), 1, _TITLE).alias("title")
    why = F.coalesce(F.col("doubt"), F.col("detail")).alias("why")
    shown = listings.filter(is_outside() | is_unsure()).select(
        "category", F.col("category_confidence").alias("confidence"), "product_id", title, why, "row_hash"
    )
    least = Window.partitionBy("category").orderBy(F.asc_nulls_first("confidence"), "row_hash")
    ranked = shown.withColumn("_rank", F.row_number().over(least)).filter(F.col("_rank") <= SAMPLES)
    return ranked.orderBy(F.asc_nulls_first("category"), "_rank").drop("_rank", "row_hash").collect()
