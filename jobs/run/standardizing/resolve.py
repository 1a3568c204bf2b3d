"""Resolved products, and the four tables made of them."""

from __future__ import annotations

from itertools import chain
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.lake.tables.products import PRODUCTS
from jobs.run.job import ModelKey
from udfs.schema.schema import Schema
from udfs.spark.functions import COMPARED

_STORED = (
    "product_id", "source", "site", "title", "description", "category", "category_origin", "category_confidence",
    "locale", "content_hash", "text_hash", "updated_at",
    "remark",
)  # fmt: skip


def statements(products: DataFrame, extractions: DataFrame) -> DataFrame:
    """Products with what text and seller say: ``spans``, ``choices``, ``scored_tags``, ``foreign`` and
    ``seller_attributes``.

    Those of the model are null where it has not read the text, or was asked for another category's attributes.
    """
    said = ("spans", "choices", "scored_tags")
    heard = extractions.select(
        "text_hash", F.col("category").alias("asked_for"), "spans", "choices", F.col("tags").alias("scored_tags"),
        "foreign",
    )  # fmt: skip
    joined = products.select(*_STORED, "seller_attributes").join(heard, "text_hash", "left")
    fits = F.col("asked_for").eqNullSafe(F.col("category"))
    return joined.withColumns({name: F.when(fits, F.col(name)) for name in said}).drop("asked_for")


def products_with_unknown(listed: DataFrame, unknown: Any) -> DataFrame:
    """Products (``product_id``, ``category``) with ``unknown``, the raw values that no rule knows; those with any."""
    raw_values = unknown("category", "spans", "seller_attributes", "description")
    found = listed.select("product_id", "category", raw_values.alias("unknown"))
    return found.filter(F.size("unknown") > 0)


def resolve_products(listed: DataFrame, resolve: Any) -> DataFrame:
    """Products in standard terms, with all of :class:`udfs.records.Product`, made of their :func:`statements`.

    Where these have ``matches``, unknown values are resolved by them; see
    :func:`jobs.run.standardizing.compare.matches_of_products`.
    """
    matches = F.col("matches") if "matches" in listed.columns else F.lit(None).cast(COMPARED)
    columns = ("category", "spans", "choices", "scored_tags", "seller_attributes", "title", "description", "foreign")
    return listed.select(*_STORED, resolve(*columns, matches).alias("resolved")).select(*_STORED, "resolved.*")


def attribute_rows(
    resolved: DataFrame, key: ModelKey, schema: Schema, run_id: str, *, shadow: bool = False
) -> DataFrame:
    """Rows of table attributes, or those of table shadow_attributes."""
    facts = F.inline("shadow" if shadow else "facts")
    rows = resolved.select("product_id", "category", facts).drop("lost")
    return rows.withColumns(
        {"source_model": F.lit(key.model), "schema": F.lit(schema.fingerprint), "run_id": F.lit(run_id)}
    )


def claim_rows(resolved: DataFrame, run_id: str) -> DataFrame:
    """Rows of table claims."""
    lost = F.concat(F.flatten("facts.lost"), "without_fact")
    return resolved.select("product_id", "category", F.inline(lost)).withColumn("run_id", F.lit(run_id))


def tag_rows(resolved: DataFrame, run_id: str) -> DataFrame:
    """Rows of table tags; rank 1 is the best."""
    tags = resolved.select("product_id", F.posexplode("tags").alias("place", "tag"))
    return tags.select(
        "product_id", F.col("tag.id").alias("tag"), "tag.score", (F.col("place") + 1).alias("rank"),
        F.lit("model").alias("origin"), F.lit(run_id).alias("run_id"),
    )  # fmt: skip


def product_rows(resolved: DataFrame, schema: Schema, run_id: str) -> DataFrame:
    """Rows of table products."""
    n_attributes = _by_category({key: len(category.live) for key, category in schema.categories.items()})
    return resolved.select(
        *_STORED, "attributes", "numbers", F.col("tags.id").alias("tags"),
        (F.size("attributes") / n_attributes).alias("completeness"), "missing", "unknown_attributes",
        "numbers_max", "parts", F.lit(None).cast("string").alias("stale"),
        F.lit(run_id).alias("run_id"),
    )  # fmt: skip


def bare_rows(listings: DataFrame, run_id: str) -> DataFrame:
    """Rows of table products for listings that are kept without a category: nothing is said of them."""
    nothing = {"run_id": F.lit(run_id)}
    for column in PRODUCTS.columns:
        if column.name not in (*_STORED, "run_id"):
            made = {"MAP": "map()", "ARR": "array()"}.get(column.type[:3], "null")
            nothing[column.name] = F.expr(f"cast({made} AS {column.type})")
    return listings.select(*_STORED, *(value.alias(name) for name, value in nothing.items()))


def _by_category(values: dict[str, int]) -> Column:
    pairs = chain.from_iterable((F.lit(key), F.lit(value)) for key, value in values.items())
    return F.create_map(*pairs)[F.col("category")]
