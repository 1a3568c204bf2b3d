"""Open sources to the listings that a schema is drafted of: all rows are counted, a sample comes to the driver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import Column, DataFrame, Row
from pyspark.sql import functions as F
from pyspark.storagelevel import StorageLevel

from jobs.sources.sources import OpenSource, listings
from training.drafting.catalog import CatalogListing, Stated
from training.drafting.drafts import Key
from udfs.spark.catalog import catalog_row

SAMPLE = 50_000
"""Listings that a draft looks at."""
_DESCRIPTION = 4_000  # characters of a description that are kept; all of it is looked through for parameters
_VALUE = 1_000
_LEAST_FROM_TEXT = 2  # rows of a key that only descriptions have: others are slips of reading prose


@dataclass(frozen=True, slots=True)
class KeyCount:
    """How many rows of all state a key. ``from_text``: how many of them only in a parameter block."""

    key: Key
    rows: int
    from_text: int


class Catalog:
    """All rows of the sources, read once and kept on disk until :meth:`close`."""

    def __init__(self, opened: Sequence[OpenSource]) -> None:
        """Nothing is read yet."""
        parts = [_read(one) for one in opened]
        self._rows = reduce(DataFrame.unionByName, parts).persist(StorageLevel.DISK_ONLY)

    def close(self) -> None:
        """Let go of the rows."""
        self._rows.unpersist()

    def count(self) -> int:
        """All rows, those without an id or text too."""
        return self._rows.count()

    def unusable(self) -> dict[str, int]:
        """Rows that no listing can be made of, by the reason."""
        counted = self._rows.filter(_reason().isNotNull()).groupBy(_reason().alias("reason")).count()
        return {row["reason"]: row["count"] for row in counted.orderBy(F.desc("count")).collect()}

    def sample(self, most: int = SAMPLE) -> list[CatalogListing]:
        """At most so many listings, the same ones in each run over the same rows: by a digest of their ids.

        Of copies of an id one counts.
        """
        usable = self._rows.filter(_reason().isNull()).dropDuplicates(["product_id"])
        chosen = usable.orderBy(F.xxhash64("product_id"), "product_id").limit(most)
        return [_listing(row) for row in chosen.toLocalIterator()]

    def keys(self) -> list[KeyCount]:
        """Keys by source and site with the rows that state them, the most frequent first."""
        said = F.explode("catalog.stated").alias("said")
        each = self._rows.select("source", "row", F.col("catalog.site").alias("site"), said)
        key = F.col("said.key").alias("key")
        of_row = each.groupBy("source", "site", key, "row").agg(F.min("said.from_text").alias("from_text"))
        counted = of_row.groupBy("source", "site", "key").agg(
            F.count(F.lit(1)).alias("rows"), F.sum("from_text").alias("from_text")
        )
        kept = counted.filter((F.col("from_text") < F.col("rows")) | (F.col("rows") >= _LEAST_FROM_TEXT))
        ordered = kept.orderBy(F.desc("rows"), "source", "site", "key")
        return [
            KeyCount(Key(row["source"], row["site"], row["key"]), row["rows"], row["from_text"])
            for row in ordered.toLocalIterator()
        ]

    def paths(self) -> list[tuple[tuple[str, ...], int]]:
        """Paths of categories with their rows, the most frequent first; the empty one stands for rows without one."""
        counted = self._rows.groupBy(F.col("catalog.path").alias("path")).count().orderBy(F.desc("count"), "path")
        return [(tuple(row["path"]), row["count"]) for row in counted.toLocalIterator()]

    def rows(self) -> Iterator[tuple[str | None, str | None, tuple[str, ...]]]:
        """Of every row its id, why it cannot be drafted of (null where it can), and its path; one after the other."""
        for row in self._rows.select(
            "product_id", _reason().alias("reason"), F.col("catalog.path").alias("path")
        ).toLocalIterator():
            yield row["product_id"], row["reason"], tuple(row["path"] or ())


def _read(opened: OpenSource) -> DataFrame:
    rows = listings(opened)
    catalog = catalog_row()("title", "description", "category_text", "site_text", "seller_attributes")
    return rows.select(
        "source", "product_id", "title", F.substring("description", 1, _DESCRIPTION).alias("description"), "corrupt",
        F.xxhash64("source", "raw").alias("row"),
        catalog.alias("catalog"),
    )  # fmt: skip


def _reason() -> Column:
    blank = F.coalesce(F.trim("title"), F.lit("")) == ""
    without = F.coalesce(F.trim("description"), F.lit("")) == ""
    return (
        F.when(F.col("corrupt"), F.lit("the row does not parse"))
        .when(F.col("product_id").isNull(), F.lit("no id"))
        .when(blank & without, F.lit("no text"))
    )


def _listing(row: Row) -> CatalogListing:
    catalog = row["catalog"]
    stated = tuple(Stated(each["key"], each["value"][:_VALUE], bool(each["from_text"])) for each in catalog["stated"])
    return CatalogListing(
        row["product_id"],
        row["source"],
        row["title"],
        row["description"],
        catalog["site"],
        tuple(catalog["path"]),
        stated,
    )


def totals(keys: Sequence[KeyCount]) -> Mapping[Key, int]:
    """Rows by key."""
    return {each.key: each.rows for each in keys}
