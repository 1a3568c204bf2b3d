"""The category of each accepted listing, and which products a run has to standardize again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.run import checks
from jobs.run.infer import stored_extractions
from jobs.run.job import Job
from jobs.run.read import Read
from jobs.session.parallel import together
from udfs.screening import Reason
from udfs.text.languages import not_learnt


@dataclass(frozen=True, slots=True)
class Categorized:
    """``listings`` with their categories, final reasons and ``changed``; how many are of each.

    ``foreign``: listings in a language that the checkpoint has not learnt, rejected for it or not.
    """

    listings: DataFrame
    standardized: int
    rejected: int
    changed: int
    foreign: int


def categorize_listings(job: Job, read: Read, *, check_extractions: bool) -> Categorized:
    """Give every listing its category, final reason, and whether its product has to be made again; staged.

    ``check_extractions``: what was inferred is checked meanwhile.
    """
    extractions = stored_extractions(job.store, job.key)
    categorized = categorize(read.listings, extractions, job.config.thresholds.category)
    marked = mark_changed(categorized, job.store.read("products"), read.stale)
    accepted = F.col("reason").isNull()
    steps: list[Callable[[], Any]] = [
        partial(
            job.staging.write, "categorized", marked,
            standardized=F.count_if(accepted), rejected=F.count_if(~accepted), changed=F.count_if("changed"),
            foreign=F.count_if(F.col("foreign").isNotNull()),
        )
    ]  # fmt: skip
    if check_extractions:
        steps.append(partial(checks.check_extractions, extractions))
    (listings, figures), *_ = together(job.store.spark, *steps)
    checks.check_counts(read=read.n_rows, standardized=figures["standardized"], rejected=figures["rejected"])
    job.progress.note(f"{figures['standardized']:,} products, {figures['changed']:,} of them new or changed")
    return Categorized(listings, **figures)


def categorize(listings: DataFrame, extractions: DataFrame, threshold: float) -> DataFrame:
    """Screened listings with ``category``, ``category_origin`` and ``category_confidence``.

    A seller's category stands. Else the model's counts from ``threshold`` on; below it the listing gets the reason
    ``unknown_category``, as it does where the model has not learnt the text's language. The three are null for rejected
    listings. ``foreign`` is that language, null of listings that the model did not have to read.
    """
    guesses = extractions.select(
        "text_hash", F.col("category").alias("guess"), F.col("category_confidence").alias("guess_confidence"),
        F.get("categories", 0).alias("best"), "foreign",
    )  # fmt: skip
    joined = listings.join(guesses, "text_hash", "left")
    from_seller = F.col("category").isNotNull()
    learnt = F.col("foreign").isNull()
    sure = F.coalesce(F.col("guess").isNotNull() & (F.col("guess_confidence") >= threshold) & learnt, F.lit(False))
    doubtful = F.col("reason").isNull() & ~from_seller & ~sure
    best = F.format_string("the source gives no category; the model's best guess is %s (%.2f)", "best.id", "best.score")
    strange = F.format_string(f"the source gives no category; {not_learnt('%s')}", "foreign")
    guess = F.when(F.col("best").isNotNull(), best).otherwise("the source gives no category; the model has no guess")
    why = F.when(~learnt, strange).otherwise(guess)
    accepted = F.col("reason").isNull() & (from_seller | sure)
    return joined.withColumns(
        {
            "foreign": F.when(F.col("reason").isNull(), F.col("foreign")),
            "reason": F.when(doubtful, F.lit(Reason.UNKNOWN_CATEGORY.value)).otherwise(F.col("reason")),
            "detail": F.when(doubtful, why).otherwise(F.col("detail")),
            "category": F.when(accepted, F.coalesce("category", "guess")),
            "category_origin": F.when(accepted, F.when(from_seller, F.lit("seller")).otherwise(F.lit("model"))),
            "category_confidence": F.when(
                accepted, F.when(from_seller, F.lit(1.0)).otherwise(F.col("guess_confidence"))
            ),
        }
    ).drop("guess", "guess_confidence", "best")


def mark_changed(listings: DataFrame, products: DataFrame, stale: Collection[str] | None) -> DataFrame:
    """Listings with ``changed``: accepted, and new or unlike the stored product, or of a ``stale`` category; null is
    all of them.
    """
    stored = products.select(
        "product_id", F.col("content_hash").alias("_stored"), F.col("category").alias("_stored_category")
    )
    joined = listings.join(stored, "product_id", "left")
    same = F.col("content_hash").eqNullSafe(F.col("_stored")) & F.col("category").eqNullSafe(F.col("_stored_category"))
    differs = F.lit(True) if stale is None else ~same | F.col("category").isin(*stale)
    return joined.withColumn("changed", F.col("reason").isNull() & differs).drop("_stored", "_stored_category")


def rejected_rows(listings: DataFrame, run_id: str) -> DataFrame:
    """Rejected listings as rows of table rejected; identical source rows become one row with ``copies``."""
    rejected = listings.filter(F.col("reason").isNotNull())
    # Copies may differ in their reason only when one of them won an id, and then the winner is not here.
    return rejected.groupBy("row_hash").agg(
        F.first("source").alias("source"),
        F.first("product_id").alias("product_id"),
        F.min("reason").alias("reason"),
        F.min("detail").alias("detail"),
        F.count(F.lit(1)).alias("copies"),
        F.first("raw").alias("raw"),
        F.lit(run_id).alias("run_id"),
    )
