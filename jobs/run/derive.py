"""Tables that answer what analysts ask, brought up to date with the products that this run has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.answers.conflicts import conflicts
from jobs.answers.counted import counted
from jobs.answers.coverage import coverage
from jobs.answers.dictionary import dictionary
from jobs.answers.facets import facets
from jobs.answers.guide import guide
from jobs.answers.terms import terms
from jobs.lake.current import current
from jobs.lake.synchronize import Changes, remake, synchronize
from jobs.lake.tables.target import DERIVED
from jobs.run.job import Job
from jobs.run.read import Read
from jobs.run.standardize import Standardized
from jobs.run.write import WrittenTexts
from jobs.session.parallel import together

_WHOLE = ("facets", "coverage", "dictionary")
_OF_PRODUCTS = ("conflicts", "search_terms")


@dataclass(frozen=True, slots=True)
class _Due:
    """``names``: tables to be made anew. ``scope``: ids of the products of which those of products may differ; null is
    all of them."""

    names: frozenset[str]
    scope: DataFrame | None


def derive(job: Job, read: Read, standardized: Standardized, written: WrittenTexts) -> dict[str, Changes]:
    """Make anew what may differ from what is stored; where no product and no category changed, nothing is looked at.

    Where the config wants none, what is there stays as it is, and is no part of the run.
    """
    if not job.config.answers:
        if any(name in job.store.held() for name in DERIVED):
            job.progress.note("the derived tables stay as they are: the config says `answers: false`")
        return {}
    job.store.create(*sorted(DERIVED))
    due = _due(job, read, standardized, written)
    if not due.names:
        job.progress.note("no product changed: the derived tables stay as they are")
        return {}
    changes = _written(job, due, _rows(job, due))
    for name, each in changes.items():
        job.progress.note(f"{name}: {each}")
    return changes


def _due(job: Job, read: Read, standardized: Standardized, written: WrittenTexts) -> _Due:
    new = DERIVED - read.published
    names = set(new)
    if read.all_stale or read.stale or standardized.is_changed:  # names of a category may stand in no other table
        names |= {"facets", "coverage", *_OF_PRODUCTS}
    if written.products is not None or read.keywords_left:
        names.add("search_terms")
    if read.all_stale or read.stale:
        names.add("dictionary")
    everything = read.all_stale or read.keywords_left or bool(new & set(_OF_PRODUCTS))
    return _Due(frozenset(names), None if everything else _scope(job, standardized, written))


def _scope(job: Job, standardized: Standardized, written: WrittenTexts) -> DataFrame | None:
    """Staged, as it is asked for several times."""
    parts = [frame.select("product_id") for frame in (standardized.scope, written.products) if frame is not None]
    if not parts:
        return None
    return job.staging.write("derived_ids", reduce(DataFrame.unionByName, parts).distinct())[0]


def _written(job: Job, due: _Due, rows: Mapping[str, DataFrame]) -> dict[str, Changes]:
    """Write the tables, all at one time: small ones as a whole, of large ones what differs."""
    steps: list[Callable[[], Changes]] = []
    for name, frame in rows.items():
        if name in _WHOLE:
            steps.append(partial(remake, job.store, job.staging, name, frame))
        else:
            scope = None if job.store.is_new(name) else due.scope
            own = frame.withColumn("run_id", F.lit(job.run_id))
            steps.append(partial(synchronize, job.store, job.staging, name, own, scope=scope))
    return dict(zip(rows, together(job.store.spark, *steps), strict=True))


def _rows(job: Job, due: _Due) -> dict[str, DataFrame]:
    """The rows of the tables that are due; of those of products, the products in scope."""
    spark, schema = job.store.spark, job.schema
    found = {"dictionary": dictionary(spark, schema)} if "dictionary" in due.names else {}
    if due.names <= {"dictionary"}:
        return found
    products, attributes = current(job.store.read("products")), job.store.read("attributes")
    claims = job.store.read("claims")
    counts, _ = job.staging.write("counted", counted(attributes, claims, products))
    if "facets" in due.names:
        shown = attributes.join(products.select("product_id"), "product_id", "left_semi")
        found["facets"] = facets(counts, guide(counts, schema), schema, shown)
    if "coverage" in due.names:
        found["coverage"] = coverage(counts, schema)
    mine, own = _scoped(job, due, products, attributes)
    if "conflicts" in due.names:
        lost = claims.join(mine.select("product_id"), "product_id", "left_semi")
        found["conflicts"] = conflicts(own, lost, job.functions.value_key)
    if "search_terms" in due.names:
        tags, keywords = job.store.read("tags"), job.store.read("keywords")
        found["search_terms"] = terms(counts, schema, mine, own, tags, keywords)
    return found


def _scoped(job: Job, due: _Due, products: DataFrame, attributes: DataFrame) -> tuple[DataFrame, DataFrame]:
    """Current products and their attributes; of a few, staged, as they are read several times."""
    if due.scope is None:
        return products, attributes.join(products.select("product_id"), "product_id", "left_semi")
    mine, _ = job.staging.write("derived_products", products.join(due.scope, "product_id", "left_semi"))
    own = attributes.join(mine.select("product_id"), "product_id", "left_semi")
    return mine, job.staging.write("derived_attributes", own)[0]
