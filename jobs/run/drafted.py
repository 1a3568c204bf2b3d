"""Categories that a draft found for listings whose sellers name none: they count where there is no model to tell."""

from __future__ import annotations

from collections.abc import Collection

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.session import files
from udfs.errors import ConfigError

DRAFTED = "drafted"
"""Column of a listing's category by the draft; null without one."""
_LINE = "product_id STRING, category STRING"


def with_drafted(listings: DataFrame, spark: SparkSession, path: str | None, categories: Collection[str]) -> DataFrame:
    """Screened listings with the column ``drafted``, by a file as ``rows.jsonl`` of a draft; as they are without.

    An id that the file puts into two categories has none, nor has one whose category is none of ``categories``. Raises
    ConfigError where there is no such file.
    """
    if path is None:
        return listings
    if not files.matches(spark, files.pattern(spark, path)):
        raise ConfigError(f"there is nothing at `drafted: {path}`; draft the schema again, or correct it")
    lines = spark.read.schema(_LINE).json(path).filter(F.col("category").isNotNull())
    one = lines.groupBy("product_id").agg(F.min("category").alias(DRAFTED), F.max("category").alias("_other"))
    sure = one.filter((F.col(DRAFTED) == F.col("_other")) & F.col(DRAFTED).isin(*categories)).drop("_other")
    return listings.join(sure, "product_id", "left")


def by_draft() -> Column:
    """Of listings that were decided on: the draft's category of those that have none; null where it does not count.

    A seller's path that hints at another category speaks against it.
    """
    hinted = F.coalesce(F.col("named").isin("within", "above"), F.lit(False))
    fits = ~hinted | (F.col("category") == F.col(DRAFTED))
    return F.when(F.col("reason").isNull() & F.col("decided.category").isNull() & fits, F.col(DRAFTED))
