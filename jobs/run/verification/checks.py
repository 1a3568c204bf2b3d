"""What must hold before a run is published. A check that fails stops the run; readers stay on the one before."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from udfs.errors import RunError, SourceError


def check_counts(*, read: int, standardized: int, rejected: int) -> None:
    """No row is lost: read = standardized + rejected."""
    if read != standardized + rejected:
        raise RunError(
            f"{read} rows were read, but {standardized} standardized and {rejected} rejected; a column expression that "
            "makes several rows of one, or a source that changed while it was read, can do this"
        )


def check_sources(accepted: dict[str, int]) -> None:
    """Each source, by name, gives an accepted row: one that gives none is broken rather than sold out.

    Asked before products that the sources lack are deleted, or it would cost all of a broken source's.
    """
    empty = [name for name, rows in accepted.items() if not rows]
    if empty:
        raise SourceError(
            f"no row of source {', '.join(empty)} can be standardized, and `when_absent: delete` would remove all its "
            "products; nothing was changed: correct the source, or set `when_absent: keep`"
        )


def check_rejected(stored: DataFrame, rejected: int) -> None:
    """Table rejected holds every rejected row, copies counted."""
    row = stored.agg(F.coalesce(F.sum("copies"), F.lit(0)).alias("n")).first()
    found = 0 if row is None else int(row["n"])
    if found != rejected:
        raise RunError(f"{rejected} rows were rejected, but table rejected holds {found}; run again")


def check_products(products: DataFrame, listings: DataFrame) -> None:
    """Every accepted listing is in table products exactly once, as it was read."""
    accepted = listings.filter(F.col("reason").isNull()).select("product_id", "content_hash")
    stored = products.select("product_id", F.col("content_hash").alias("stored_hash"))
    counted = accepted.join(stored, "product_id", "left").groupBy("product_id").agg(
        F.count(F.lit(1)).alias("n"),
        F.bool_and(F.col("content_hash").eqNullSafe(F.col("stored_hash"))).alias("current"),
    )  # fmt: skip
    wrong = counted.filter((F.col("n") != 1) | ~F.col("current"))
    examples = [row["product_id"] for row in wrong.limit(3).collect()]
    if examples:
        raise RunError(
            f"accepted listings are not in table products exactly once, as read: {', '.join(examples)}; run again"
        )


def check_extractions(extractions: DataFrame) -> None:
    """No text is stored twice for one model: it would double its products on every later run."""
    twice = extractions.groupBy("text_hash").count().filter(F.col("count") > 1)
    examples = [row["text_hash"] for row in twice.limit(3).collect()]
    if examples:
        raise RunError(
            f"table extractions holds texts twice for one model: {', '.join(examples)}; another writer must have added "
            "them: delete the copies, then run again"
        )


def check_attributes(attributes: DataFrame, products: DataFrame) -> None:
    """Attribute rows have unique keys and belong to products of the same category."""
    keyed = attributes.groupBy("product_id", "attribute", "ordinal").agg(
        F.count(F.lit(1)).alias("n"), F.first("category").alias("category")
    )
    owners = products.select("product_id", F.col("category").alias("owner"))
    wrong = keyed.join(owners, "product_id", "left").filter(
        (F.col("n") != 1) | ~F.col("category").eqNullSafe(F.col("owner"))
    )
    examples = [row["product_id"] for row in wrong.limit(3).collect()]
    if examples:
        raise RunError(
            f"attribute rows are doubled or of another category for products {', '.join(examples)}; run again"
        )
