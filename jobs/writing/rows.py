"""Products that are due to what the writer reads of them, and what it wrote to rows of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.writing.due import KEY
from udfs.spark.facts import CLAIM_COLUMNS, FACT_COLUMNS


def written_rows(
    due: DataFrame, attributes: DataFrame, claims: DataFrame, texts: DataFrame, edits: DataFrame, write: Any
) -> DataFrame:
    """product_id, category and recipe of products that are due, with what was ``written`` of them, see
    :func:`udfs.spark.writing.write`."""
    own = due.select("product_id", "title", "description", "site", "category", "recipe")
    facts = _of_product(attributes, due, FACT_COLUMNS, "facts")
    lost = _of_product(claims, due, CLAIM_COLUMNS, "claims")
    known = own.join(facts, "product_id", "left").join(lost, "product_id", "left")
    joined = known.join(_edits_of(texts, edits), "product_id", "left")
    written = write("product_id", "title", "description", "site", "category", "facts", "claims", "edits")
    return joined.select("product_id", "category", "recipe", written.alias("written"))


def _of_product(rows: DataFrame, due: DataFrame, columns: Sequence[str], name: str) -> DataFrame:
    own = rows.join(due.select("product_id"), "product_id", "left_semi")
    return own.groupBy("product_id").agg(F.collect_list(F.struct(*columns)).alias(name))


def _edits_of(texts: DataFrame, edits: DataFrame) -> DataFrame:
    """By product the texts that people edited, with what was noted of them."""
    noted = texts.filter(F.col("status") != "draft").select(
        *KEY, F.col("text").alias("noted"), F.col("facts").alias("stated")
    )
    held = edits.filter(F.col("status") != "draft").join(noted, list(KEY), "left")
    each = F.struct(
        "kind", "style", "language", "text", (F.col("status") == "locked").alias("locked"), "noted", "stated"
    )
    return held.groupBy("product_id").agg(F.collect_list(each).alias("edits"))


def text_rows(written: DataFrame, edits: DataFrame, run_id: str) -> DataFrame:
    """Rows of table texts."""
    made = written.select("product_id", "category", "recipe", F.inline("written.texts"))
    by = edits.filter(F.col("status") != "draft").select(*KEY, "status", "edited_by", "edited_at")
    joined = made.join(by, list(KEY), "left")
    return joined.withColumns({"status": F.coalesce("status", F.lit("draft")), "run_id": F.lit(run_id)})


def keyword_rows(written: DataFrame, run_id: str) -> DataFrame:
    """Rows of table keywords."""
    return written.select("product_id", F.inline("written.keywords")).withColumn("run_id", F.lit(run_id))
