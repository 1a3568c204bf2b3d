"""Rows of table coverage."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.answers.local import local_frame
from jobs.lake.tables.answers.coverage import STATES
from udfs.schema.schema import Schema

_KEY = ("category", "attribute", "source")
_FOUND = tuple(state for state in STATES if state != "missing")


def coverage(counted: DataFrame, schema: Schema) -> DataFrame:
    """Products in each state, for all attributes of the categories and sources that have products.

    ``counted``: see :func:`jobs.answers.counted.counted`. A product without a row for an attribute is missing it.
    """
    states = {state: F.sum(F.when(F.col("state") == state, F.col("products"))).alias(state) for state in _FOUND}
    found = counted.filter(F.col("state").isNotNull()).groupBy(*_KEY).agg(*states.values())
    sold = counted.filter(F.col("attribute").isNull()).select("category", "source", "products")
    own = ({"category": key, "attribute": name} for key, each in schema.categories.items() for name in each.attributes)
    attributes = local_frame(counted.sparkSession, "category STRING, attribute STRING", own)
    joined = sold.join(F.broadcast(attributes), "category").join(found, [*_KEY], "left").fillna(0, [*_FOUND])
    missing = F.col("products") - sum((F.col(state) for state in _FOUND), F.lit(0))
    return joined.select(*_KEY, "products", *_FOUND, missing.alias("missing"))
