"""Tables that answer what analysts ask, brought up to date with the products that this run has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from typing import Any

from pyspark.sql import DataFrame

from jobs.answers.counted import counted
from jobs.answers.coverage import Counts, counts_of, coverage
from jobs.answers.dictionary import dictionary
from jobs.answers.differing import differing_products, figures, rows_of
from jobs.answers.facets import facets
from jobs.answers.guide import guide
from jobs.answers.prevalence import prevalence
from jobs.lake.current import current
from jobs.lake.scope import Scope
from jobs.lake.synchronize import Changes, commit_all, remake, remake_local
from jobs.lake.tables.target import DERIVED
from jobs.run.changes import NAME as CHANGES
from jobs.run.changes import write_changes
from jobs.run.job import Job
from jobs.run.read import Read
from jobs.run.standardizing.standardize import Standardized
from jobs.run.write import WrittenTexts
from jobs.session.parallel import together
from udfs.spark.answers import differing

_OF_PRODUCTS = {"conflicts": "conflicts", "search_terms": "terms"}
"""Tables by what of :func:`udfs.spark.answers.differing` is written to them."""


@dataclass(frozen=True, slots=True)
class _Due:
    """``names``: tables to be made anew. ``scope``: products of which those of products may differ; null is all."""

    names: frozenset[str]
    scope: Scope | None


def derive(job: Job, read: Read, standardized: Standardized, written: WrittenTexts) -> dict[str, Changes]:
    """Make anew what may differ from what is stored; where no product and no category changed, nothing is looked at.

    Where the config wants none, what is there stays as it is, and is no part of the run.
    """
    if not job.config.answers:
        if any(name in job.store.held() for name in DERIVED):
            job.progress.note("the derived tables stay as they are: the config says `answers: false`")
        return {}
    job.store.create(*sorted(DERIVED), CHANGES)
    due = _due(read, standardized, written)
    if not due.names:
        job.progress.note("no product changed: the derived tables stay as they are")
        return {}
    steps = partial(_written, job, due), partial(_changed, job, read, standardized, due.scope)
    changes = reduce(or_, together(job.store.spark, *steps))
    for name, each in changes.items():
        job.progress.note(f"{name}: {each}")
    return changes


def _due(read: Read, standardized: Standardized, written: WrittenTexts) -> _Due:
    new = DERIVED - read.published
    names = set(new)
    if read.all_stale or read.stale or standardized.is_changed:  # names of a category may stand in no other table
        names |= {"facets", "coverage", *_OF_PRODUCTS}
    if written.products is not None or read.keywords_left:
        names.add("search_terms")
    if read.all_stale or read.stale:
        names.add("dictionary")
    everything = read.all_stale or read.keywords_left or bool(new & set(_OF_PRODUCTS))
    return _Due(frozenset(names), None if everything else _scope(read, standardized, written))


def _scope(read: Read, standardized: Standardized, written: WrittenTexts) -> Scope:
    """Products of which a row was written. Where a category's names may be others, all that were made anew."""
    rows = [each.rows for each in standardized.changes.values()]
    if read.stale:
        rows.append(standardized.scope)
    return Scope.of(each for each in (*rows, written.products) if each is not None)


def _written(job: Job, due: _Due) -> dict[str, Changes]:
    """Bring the tables that are due up to date: those of the catalog at one time with those of products."""
    steps: list[Callable[[], dict[str, Changes]]] = []
    if "dictionary" in due.names:
        steps.append(partial(_remade, job, "dictionary", dictionary(job.schema)))
    if due.names - {"dictionary"}:
        products, attributes = current(job.store.read("products")), job.store.read("attributes")
        counts, _ = job.staging.write("counted", counted(attributes, job.store.read("claims"), products))
        groups = counts_of(counts)
        if "coverage" in due.names:
            steps.append(partial(_remade, job, "coverage", coverage(groups, job.schema)))
        if "facets" in due.names:
            shown = attributes.join(products.select("product_id"), "product_id", "left_semi")
            steps.append(partial(_facets, job, counts, shown))
        if due.names & set(_OF_PRODUCTS):
            steps.append(partial(_of_products, job, due.scope, counts, groups))
    found = together(job.store.spark, *steps)
    return reduce(or_, found, {})


def _changed(job: Job, read: Read, standardized: Standardized, scope: Scope | None) -> dict[str, Changes]:
    return {CHANGES: write_changes(job, read, standardized, scope)}


def _remade(job: Job, name: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Changes]:
    return {name: remake_local(job.store, name, rows)}


def _facets(job: Job, counts: DataFrame, attributes: DataFrame) -> dict[str, Changes]:
    rows = facets(counts, guide(counts, job.schema), job.schema, attributes)
    return {"facets": remake(job.store, job.staging, "facets", rows)}


def _of_products(job: Job, scope: Scope | None, counts: DataFrame, groups: Counts) -> dict[str, Changes]:
    """What differs from the stored rows of the products in scope is staged once, and then written to both tables."""
    function = differing(job.schema.to_json(), prevalence(counts, groups))

    def read(name: str) -> DataFrame:
        return current(job.store.read(name)) if name == "products" else job.store.read(name)

    found, n = job.staging.write(
        "differing", differing_products(read, scope, function),
        **{key: n for part in _OF_PRODUCTS.values() for key, n in figures(part).items()},
    )  # fmt: skip
    changes = {}
    for name, part in _OF_PRODUCTS.items():
        inserted, updated, deleted = (n[f"{part}_{what}"] or 0 for what in ("insert", "update", "delete"))
        rows = rows_of(found, part, job.run_id) if inserted or updated or deleted else None
        changes[name] = Changes(inserted, updated, deleted, rows)
    commit_all(job.store, changes)
    return changes
