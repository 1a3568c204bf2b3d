"""Products that the sources no longer hold."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def kept_rows(stored: DataFrame, products: DataFrame, listings: DataFrame, run_id: str) -> DataFrame:
    """Rows of attributes, tags or products that stay as listed products are made anew: those of absent products.

    What belongs to no product, or to one of another category, is left of a run that died, and stays out. Products get
    an empty content_hash: their values may be those of an earlier recipe, so they are made anew once they are back.
    """
    absent = products.join(absent_products(products, listings), "product_id", "left_semi")
    keys: list[str] = [name for name in ("product_id", "category") if name in stored.columns]
    kept = stored.join(absent.select(*keys), keys, "left_semi")
    if "content_hash" not in kept.columns:
        return kept
    return kept.withColumns({"content_hash": F.lit(""), "run_id": F.lit(run_id)})


def absent_products(products: DataFrame, listings: DataFrame) -> DataFrame:
    """Ids of stored products that no accepted listing has."""
    accepted = listings.filter(F.col("reason").isNull()).select("product_id")
    return products.select("product_id").join(accepted, "product_id", "left_anti")
