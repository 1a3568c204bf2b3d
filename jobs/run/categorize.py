"""The category of each accepted listing, and which products a run has to standardize again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.run.drafted import DRAFTED, by_draft, with_drafted
from jobs.run.infer import stored_extractions
from jobs.run.job import Job
from jobs.run.read import Read
from jobs.run.standardizing.absent import as_made, is_outdating
from jobs.run.verification import checks
from jobs.run.verification.outside import is_outside, is_unsure
from jobs.session.parallel import together
from udfs.reasons import Reason


@dataclass(frozen=True, slots=True)
class Categorized:
    """``listings`` with their categories, final reasons and ``changed``; how many are of each.

    ``foreign``: listings in a language that the checkpoint has not learnt, rejected for it or not. ``outside``: goods
    of no known category, rejected or kept without one. ``unsure``: those whose category is not the seller's own word.
    ``outdating``: rejected rows of ids that table products may hold as current.
    ``wordings``: listings whose seller words the category as the schema does not.
    """

    listings: DataFrame
    standardized: int
    rejected: int
    changed: int
    foreign: int
    outside: int = 0
    rejected_outside: int = 0
    unsure: int = 0
    outdating: int = 0
    wordings: int = 0

    @property
    def judged(self) -> int:
        """Listings of which the category decides: all but those rejected for another reason."""
        return self.standardized + self.rejected_outside

    @property
    def share_outside(self) -> float | None:
        """Share of those that are goods of no known category; null over nothing."""
        return self.outside / self.judged if self.judged else None


def categorize_listings(job: Job, read: Read, *, check_extractions: bool) -> Categorized:
    """Give every listing its category, final reason, and whether its product has to be made again; staged.

    ``check_extractions``: what was inferred is checked meanwhile.
    """
    extractions = stored_extractions(job.store, job.key)
    drafted = None if job.config.has_model else job.config.drafted
    listings = with_drafted(read.listings, job.store.spark, drafted, job.schema.categories)
    categorized = categorize(listings, extractions, job.functions.decide, job.untrained.gone)
    marked = mark_changed(categorized, as_made(*map(job.store.read, ("products", "away"))), read.stale)
    accepted, rejected_outside = F.col("reason").isNull(), F.col("reason") == Reason.UNKNOWN_CATEGORY.value
    steps: list[Callable[[], Any]] = [
        partial(
            job.staging.write, "categorized", marked,
            standardized=F.count_if(accepted), rejected=F.count_if(~accepted), changed=F.count_if("changed"),
            foreign=F.count_if(F.col("foreign").isNotNull()), outside=F.count_if(is_outside()),
            rejected_outside=F.count_if(rejected_outside), unsure=F.count_if(is_unsure()),
            outdating=F.count_if("outdating"), wordings=F.count_if(F.col("wording").isNotNull()),
        )
    ]  # fmt: skip
    if check_extractions:
        steps.append(partial(checks.check_extractions, extractions))
    (placed, figures), *_ = together(job.store.spark, *steps)
    checks.check_counts(read=read.n_rows, standardized=figures["standardized"], rejected=figures["rejected"])
    job.progress.note(f"{figures['standardized']:,} products, {figures['changed']:,} of them to be made anew")
    found = Categorized(placed, **figures)
    _tell_outside(job, found)
    return found


def _tell_outside(job: Job, found: Categorized) -> None:
    """Tell how much is outside before anything is written; whether it is too much, gates say."""
    if found.outside and found.share_outside is not None:
        job.progress.note(
            f"{found.outside:,} of {found.judged:,} listings ({found.share_outside:.1%}) are goods of no known category"
        )


def categorize(
    listings: DataFrame, extractions: DataFrame, decide: Any, gone: Collection[str] = frozenset()
) -> DataFrame:
    """Screened listings with ``category``, ``category_origin`` and ``category_confidence``, by
    :func:`udfs.resolution.categories.decide`, of which ``decide`` is the column function.

    A listing that it rejects gets its reason, unless a draft has placed it: see :func:`jobs.run.drafted.by_draft`. The
    three are null for rejected listings and for those that are kept
    without a category, whose ``doubt`` says why. ``foreign`` is the language of the text where the model has not learnt
    it, null of listings that the model did not have to read. ``best`` is the model's likeliest category, with
    ``best_score``; null without one, or where it is one of those ``gone`` from the schema.
    """
    best = F.get("categories", 0)
    guesses = extractions.select(
        "text_hash", F.col("category").alias("guess"), F.col("category_confidence").alias("guess_confidence"),
        best["id"].alias("best"), best["score"].alias("best_score"), "foreign", "inside",
    )  # fmt: skip
    decided = decide(
        "category", "named", "wording", "titled", "guess", "guess_confidence", "best", "best_score", "foreign", "inside"
    )
    joined = listings.join(guesses, "text_hash", "left").withColumn("decided", decided)
    joined = joined.withColumn(DRAFTED, by_draft() if DRAFTED in joined.columns else F.lit(None).cast("string"))
    judged, is_drafted = F.col("reason").isNull(), F.col(DRAFTED).isNotNull()
    rejects = judged & F.col("decided.reason").isNotNull() & ~is_drafted
    return joined.withColumns(
        {
            "foreign": F.when(judged, F.col("foreign")),
            "reason": F.when(rejects, F.col("decided.reason")).otherwise(F.col("reason")),
            "detail": F.when(rejects, F.col("decided.detail")).otherwise(F.col("detail")),
            "doubt": F.when(judged, F.col("decided.detail")),
            "category": F.when(judged, F.coalesce(DRAFTED, "decided.category")),
            "category_origin": F.when(is_drafted, F.lit("draft")).when(judged, F.col("decided.origin")),
            "category_confidence": F.when(judged, F.col("decided.confidence")),
            "best": F.when(~F.col("best").isin(*gone), F.col("best")),
        }
    ).drop("guess", "guess_confidence", "inside", "decided", DRAFTED)


def mark_changed(listings: DataFrame, products: DataFrame, stale: Collection[str] | None) -> DataFrame:
    """Listings with ``changed``: accepted, and new or unlike the stored product, or of a ``stale`` category; null is
    all of them. And with ``outdating``: rejected, while the stored product of its id is not marked with the reason.
    """
    stored = products.select(
        "product_id", F.col("content_hash").alias("_stored"), F.col("category").alias("_stored_category"),
        F.col("stale").alias("_stored_stale"),
    )  # fmt: skip
    joined = listings.join(stored, "product_id", "left")
    same = F.col("content_hash").eqNullSafe(F.col("_stored")) & F.col("category").eqNullSafe(F.col("_stored_category"))
    of_stale = F.coalesce(F.col("category").isin(*stale or ()), F.lit(False))  # a product may have no category
    differs = F.lit(True) if stale is None else ~same | of_stale
    outdating = is_outdating() & F.col("_stored").isNotNull() & ~F.col("_stored_stale").eqNullSafe(F.col("reason"))
    return joined.withColumns(
        {"changed": F.col("reason").isNull() & differs, "outdating": F.coalesce(outdating, F.lit(False))}
    ).drop("_stored", "_stored_category", "_stored_stale")


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
