"""Claims that lost, of which conflicts and coverage tell.

A row has product_id, category, attribute, ``outcome`` (why it lost), origin, raw_value, value, unit, rule, confidence,
and the field with start_offset and end_offset, null where they are not known.
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F


def lost_claims(attributes: DataFrame) -> DataFrame:
    """Those among the ``alternatives`` of table attributes, where their places in the text are not kept."""
    each, null = F.col("each"), F.lit(None)
    found = attributes.select("product_id", "category", "attribute", "unit", F.explode("alternatives").alias("each"))
    return found.select(
        "product_id", "category", "attribute", "unit", _outcome(each["reason"]).alias("outcome"),
        each["origin"].alias("origin"), each["raw"].alias("raw_value"), each["value"].alias("value"),
        each["rule"].alias("rule"), each["confidence"].alias("confidence"), null.cast("string").alias("field"),
        null.cast("int").alias("start_offset"), null.cast("int").alias("end_offset"),
    )  # fmt: skip


def _outcome(reason: Column) -> Column:
    return (
        F.when(reason.contains(" goes before "), "outranked")
        .when(reason == "less confident", "less_sure")
        .when(reason == "same value, stated again", "repeated")
        .when(reason.startswith("below the threshold"), "below_threshold")
    )
