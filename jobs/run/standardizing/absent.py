"""Stored products that no accepted listing has: the sources no longer hold them, or hold them in rejected rows only."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.lake.staging import Staging
from udfs.reasons import Reason


def is_outdating() -> Column:
    """Of listings: whether one is rejected for what it says. A copy says nothing against the product."""
    return F.col("reason").isNotNull() & (F.col("reason") != Reason.DUPLICATE_ID.value)


def _is_new() -> Column:
    """Of absent products: whether they are not marked with the reason yet."""
    return F.col("why").isNotNull() & ~F.col("why").eqNullSafe(F.col("stale"))


@dataclass(frozen=True, slots=True)
class Absent:
    """``products``: their product_id and ``why``, the reason that their listing was rejected for; null where the
    sources have none, or only copies of one. ``leaving`` are removed, ``outdated`` are current until now and have a
    listing that was rejected, ``staying`` are all that are kept.
    """

    products: DataFrame
    leaving: int
    staying: int
    outdated: int

    @property
    def left(self) -> DataFrame | None:
        """Ids of those that are removed; null without any."""
        return self.products.filter("leaves").select("product_id") if self.leaving else None

    @property
    def kept(self) -> DataFrame:
        """product_id and ``why`` of those that stay."""
        return self.products.filter("NOT leaves").select("product_id", "why")


def absent_products(staging: Staging, products: DataFrame, listings: DataFrame, *, delete: bool) -> Absent:
    """Stored products without an accepted listing, staged. ``delete``: all leave but those of which there are copies,
    none of them taken.
    """
    found = unaccepted(products, listings).withColumn("leaves", ~F.col("copies") if delete else F.lit(False))
    staged, figures = staging.write(
        "absent", found, leaving=F.count_if("leaves"), staying=F.count_if(~F.col("leaves")),
        outdated=F.count_if(~F.col("leaves") & _is_new()),
    )  # fmt: skip
    return Absent(staged, **figures)


def unaccepted(products: DataFrame, listings: DataFrame) -> DataFrame:
    """product_id, ``stale`` as stored, ``copies`` (whether a listing was rejected as a copy) and ``why``."""
    accepted = listings.filter(F.col("reason").isNull()).select("product_id")
    rejected = listings.filter(F.col("reason").isNotNull() & F.col("product_id").isNotNull())
    reasons = rejected.groupBy("product_id").agg(
        F.bool_or(F.col("reason") == Reason.DUPLICATE_ID.value).alias("copies"), F.min("reason").alias("why")
    )
    absent = products.select("product_id", "stale").join(accepted, "product_id", "left_anti")
    joined = absent.join(reasons, "product_id", "left")
    copies = F.coalesce("copies", F.lit(False))
    return joined.withColumns({"copies": copies, "why": F.when(~copies, F.col("why"))})


def kept_rows(stored: DataFrame, products: DataFrame, absent: DataFrame, run_id: str) -> DataFrame:
    """Rows of attributes, tags or products that stay as listed products are made anew: those of ``absent`` products.

    What belongs to no product, or to one of another category, is left of a run that died, and stays out. Products are
    marked with ``why`` their listing was rejected, and keep an earlier mark where there is no listing. Those that are
    marked have an empty content_hash, so that they are made anew once their listing is accepted; the others are noted
    by :func:`away_rows`.
    """
    own = products.join(absent, "product_id")
    if "content_hash" in stored.columns:
        mark = F.coalesce("why", "stale")
        marks: dict[str, Column] = {
            "content_hash": F.when(mark.isNull(), F.col("content_hash")).otherwise(""),
            "run_id": F.lit(run_id), "stale": mark,
        }  # fmt: skip
        return own.withColumns(marks).select(stored.columns)
    keys: list[str] = [name for name in ("product_id", "category") if name in stored.columns]
    return stored.join(own.select(*keys), keys, "left_semi")


def away_rows(products: DataFrame, absent: DataFrame, run_id: str) -> DataFrame:
    """Rows of table away: ``absent`` products whose values may be those of an earlier recipe, as others are made anew.

    A note in table products would be a change that no reader sees.
    """
    own = products.join(absent.select("product_id"), "product_id", "left_semi")
    return own.select("product_id", F.lit(run_id).alias("run_id"))


def as_made(products: DataFrame, away: DataFrame) -> DataFrame:
    """Products, those of table away as if nothing was known of their listings."""
    noted = away.select("product_id", F.lit(True).alias("_away"))
    content = F.when(F.col("_away"), F.lit("")).otherwise(F.col("content_hash"))
    return products.join(noted, "product_id", "left").withColumn("content_hash", content).drop("_away")


def affected(products: DataFrame, absent: DataFrame, stale: frozenset[str]) -> DataFrame:
    """Absent products that a run has to write: those of ``stale`` categories, and those that are outdated only now."""
    of_stale = F.coalesce(F.col("category").isin(*stale), F.lit(False))
    marked = products.join(absent, "product_id").filter(of_stale | _is_new())
    return products.join(marked.select("product_id"), "product_id", "left_semi").select(products.columns)
