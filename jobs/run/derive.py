"""Tables that answer what analysts ask, brought up to date with the products that this run has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.answers.conflicts import claims_of, conflicts
from jobs.answers.counted import counted
from jobs.answers.coverage import coverage
from jobs.answers.dictionary import dictionary
from jobs.answers.facets import facets
from jobs.answers.guide import guide
from jobs.answers.terms import Catalog, terms
from jobs.lake.current import current
from jobs.lake.synchronize import Changes, synchronize_all
from jobs.run.job import Job
from jobs.run.read import Read
from jobs.run.standardize import Standardized
from jobs.run.write import WrittenTexts

_COUNTING = ("facets", "coverage")
_OF_PRODUCTS = ("conflicts", "search_terms")
DERIVED = (*_COUNTING, *_OF_PRODUCTS, "dictionary")
"""The tables that this stage makes."""


@dataclass(frozen=True, slots=True)
class _Due:
    """``names``: tables to be made anew. ``scope``: ids of the products of which those of products may differ; null is
    all of them."""

    names: frozenset[str]
    scope: DataFrame | None


def derive(job: Job, read: Read, standardized: Standardized, written: WrittenTexts) -> dict[str, Changes]:
    """Make anew what may differ from what is stored; where no product and no category changed, nothing is looked at."""
    job.store.create(*DERIVED)
    due = _due(job, read, standardized, written)
    if not due.names:
        job.progress.note("no product changed: the derived tables stay as they are")
        return {}
    rows = _rows(job, due)
    scopes = {name: due.scope for name in _OF_PRODUCTS if due.scope is not None and not job.store.is_new(name)}
    tables = {name: frame.withColumn("run_id", F.lit(job.run_id)) for name, frame in rows.items()}
    changes = synchronize_all(job.store, job.staging, tables, scopes)
    for name, each in changes.items():
        job.progress.note(f"{name}: {each}")
    return changes


def _due(job: Job, read: Read, standardized: Standardized, written: WrittenTexts) -> _Due:
    new = {name for name in DERIVED if job.store.is_new(name)}
    names = set(new)
    if read.all_stale or standardized.is_changed:
        names |= {*_COUNTING, *_OF_PRODUCTS}
    if written.products is not None or read.keywords_left:
        names.add("search_terms")
    if read.all_stale or read.stale:
        names.add("dictionary")
    everything = read.all_stale or read.keywords_left or bool(new & set(_OF_PRODUCTS))
    return _Due(frozenset(names), None if everything else _scope(standardized, written))


def _scope(standardized: Standardized, written: WrittenTexts) -> DataFrame | None:
    parts = [frame for frame in (standardized.scope, written.products) if frame is not None]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else parts[0].unionByName(parts[1])


def _rows(job: Job, due: _Due) -> Mapping[str, DataFrame]:
    """The rows of the tables that are due; of those of products, the products in scope."""
    spark, schema = job.store.spark, job.schema
    found = {"dictionary": dictionary(spark, schema)} if "dictionary" in due.names else {}
    if due.names <= {"dictionary"}:
        return found
    products, attributes = current(job.store.read("products")), job.store.read("attributes")
    guided = guide(attributes, schema)
    counts, _ = job.staging.write("counted", counted(attributes, products, guided))
    if "facets" in due.names:
        found["facets"] = facets(counts, guided)
    if "coverage" in due.names:
        found["coverage"] = coverage(counts, guided)
    own = _of(due.scope, attributes)
    if "conflicts" in due.names:
        found["conflicts"] = conflicts(claims_of(_of(products, own)), job.functions.value_key)
    if "search_terms" in due.names:
        catalog = Catalog(schema, counts, guided)
        mine = _of(due.scope, products)
        found["search_terms"] = terms(catalog, mine, own, job.store.read("tags"), job.store.read("keywords"))
    return found


def _of(products: DataFrame | None, rows: DataFrame) -> DataFrame:
    """The rows of some products; of all where that is null."""
    return rows if products is None else rows.join(products.select("product_id"), "product_id", "left_semi")
