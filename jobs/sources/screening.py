"""Which listings can be standardized, and why not the others; the hashes that say what has changed."""

from __future__ import annotations

from typing import Any

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from jobs.config import Reject
from jobs.sources.sources import BLANK

_REPLACEMENT = "\ufffd"  # what a decoder leaves where bytes made no character


def screen(listings: DataFrame, category_id: Any, site_of: Any, limits: Reject) -> DataFrame:
    """Canonical listings with ``category`` (the seller's, as schema id), ``site``, hashes, ``reason`` and ``detail``.

    A listing is accepted exactly when ``reason`` is null. ``category_id`` is a column function from a seller's wording
    to a category id or null, ``site_of`` one from a URL, host or shop's name to a site or null: without a site a
    listing is as good as with one.
    """
    known = listings.withColumns({"category": category_id(F.col("category_text")), "site": site_of(F.col("site_text"))})
    judged = _first_reason(_with_hashes(known), limits)
    return _without_duplicates(judged, limits)


def _with_hashes(listings: DataFrame) -> DataFrame:
    """``row_hash``: the row as read; ``text_hash``: what the model reads; ``content_hash``: what makes a product."""
    entries = F.array_sort(F.map_entries("seller_attributes")).alias("entries")
    content = ("source", "product_id", "title", "description", "category", "site", "locale", "updated_at")
    return listings.withColumns(
        {
            "row_hash": _digest("source", "raw"),
            "text_hash": _digest("title", "description", "category", "site"),
            "content_hash": _digest(*content, entries),
        }
    )


def _digest(*columns: str | Column) -> Column:
    """sha256 of the columns as JSON, which tells a null from an empty text and one column from the next.

    JSON leaves nulls out: a column that is added changes no hash until it has a value.
    """
    return F.sha2(F.to_json(F.struct(*columns)), 256)


def _first_reason(listings: DataFrame, limits: Reject) -> DataFrame:
    length = F.coalesce(F.length("title"), F.lit(0)) + F.coalesce(F.length("description"), F.lit(0))
    sellers = (F.map_keys("seller_attributes"), F.map_values("seller_attributes"))
    text = F.concat_ws(" ", "product_id", "title", "description", "category_text", *sellers)
    checks: list[tuple[str, Column, Column]] = [
        ("undecodable", F.col("corrupt"), F.lit("the row does not parse; see raw")),
        (
            "undecodable",
            F.contains(text, F.lit(_REPLACEMENT)),
            F.lit("the text holds U+FFFD; set the source's encoding"),
        ),
        ("no_id", F.col("product_id").isNull(), F.lit(None).cast("string")),
        ("no_text", ~(_has_text("title") | _has_text("description")), F.lit(None).cast("string")),
        (
            "too_large",
            length > limits.max_characters,
            F.concat(length.cast("string"), F.lit(f" characters, allowed are {limits.max_characters}")),
        ),
        (
            "unknown_category",
            F.col("category_text").isNotNull() & F.col("category").isNull(),
            F.concat(F.lit("the schema has no category "), F.col("category_text")),
        ),
    ]
    reason, detail = F.lit(None).cast("string"), F.lit(None).cast("string")
    for name, broken, why in reversed(checks):
        holds = F.coalesce(broken, F.lit(False))
        reason = F.when(holds, F.lit(name)).otherwise(reason)
        detail = F.when(holds, why).otherwise(detail)
    return listings.withColumns({"reason": reason, "detail": detail})


def _has_text(name: str) -> Column:
    """Whether anything but white space is left without tags; null counts as nothing."""
    bare = F.regexp_replace(F.col(name), rf"(?U)<[a-zA-Z/!][^<>]*>|&nbsp;|[{BLANK}]", "")
    return F.coalesce(F.length(bare) > 0, F.lit(False))


def _without_duplicates(listings: DataFrame, limits: Reject) -> DataFrame:
    """Only otherwise good copies compete for an id: a broken newer copy must not take the place of a good one."""
    good = F.col("reason").isNull()
    # Rows that are out already, an id missing perhaps, stand each alone: no partition grows with the broken rows.
    same = Window.partitionBy(F.when(good, F.col("product_id")).otherwise(F.col("row_hash")), good)
    newest_first = same.orderBy(F.desc_nulls_last("updated_at"), "row_hash")
    ranked = listings.withColumns({"_copies": F.count(F.lit(1)).over(same), "_rank": F.row_number().over(newest_first)})
    loses = (F.col("_copies") > 1) if limits.duplicate_id == "reject" else (F.col("_rank") > 1)
    why = "copies of this id" if limits.duplicate_id == "reject" else "copies of this id; the newest was taken"
    duplicate = good & loses
    return ranked.withColumns(
        {
            "reason": F.when(duplicate, F.lit("duplicate_id")).otherwise(F.col("reason")),
            "detail": F.when(duplicate, F.concat(F.col("_copies").cast("string"), F.lit(f" {why}"))).otherwise(
                F.col("detail")
            ),
        }
    ).drop("_copies", "_rank", "corrupt")
