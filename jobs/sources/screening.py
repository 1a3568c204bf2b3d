"""Screened listings: a reason against those that can't be standardized, and the hashes that say what has changed.

What speaks against a listing by itself is said in :mod:`udfs.screening`; here the copies of an id compete.
"""

from __future__ import annotations

from typing import Any

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from jobs.config import DuplicateId
from udfs.reasons import Reason

SCREENED_BY = ("product_id", "title", "description", "category_text", "site_text", "seller_attributes", "corrupt")
"""Columns of a listing that it is screened by, in the order in which udfs.spark.functions.screened takes them."""
SCREENED = "screened"
"""Column of what that function says."""


def screen(listings: DataFrame, screened: Any, duplicate_id: DuplicateId) -> DataFrame:
    """Canonical listings with ``category`` (the seller's, as schema id), ``named``, ``wording``, ``site``, hashes,
    ``reason``, ``detail`` and ``remark``.

    A listing is accepted exactly when ``reason`` is null. ``screened`` is a column function of ``SCREENED_BY``.
    ``duplicate_id``: see :class:`jobs.config.Reject`.
    """
    return settle(listings.withColumn(SCREENED, screened(*SCREENED_BY)), duplicate_id)


def settle(listings: DataFrame, duplicate_id: DuplicateId) -> DataFrame:
    """The same of listings that have the column ``SCREENED`` already."""
    # The seller's attributes as they came give way to what they say.
    own = [name for name in listings.columns if name not in ("seller_attributes", "corrupt", SCREENED)]
    known = _remarked(listings.select(*own, f"{SCREENED}.*"))
    return _without_duplicates(_with_hashes(known), duplicate_id)


def _remarked(known: DataFrame) -> DataFrame:
    """``remark``: all that was odd about an accepted listing; an expression that failed may be why one is rejected."""
    unread = F.concat(F.lit("seller_attributes: "), F.col("unread"))
    accepted = F.col("reason").isNull()
    remark = F.nullif(F.concat_ws("; ", "detail", unread, "failed"), F.lit(""))
    why = F.nullif(F.concat_ws("; ", "detail", "failed"), F.lit(""))
    return known.withColumns(
        {"remark": F.when(accepted, remark), "detail": F.when(accepted, F.col("detail")).otherwise(why)}
    )


def _with_hashes(listings: DataFrame) -> DataFrame:
    """``row_hash``: the row as read; ``text_hash``: what the model reads; ``content_hash``: what makes a product."""
    entries = F.array_sort("seller_attributes").alias("entries")
    content = ("source", "product_id", "title", "description", "category", "site", "locale", "updated_at")
    # Of a category that the seller names itself nothing more is said, and the hash stays what it was.
    hinted = F.when(F.col("named").isin("within", "above"), F.col("named")).alias("named")
    return listings.withColumns(
        {
            "row_hash": _digest("source", "raw"),
            "text_hash": _digest("title", "description", "category", "site"),
            "content_hash": _digest(*content, entries, hinted),
        }
    )


def _digest(*columns: str | Column) -> Column:
    """sha256 of the columns as JSON, which tells a null from an empty text and one column from the next.

    JSON leaves nulls out: a column that is added changes no hash until it has a value.
    """
    return F.sha2(F.to_json(F.struct(*columns)), 256)


def _without_duplicates(listings: DataFrame, duplicate_id: DuplicateId) -> DataFrame:
    """Only otherwise good copies compete for an id: a broken newer copy must not take the place of a good one."""
    good = F.col("reason").isNull()
    # Rows that are out already, an id missing perhaps, stand each alone: no partition grows with the broken rows.
    same = Window.partitionBy(F.when(good, F.col("product_id")).otherwise(F.col("row_hash")), good)
    newest_first = same.orderBy(F.desc_nulls_last("updated_at"), "row_hash")
    ranked = listings.withColumns({"_copies": F.count(F.lit(1)).over(same), "_rank": F.row_number().over(newest_first)})
    loses = (F.col("_copies") > 1) if duplicate_id == "reject" else (F.col("_rank") > 1)
    # Of copies without a date, or of one date, any is as good as the other, and none is the newest.
    newest, date = F.max("updated_at").over(same), F.col("updated_at")
    dated = newest.isNotNull() & (date.isNull() | (newest > date))
    differ = F.min("text_hash").over(same) != F.max("text_hash").over(same)
    undated = F.concat(
        F.lit("; no date tells which is the newest"), F.when(differ, F.lit("; their texts differ")).otherwise(F.lit(""))
    )
    taken = F.when(dated, F.lit("; the newest was taken")).otherwise(undated)
    why = F.concat(F.lit(" copies of this id"), F.lit("") if duplicate_id == "reject" else taken)
    duplicate = good & loses
    return ranked.withColumns(
        {
            "reason": F.when(duplicate, F.lit(Reason.DUPLICATE_ID.value)).otherwise(F.col("reason")),
            "detail": F.when(duplicate, F.concat(F.col("_copies").cast("string"), why)).otherwise(F.col("detail")),
        }
    ).drop("_copies", "_rank")
