"""Products whose listing was accepted when it was last read, and rows of other tables that belong to them.

A stale product keeps its old values for those who ask for it; they count nowhere.
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def current(products: DataFrame) -> DataFrame:
    """Rows of table products without those that are stale."""
    return products.filter(F.col("stale").isNull())


def of_current(rows: DataFrame, products: DataFrame) -> DataFrame:
    """Rows of attributes or tags without those of stale products."""
    stale = products.filter(F.col("stale").isNotNull()).select("product_id")
    return rows.join(stale, "product_id", "left_anti").select(rows.columns)
