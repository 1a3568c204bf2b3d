"""What the listings state about attributes, each distinct value put in standard terms once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from jobs.inference import ModelKey
from jobs.progress import Progress
from jobs.staging import Staging
from jobs.store import Store
from udfs.schema import Schema
from udfs.settings import Thresholds

_RAW = ("category", "attribute", "raw", "bare")
_WORDING = (*_RAW, "likely")


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
    threshold: Column


def threshold_column(schema: Schema, thresholds: Thresholds) -> Column:
    """The threshold of each row's ``category`` and ``attribute``: the attribute's own, or else the job's."""
    own = {
        f"{category}.{key}": attribute.threshold
        for category, found in schema.categories.items()
        for key, attribute in found.attributes.items()
        if attribute.threshold is not None
    }
    if not own:
        return F.lit(thresholds.value)
    table = F.create_map(*map(F.lit, chain.from_iterable(own.items())))
    return F.coalesce(table[F.concat_ws(".", "category", "attribute")], F.lit(thresholds.value))


def seller_entries(products: DataFrame, attribute_id: Any) -> DataFrame:
    """Sellers' attributes as rows: product_id, category, key, raw, attribute (null when the category has none such)."""
    entries = products.select("product_id", "category", F.explode("seller_attributes").alias("key", "raw"))
    names = entries.select("category", "key").distinct()
    known = names.withColumn("attribute", attribute_id("category", "key"))
    return entries.join(known, ["category", "key"])


def mentions(products: DataFrame, extractions: DataFrame, sellers: DataFrame, functions: ProductFunctions) -> DataFrame:
    """Every statement: product_id, category, attribute, raw, bare, likely, origin, confidence, field, start, end.

    A statement that lists several values of a many-valued attribute is one row for each, all with its place.

    ``bare`` values stand alone in a seller's map, so a quantity may lack its unit there. Field, start and end are null
    for them. ``likely``: the spans of the product's attribute reach its threshold together. No other span can win,
    whatever it means; sellers' values always can.
    """
    spans = products.join(extractions.select("text_hash", "spans"), "text_hash").select(
        "product_id", "category", "spans", F.explode("spans").alias("span")
    )
    from_text = spans.select(
        "product_id", "category", "span.attribute", F.col("span.text").alias("raw"), F.lit(False).alias("bare"),
        _total_of_attribute().alias("total"),
        F.lit("model").alias("origin"), "span.confidence", "span.field", "span.start", "span.end",
    ).withColumn("likely", F.col("total") >= functions.threshold).drop("total")  # fmt: skip
    from_sellers = sellers.filter(F.col("attribute").isNotNull()).select(
        "product_id", "category", "attribute", "raw", F.lit(True).alias("bare"), F.lit(True).alias("likely"),
        F.lit("seller").alias("origin"), F.lit(1.0).alias("confidence"),
        F.lit(None).cast("string").alias("field"),
        F.lit(None).cast("int").alias("start"), F.lit(None).cast("int").alias("end"),
    )  # fmt: skip
    said = from_text.unionByName(from_sellers)
    single = F.explode(functions.parts("category", "attribute", "raw")).alias("raw")
    return said.select(*(single if name == "raw" else name for name in said.columns))


def _total_of_attribute() -> Column:
    """Sum of the confidences of all ``spans`` of the attribute of ``span``."""
    same = F.filter("spans", lambda span: span["attribute"] == F.col("span.attribute"))
    return F.aggregate(same, F.lit(0.0), lambda total, span: total + span["confidence"])


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
    """Distinct (category, attribute, raw, bare, likely) with ``action`` of a decision or null, and ``standard``.

    Rules and aliases come first; only what they leave unmapped is compared by embedding, once for each model, and only
    where it is likely: most alternatives of the model can never win. What a product's claims mean depends on no other
    product: an unlikely one has no comparison even if the same wording is likely elsewhere.
    """
    distinct = said.select(*_WORDING).distinct().withColumn("value_key", functions.value_key("raw"))
    decisions = current_decisions(store.read("decisions"), functions.value_key)
    decided = distinct.join(F.broadcast(decisions), ["category", "attribute", "value_key"], "left")
    first = decided.withColumn("standard", functions.standardize(*_RAW, _no_matches(), F.col("decision")))
    unmapped = F.col("likely") & F.col("decision").isNull() & (F.col("standard.status") == "unmapped")
    ruled, figures = staging.write(
        "wordings", first.withColumn("unmapped", unmapped), likely=F.count_if("likely"), unmapped=F.count_if(unmapped)
    )
    progress.note(f"{figures['likely']:,} distinct likely values, {figures['unmapped']:,} of them known to no rule")
    if not figures["unmapped"]:
        return ruled.select(*_WORDING, "action", "standard")
    asked = ruled.filter("unmapped")
    _match(store, asked, functions.match, key, run_id, progress)
    near = asked.join(stored_matches(store, key), ["category", "attribute", "raw"], "left")
    second = near.withColumn("standard", functions.standardize(*_RAW, F.col("matches"), F.lit(None).cast("string")))
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

    A decision says what a raw value means, not that a listing states it. A seller's value that a person has mapped is
    the person's claim, and goes before other sellers' values; a span keeps the model as its origin and its confidence,
    so that an unlikely one does not win by it. A value that a person has refused stays its teller's, invalid.
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
        F.when(mapped & (F.col("origin") == "seller"), F.lit("person")).otherwise(F.col("origin")).alias("origin"),
        "raw", "confidence",
        F.when(refused, verdict).otherwise(F.col("standard")).alias("standard"),
        "field", "start", "end",
    )  # fmt: skip
    return joined.groupBy("product_id").agg(F.collect_list(claim).alias("candidates"))
