"""Resolved products, and the three tables made of them."""

from __future__ import annotations

from itertools import chain
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.inference import ModelKey
from udfs.schema import Schema

_STORED = (
    "product_id", "source", "site", "title", "description", "category", "category_origin", "category_confidence",
    "locale", "content_hash", "text_hash", "updated_at",
)  # fmt: skip
_ROW_NAMES = {"raw": "raw_value", "start": "start_offset", "end": "end_offset"}


def statements(products: DataFrame, extractions: DataFrame, unknown: Any) -> DataFrame:
    """Products with what text and seller say: ``spans``, ``choices``, ``scored_tags`` and ``seller_attributes``, and
    with ``unknown``, the raw values among it that no rule knows.
    """
    heard = extractions.select("text_hash", "spans", "choices", F.col("tags").alias("scored_tags"))
    joined = products.select(*_STORED, "seller_attributes").join(heard, "text_hash")
    return joined.withColumn("unknown", unknown("category", "spans", "seller_attributes"))


def resolve_products(matched: DataFrame, resolve: Any, tag_threshold: float) -> DataFrame:
    """Products with ``rows`` (as udfs.spark.RESOLVED has them), ``scored_tags`` and ``unknown_attributes`` (null
    without any).

    ``matched`` are :func:`statements` with ``matches``, see :func:`jobs.matching.with_matches`.
    """
    columns = ("category", "spans", "choices", "seller_attributes", "title", "description", "matches")
    resolved = matched.withColumn("resolved", resolve(*columns))
    unknown = F.map_filter("seller_attributes", lambda name, _: F.array_contains("resolved.unknown_names", name))
    return resolved.select(
        *_STORED,
        F.col("resolved.rows").alias("rows"),
        F.filter("scored_tags", lambda tag: tag["score"] >= tag_threshold).alias("scored_tags"),
        F.when(F.size("resolved.unknown_names") > 0, unknown).alias("unknown_attributes"),
    )


def attribute_rows(resolved: DataFrame, key: ModelKey, schema: Schema, run_id: str) -> DataFrame:
    """Rows of table attributes."""
    rows = resolved.select("product_id", "category", F.inline("rows"))
    return rows.withColumnsRenamed(_ROW_NAMES).withColumns(
        {"source_model": F.lit(key.model), "schema": F.lit(schema.fingerprint), "run_id": F.lit(run_id)}
    )


def tag_rows(resolved: DataFrame, run_id: str) -> DataFrame:
    """Rows of table tags; rank 1 is the best, equal scores in the order of their ids."""
    tags = resolved.select("product_id", F.posexplode(_best_first()).alias("place", "tag"))
    return tags.select(
        "product_id", F.col("tag.id").alias("tag"), (-F.col("tag.below")).alias("score"),
        (F.col("place") + 1).alias("rank"), F.lit("model").alias("origin"), F.lit(run_id).alias("run_id"),
    )  # fmt: skip


def product_rows(resolved: DataFrame, schema: Schema, run_id: str) -> DataFrame:
    """Rows of table products."""
    standard = F.filter("rows", lambda row: row["status"] == "standard")
    filled = F.array_distinct(F.transform(standard, lambda row: row["attribute"]))
    n_attributes = _by_category({key: len(category.attributes) for key, category in schema.categories.items()})
    numbers = F.filter(standard, lambda row: row["number"].isNotNull() & (row["ordinal"] == 0))
    missing = F.filter("rows", lambda row: row["status"] == "missing")
    return resolved.select(
        *_STORED,
        F.map_from_entries(F.transform(filled, lambda name: F.struct(name, _joined(standard, name)))).alias(
            "attributes"
        ),
        F.map_from_entries(F.transform(numbers, lambda row: F.struct(row["attribute"], row["number"]))).alias(
            "numbers"
        ),
        F.transform(_best_first(), lambda tag: tag["id"]).alias("tags"),
        (F.size(filled) / n_attributes).alias("completeness"),
        F.transform(missing, lambda row: row["attribute"]).alias("missing"),
        "unknown_attributes",
        F.lit(run_id).alias("run_id"),
    )


def _best_first() -> Column:
    """``scored_tags`` as structs of the negative score and the id, in this order."""
    below = F.transform("scored_tags", lambda tag: F.struct((-tag["score"]).alias("below"), tag["id"].alias("id")))
    return F.sort_array(below)


def _joined(rows: Column, attribute: Column) -> Column:
    """All values of one attribute, in the order of their ordinals, as one text."""
    own = F.filter(rows, lambda row: row["attribute"] == attribute)
    return F.array_join(F.transform(own, lambda row: row["value"]), "; ")


def _by_category(values: dict[str, int]) -> Column:
    pairs = chain.from_iterable((F.lit(key), F.lit(value)) for key, value in values.items())
    return F.create_map(*pairs)[F.col("category")]
