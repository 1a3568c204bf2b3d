"""What the listings state about attributes, each distinct value put in standard terms once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from jobs.inference import ModelKey
from jobs.progress import Progress
from jobs.staging import Staging
from jobs.store import Store

_WORDING = ("category", "attribute", "raw", "bare")


@dataclass(frozen=True, slots=True)
class ProductFunctions:
    """The column functions of udfs.spark, bound to one schema, checkpoint and thresholds."""

    extract: Any
    match: Any
    standardize: Any
    resolve: Any
    category_id: Any
    site_of: Any
    attribute_id: Any
    parts: Any
    value_key: Any


def seller_entries(products: DataFrame, attribute_id: Any) -> DataFrame:
    """Sellers' attributes as rows: product_id, category, key, raw, attribute (null when the category has none such)."""
    entries = products.select("product_id", "category", F.explode("seller_attributes").alias("key", "raw"))
    names = entries.select("category", "key").distinct()
    known = names.withColumn("attribute", attribute_id("category", "key"))
    return entries.join(known, ["category", "key"])


def mentions(products: DataFrame, extractions: DataFrame, sellers: DataFrame, parts: Any) -> DataFrame:
    """Every statement: product_id, category, attribute, raw, bare, origin, confidence, field, start, end.

    A statement that lists several values of a many-valued attribute is one row for each, all with its place.

    ``bare`` values stand alone in a seller's map, so a quantity may lack its unit there. Field, start and end are null
    for them.
    """
    spans = products.join(extractions.select("text_hash", "spans"), "text_hash").select(
        "product_id", "category", F.explode("spans").alias("span")
    )
    from_text = spans.select(
        "product_id", "category", "span.attribute", F.col("span.text").alias("raw"), F.lit(False).alias("bare"),
        F.lit("model").alias("origin"), "span.confidence", "span.field", "span.start", "span.end",
    )  # fmt: skip
    from_sellers = sellers.filter(F.col("attribute").isNotNull()).select(
        "product_id", "category", "attribute", "raw", F.lit(True).alias("bare"),
        F.lit("seller").alias("origin"), F.lit(1.0).alias("confidence"),
        F.lit(None).cast("string").alias("field"),
        F.lit(None).cast("int").alias("start"), F.lit(None).cast("int").alias("end"),
    )  # fmt: skip
    said = from_text.unionByName(from_sellers)
    single = F.explode(parts("category", "attribute", "raw")).alias("raw")
    return said.select(*(single if name == "raw" else name for name in said.columns))


def current_decisions(decisions: DataFrame, value_key: Any) -> DataFrame:
    """The newest decision of each value: category, attribute, value_key, action, decision (null for reject)."""
    newest = Window.partitionBy("category", "attribute", "value_key").orderBy(
        F.desc("decided_at"), "raw_value", "value"
    )
    keyed = decisions.withColumn("value_key", value_key("raw_value")).withColumn("_age", F.row_number().over(newest))
    return keyed.filter(F.col("_age") == 1).select(
        "category", "attribute", "value_key", "action", F.col("value").alias("decision")
    )


def standardize_wordings(
    store: Store,
    staging: Staging,
    said: DataFrame,
    functions: ProductFunctions,
    key: ModelKey,
    run_id: str,
    progress: Progress,
) -> DataFrame:
    """Distinct (category, attribute, raw, bare) with ``action`` of a decision or null, and ``standard``.

    Rules and aliases come first; only what they leave unmapped is compared by embedding, once for each model.
    """
    distinct = said.select(*_WORDING).distinct().withColumn("value_key", functions.value_key("raw"))
    decisions = current_decisions(store.read("decisions"), functions.value_key)
    decided = distinct.join(F.broadcast(decisions), ["category", "attribute", "value_key"], "left")
    first = decided.withColumn("standard", functions.standardize(*_WORDING, _no_matches(), F.col("decision")))
    unmapped = F.col("decision").isNull() & (F.col("standard.status") == "unmapped")
    ruled, figures = staging.write(
        "wordings", first.withColumn("unmapped", unmapped), all=F.count(F.lit(1)), unmapped=F.count_if(unmapped)
    )
    progress.note(f"{figures['all']:,} distinct values, {figures['unmapped']:,} of them known to no rule")
    if not figures["unmapped"]:
        return ruled.select(*_WORDING, "action", "standard")
    asked = ruled.filter("unmapped")
    _match(store, asked, functions.match, key, run_id, progress)
    near = asked.join(stored_matches(store, key), ["category", "attribute", "raw"], "left")
    second = near.withColumn("standard", functions.standardize(*_WORDING, F.col("matches"), F.lit(None).cast("string")))
    both = ruled.filter(~F.col("unmapped")).select(*_WORDING, "action", "standard").unionByName(
        second.select(*_WORDING, "action", "standard")
    )  # fmt: skip
    return staging.write("standards", both)[0]


def stored_matches(store: Store, key: ModelKey) -> DataFrame:
    """Cached comparisons of this model: category, attribute, raw, matches."""
    rows = store.read("matches").filter((F.col("model") == key.model) & (F.col("schema") == key.schema))
    return rows.select("category", "attribute", F.col("raw_value").alias("raw"), "matches")


def _match(store: Store, asked: DataFrame, match: Any, key: ModelKey, run_id: str, progress: Progress) -> None:
    triples = asked.select("category", "attribute", "raw").distinct()
    todo = triples.join(stored_matches(store, key), ["category", "attribute", "raw"], "left_anti")
    n_todo = todo.count()
    if not n_todo:
        return
    progress.note(f"comparing {n_todo:,} unknown values with the allowed ones")
    compared = todo.repartition(1 if n_todo < 1000 else _slots(store), "raw").sortWithinPartitions("raw", "attribute")
    rows = compared.select(
        "category", "attribute", F.col("raw").alias("raw_value"),
        F.lit(key.model).alias("model"), F.lit(key.schema).alias("schema"),
        match("category", "attribute", "raw").alias("matches"), F.lit(run_id).alias("run_id"),
    )  # fmt: skip
    store.append("matches", rows)


def _slots(store: Store) -> int:
    return int(store.spark.sparkContext.defaultParallelism)


def _no_matches() -> Column:
    return F.lit(None).cast("array<struct<id:string,score:double>>")


def candidates(said: DataFrame, standards: DataFrame) -> DataFrame:
    """One row for each product that states anything: product_id, candidates (as udfs.spark.CANDIDATES).

    A value that a person has mapped is the person's claim; one that a person has refused stays its teller's, invalid.
    """
    joined = said.join(standards, list(_WORDING))
    mapped = F.col("action").eqNullSafe("map")
    refused = F.col("action").eqNullSafe("reject")
    verdict = F.struct(
        F.lit("invalid").alias("status"), F.lit("decision").alias("rule"),
        *(F.lit(None).cast("string").alias(name) for name in ("value", "value_zh", "value_id")),
        F.lit(None).cast("double").alias("number"), F.lit(None).cast("string").alias("unit"),
        F.lit("a person refused this value").alias("detail"),
    )  # fmt: skip
    claim = F.struct(
        "attribute",
        F.when(mapped, F.lit("person")).otherwise(F.col("origin")).alias("origin"),
        "raw",
        F.when(mapped, F.lit(1.0)).otherwise(F.col("confidence")).alias("confidence"),
        F.when(refused, verdict).otherwise(F.col("standard")).alias("standard"),
        "field", "start", "end",
    )  # fmt: skip
    return joined.groupBy("product_id").agg(F.collect_list(claim).alias("candidates"))
