"""What attributes, claims, tags and products have to become, for the changed listings: staged, and not yet written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.lake.earlier_claims import earlier_claims
from jobs.lake.store import empty
from jobs.lake.synchronize import Changes, stage_all
from jobs.lake.tables.attributes import SHADOW_ATTRIBUTES
from jobs.lake.tables.target import TABLES
from jobs.run.categorize import Categorized
from jobs.run.infer import stored_extractions
from jobs.run.job import Job
from jobs.run.read import Read
from jobs.run.standardizing.absent import Absent, absent_products, affected, away_rows, kept_rows
from jobs.run.standardizing.compare import matches_of_products
from jobs.run.standardizing.resolve import (
    attribute_rows,
    bare_rows,
    claim_rows,
    product_rows,
    products_with_unknown,
    resolve_products,
    statements,
    tag_rows,
)

SHADOW = SHADOW_ATTRIBUTES.name


@dataclass(frozen=True, slots=True)
class Standardized:
    """``removed``: products that are gone. ``outdated``: those marked stale now. ``changed``: products that are new, or
    of which a reader sees something else than before. ``values_compared``: by the model. ``changes``: by table, staged.
    ``scope``: ids of the products that were made anew, marked or removed; null without any, and where all were made.
    """

    removed: int
    outdated: int = 0
    changed: int = 0
    values_compared: int = 0
    changes: Mapping[str, Changes] = field(default_factory=dict)
    scope: DataFrame | None = None

    @property
    def is_changed(self) -> bool:
        """Whether any row of a table differs."""
        return any(any(each.counts.values()) for each in self.changes.values())


def standardize(job: Job, read: Read, categorized: Categorized) -> Standardized:
    """Make the changed products, and those of stale categories, and find what differs in the tables.

    Where all products are stale the whole tables are made again: what a dead run left behind goes.
    """
    absent = _absent(job, read, categorized)
    n_removed, n_outdated = (absent.leaving, absent.outdated) if absent else (0, 0)
    kept = _kept(job, read, absent) if absent else {}
    if not (read.all_stale or kept or categorized.changed or n_removed):
        job.progress.note("nothing changed since the last run")
        return Standardized(n_removed)
    changed = categorized.listings.filter("changed")
    resolved, n_compared = _resolve(job, changed.filter(F.col("category").isNotNull()))
    made = {
        "attributes": attribute_rows(resolved, job.key, job.schema, job.run_id),
        "claims": claim_rows(resolved, job.run_id),
        "tags": tag_rows(resolved, job.run_id),
        "products": product_rows(resolved, job.schema, job.run_id),
        "away": empty(job.store.spark, TABLES["away"]),
    }
    if _has_shadow(job):
        job.store.create(SHADOW)
        made[SHADOW] = attribute_rows(resolved, job.key, job.schema, job.run_id, shadow=True)
    if job.config.unknown_category == "none":
        bare = bare_rows(changed.filter(F.col("category").isNull()), job.run_id)
        made["products"] = made["products"].unionByName(bare)
    rows = {
        name: own.unionByName(kept[name].select(own.columns)) if name in kept else own for name, own in made.items()
    }
    scopes: dict[str, DataFrame] = {}
    if not read.all_stale:
        scope = _ids(changed, absent.left if absent else None)
        scopes = dict.fromkeys(made, scope) | {name: _ids(scope, kept.get(name)) for name in ("products", "away")}
    is_first = job.store.is_new("products")
    changes = stage_all(job.store, job.staging, rows, scopes)
    for name, each in changes.items():
        job.progress.note(f"{name}: {each}")
    n_changed = changes["products"].inserted if is_first else changed_products(changes)
    job.progress.note(f"{n_changed:,} products are new or changed")
    return Standardized(n_removed, n_outdated, n_changed, n_compared, changes, scopes.get("products"))


def _has_shadow(job: Job) -> bool:
    """Whether an attribute is not released, or one was not and its rows have to go."""
    written = SHADOW in job.store.held() and not job.store.is_new(SHADOW)
    return written or any(
        category.live.keys() != category.attributes.keys() for category in job.schema.categories.values()
    )


def changed_products(changes: Mapping[str, Changes]) -> int:
    """Products that are new, or of which a value, tag or row of table products changed; losing claims don't count."""
    shown = (changes[name].rows for name in ("attributes", "tags", "products"))
    ids = [rows.select("product_id") for rows in shown if rows is not None]
    n_touched = reduce(DataFrame.unionByName, ids).distinct().count() if ids else 0
    return n_touched - changes["products"].deleted


def _absent(job: Job, read: Read, categorized: Categorized) -> Absent | None:
    """Stored products that have no accepted listing; None where nothing becomes of them."""
    delete = job.config.when_absent == "delete"
    if not (delete or read.all_stale or read.stale or categorized.outdating):
        return None
    return absent_products(job.staging, job.store.read("products"), categorized.listings, delete=delete)


def _kept(job: Job, read: Read, absent: Absent) -> dict[str, DataFrame]:
    """By table, rows that stay though they are to be made again, or marked: those of absent products that are kept.

    Attributes and tags of some stale categories lie out of the scope anyway.
    """
    if not absent.staying or not (read.all_stale or read.stale or absent.outdated):
        return {}
    products = job.store.read("products")
    if read.stale is not None:
        own = affected(products, absent.kept, read.stale)
        return {
            "products": kept_rows(own, own, absent.kept, job.run_id),
            "away": away_rows(own, absent.kept, job.run_id),
        }
    names = ("attributes", "tags", *([SHADOW] if SHADOW in job.store.held() else []))
    tables = {name: job.store.read(name) for name in names} | {"claims": _claims(job)}
    kept = {
        name: kept_rows(stored, products, absent.kept, job.run_id)
        for name, stored in {**tables, "products": products}.items()
    }
    return {**kept, "away": away_rows(products, absent.kept, job.run_id)}


def _claims(job: Job) -> DataFrame:
    """Table claims; of a target that never had it, what an earlier version noted beside the attributes."""
    return earlier_claims(job.store.read("attributes")) if job.store.is_new("claims") else job.store.read("claims")


def _ids(one: DataFrame, other: DataFrame | None) -> DataFrame:
    ids = one.select("product_id")
    return ids if other is None else ids.unionByName(other.select("product_id"))


def _resolve(job: Job, changed: DataFrame) -> tuple[DataFrame, int]:
    """Changed products in standard terms, staged, as three tables are made of them; how many values were compared."""
    listed = statements(changed, stored_extractions(job.store, job.key))
    if job.model is None:
        return job.staging.write("resolved", resolve_products(listed, job.functions.resolve))[0], 0
    open_ones, figures = job.staging.write(
        "unknown", products_with_unknown(listed, job.functions.unknown), open=F.count(F.lit(1))
    )
    n_compared = 0
    if figures["open"]:
        job.progress.note(f"{figures['open']:,} products hold values that no rule knows")
        asked = open_ones.select("product_id", "category", F.inline("unknown"))
        near, n_compared = matches_of_products(
            job.store, asked, job.functions.match, job.key, job.run_id, job.progress
        )  # fmt: skip
        listed = listed.join(near, "product_id", "left")
    return job.staging.write("resolved", resolve_products(listed, job.functions.resolve))[0], n_compared
