"""The review queue: what sellers write that the schema does not know, most products first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from jobs.lake.tables.unmapped import CATEGORY_WORDINGS
from jobs.review.checking import Refused
from udfs.reasons import Reason

_SHOWN = 100  # characters of a value that is stated under an unknown name
_GROUP = ("kind", "category", "attribute", "value_key")


def unmapped_rows(
    attributes: DataFrame, products: DataFrame, matches: DataFrame, value_key: Any, run_id: str
) -> DataFrame:
    """Rows of table unmapped from the whole tables attributes and products.

    ``matches`` are the stored comparisons (category, attribute, raw, matches); the best one is the suggestion.
    """
    values = attributes.filter((F.col("status") == "unmapped") & F.col("raw_value").isNotNull()).select(
        F.lit("value").alias("kind"), "category", "attribute", "raw_value", "product_id",
        F.lit(None).cast("string").alias("stated"),
    )  # fmt: skip
    named = products.select("category", "product_id", F.explode("unknown_attributes").alias("raw_value", "stated"))
    keys = named.select(
        F.lit("attribute").alias("kind"), "category", F.lit(None).cast("string").alias("attribute"), "raw_value",
        "product_id", F.substring("stated", 1, _SHOWN).alias("stated"),
    )  # fmt: skip
    counted = _count(values.unionByName(keys).withColumn("value_key", value_key("raw_value")))
    best = matches.select(
        "category", "attribute", F.col("raw").alias("raw_value"),
        F.get("matches", 0)["id"].alias("suggested_value"), F.get("matches", 0)["score"].alias("suggested_score"),
    )  # fmt: skip
    suggested = counted.join(best, ["category", "attribute", "raw_value"], "left")
    return suggested.withColumn("run_id", F.lit(run_id))


def with_faults(rows: DataFrame, refused: Sequence[Refused]) -> DataFrame:
    """Rows of table unmapped with ``decision_fault``: of several decisions on a value, what is wrong with the last."""
    if not refused:
        return rows.withColumn("decision_fault", F.lit(None).cast("string"))
    names = ("category", "attribute", "value_key")
    faults = [
        dict(zip(names, key, strict=True)) | {"decision_fault": why}
        for key, why in {r.key: r.why for r in refused}.items()
    ]
    told = rows.sparkSession.createDataFrame(pa.Table.from_pylist(faults))
    return rows.join(F.broadcast(told), [*names], "left")


def category_rows(listings: DataFrame, value_key: Any, run_id: str) -> DataFrame:
    """Rows of table unmapped from categorized listings: wordings that no category of the schema has, and paths of which
    only upper levels are known where the goods were not placed by them.

    The suggestion is the category that the model guesses for most of the products, by its mean confidence over all.
    """
    judged = F.coalesce(F.col("reason") == Reason.UNKNOWN_CATEGORY.value, F.lit(True))
    unplaced = (F.col("named") == "unknown") | F.col("category").isNull()
    null = F.lit(None).cast("string")
    seen = listings.filter(F.col("wording").isNotNull() & judged & unplaced).select(
        F.lit(CATEGORY_WORDINGS).alias("kind"), null.alias("category"), null.alias("attribute"),
        F.col("wording").alias("raw_value"), "product_id", null.alias("stated"), "best", "best_score",
    )  # fmt: skip
    keyed = seen.withColumn("value_key", value_key("raw_value"))
    guessed = keyed.groupBy("value_key", "best").agg(F.count(F.lit(1)).alias("n"), F.sum("best_score").alias("score"))
    most = guessed.groupBy("value_key").agg(
        F.max_by("best", F.struct(F.col("best").isNotNull(), "n", "best")).alias("suggested_value"),
        F.max_by("score", F.struct(F.col("best").isNotNull(), "n", "best")).alias("_score"),
        F.sum("n").alias("_n"),
    )
    counted = _count(keyed.drop("best", "best_score")).join(most, "value_key")
    score = F.round(F.col("_score") / F.col("_n"), 6)
    return counted.withColumns({"suggested_score": score, "run_id": F.lit(run_id)}).drop("_score", "_n")


def _count(seen: DataFrame) -> DataFrame:
    """Group wordings by key: products, up to three example ids with what they state, and the most frequent wording."""
    by_wording = Window.partitionBy(*_GROUP, "raw_value")
    by_product = Window.partitionBy(*_GROUP).orderBy("product_id")
    # dense_rank numbers the products, so that only three ids are collected, however many there are.
    first = F.col("_product") <= 3
    of_names = F.col("kind") == "attribute"
    ranked = seen.withColumns(
        {"_uses": F.count(F.lit(1)).over(by_wording), "_product": F.dense_rank().over(by_product)}
    )
    return ranked.groupBy(*_GROUP).agg(
        F.max_by("raw_value", F.struct("_uses", "raw_value")).alias("raw_value"),
        F.max("_product").cast("bigint").alias("products"),
        F.array_sort(F.collect_set(F.when(first, F.col("product_id")))).alias("examples"),
        F.when(F.first(of_names), F.slice(F.array_sort(F.collect_set(F.when(first, F.col("stated")))), 1, 3)).alias(
            "stated_values"
        ),
    )
