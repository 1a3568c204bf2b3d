"""The standardize run, top to bottom. Each step is a module of its own; this is the order they go in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial, reduce
from typing import Any

from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.lake import runs
from jobs.lake.runs import RunSummary
from jobs.lake.staging import Staging, run_stamp, watch
from jobs.lake.store import Store
from jobs.lake.synchronize import synchronize
from jobs.review.decisions import current, read_decisions
from jobs.review.queue import unmapped_rows
from jobs.run import checks
from jobs.run.absent import absent_products, kept_rows
from jobs.run.categorize import categorize, mark_changed, rejected_rows
from jobs.run.compare import matches_of_products, stored_matches
from jobs.run.infer import ModelKey, infer, stored_extractions
from jobs.run.job import Job, product_functions
from jobs.run.quality import quality
from jobs.run.recipes import recipes, stale_categories
from jobs.run.resolve import attribute_rows, product_rows, products_with_unknown, resolve_products, statements, tag_rows
from jobs.session.faults import first_line
from jobs.session.parallel import together
from jobs.session.warming import start_workers
from jobs.sources.screening import screen
from jobs.sources.sources import listings, open_sources
from udfs.checkpoint.manifest import check_schema, verify
from udfs.errors import RunError
from udfs.schema.loading import load_schema

# People write to these at any time; a run reads them as they were when it began.
_PEOPLES = {"decisions", "models"}


def run(spark: SparkSession, config: JobConfig, progress: Progress) -> RunSummary:
    """Standardize the sources of a config into its target.

    Raises InputError before anything is written when something given is wrong, and RunError when the run stopped half
    way: nothing is published then, and running again continues it.
    """
    with _spark_errors_reported(progress):
        with progress.stage("prepare"):
            job = prepare(spark, config, progress)
        with progress.stage("read"):
            screened, stale = read(job)
        with progress.stage("infer"):
            infer_texts(job, screened)
        with progress.stage("categorize"):
            found = categorize_listings(job, screened, stale)
        with progress.stage("standardize"):
            standardize_changed(job, found, stale)
        with progress.stage("record"):
            record(job, found, everything=stale is None)
        with progress.stage("check"):
            check(job, found, everything=stale is None)
        with progress.stage("publish"):
            publish(job)
    clean_up(job)
    return job.summary


def prepare(spark: SparkSession, config: JobConfig, progress: Progress) -> Job:
    """Check everything a run is given, then create the tables that are not there."""
    start_workers(spark)
    schema = load_schema(config.schema_folder)
    manifest = verify(config.checkpoint)
    check_schema(config.checkpoint, schema)
    opened = open_sources(spark, config.sources)
    store = Store(spark, config.target)
    store.check()
    store.create_missing()
    store.hold()
    started = datetime.now(UTC)
    run_id = f"{run_stamp(started)}-{uuid.uuid4().hex[:6]}"
    staging = Staging(store, run_id)
    staging.remove_old(started)
    decided = read_decisions(store)
    return Job(
        config=config,
        schema=schema,
        manifest=manifest,
        sources=opened,
        store=store,
        staging=staging,
        functions=product_functions(config, schema, manifest.fingerprint, current(decided)),
        key=ModelKey(manifest.fingerprint, schema.model_fingerprint),
        recipes=recipes(manifest, schema, config, decided),
        progress=progress,
        summary=RunSummary(run_id, config.name, config.target, started, manifest.fingerprint),
    )


def read(job: Job) -> tuple[DataFrame, frozenset[str] | None]:
    """The listings, and the stale categories (see :func:`jobs.run.recipes.stale_categories`).

    These are found out while workers start and read, when the driver would only wait.
    """
    steps: list[Callable[[], Any]] = [
        partial(read_listings, job),
        lambda: stale_categories(job.store, runs.newest_run(job.store), job.recipes),
    ]
    listed, stale = together(job.store.spark, *steps)
    return listed, stale


def read_listings(job: Job) -> DataFrame:
    """All rows of all sources, screened and staged; rows are counted at the scan and again behind the screen."""
    names = [opened.source.name for opened in job.sources]
    # One count for each source, taken at its scan: independent of all that follows.
    scans = [watch(listings(opened), rows=F.count(F.lit(1))) for opened in job.sources]
    every = reduce(DataFrame.unionByName, (scan for scan, _ in scans))
    screened, figures = job.staging.write(
        "listings", screen(every, job.functions.screen, job.config.reject.duplicate_id),
        screened=F.count(F.lit(1)), accepted=F.count_if(F.col("reason").isNull()), **_accepted_by_source(job),
    )  # fmt: skip
    rows = [int(observation.get["rows"]) for _, observation in scans]
    job.summary.sources = [runs.source_facts(o, n) for o, n in zip(job.sources, rows, strict=True)]
    job.summary.counts["read"] = sum(rows)
    for name, count in zip(names, rows, strict=True):
        job.progress.note(f"{name}: {count:,} rows" if count else f"{name}: 0 rows, the source is empty")
    job.progress.note(f"{figures['screened'] - figures['accepted']:,} rows cannot be standardized")
    if job.config.when_absent == "delete":
        checks.check_sources({name: figures[f"accepted_{index}"] for index, name in enumerate(names)})
    return screened


def _accepted_by_source(job: Job) -> dict[str, Column]:
    """Aggregates ``accepted_0``, ``accepted_1`` ...: rows without a reason of each source, in their order."""
    accepted = F.col("reason").isNull()
    return {
        f"accepted_{index}": F.count_if(accepted & (F.col("source") == opened.source.name))
        for index, opened in enumerate(job.sources)
    }


def infer_texts(job: Job, screened: DataFrame) -> None:
    """Run the model over the accepted texts it has not read yet; no row may name a model that table models lacks."""
    runs.register_model(job.store, job.manifest, job.config.checkpoint, job.run_id)
    inference = job.config.inference
    inferred = infer(
        job.store, job.staging, screened.filter(F.col("reason").isNull()), job.functions.extract,
        key=job.key, run_id=job.run_id, chunk_rows=inference.chunk_rows,
        partitions=inference.partitions or job.store.spark.sparkContext.defaultParallelism,
        progress=job.progress,
    )  # fmt: skip
    job.summary.counts["texts_inferred"] = inferred


def categorize_listings(job: Job, screened: DataFrame, stale: Collection[str] | None) -> DataFrame:
    """Every listing with its category, final reason and whether its product has to be made anew; staged. What was
    inferred is checked meanwhile.

    ``stale``: see :func:`jobs.run.recipes.stale_categories`.
    """
    extractions = stored_extractions(job.store, job.key)
    categorized = categorize(screened, extractions, job.config.thresholds.category)
    marked = mark_changed(categorized, job.store.read("products"), stale)
    accepted = F.col("reason").isNull()
    steps: list[Callable[[], Any]] = [
        partial(
            job.staging.write, "categorized", marked,
            standardized=F.count_if(accepted), rejected=F.count_if(~accepted), changed=F.count_if("changed"),
        )
    ]  # fmt: skip
    if job.summary.counts["texts_inferred"]:
        steps.append(partial(checks.check_extractions, extractions))
    found: DataFrame
    (found, figures), *_ = together(job.store.spark, *steps)
    job.summary.counts |= figures
    checks.check_counts(
        read=job.summary.counts["read"], standardized=figures["standardized"], rejected=figures["rejected"]
    )
    job.progress.note(f"{figures['standardized']:,} products, {figures['changed']:,} of them new or changed")
    return found


def standardize_changed(job: Job, found: DataFrame, stale: Collection[str] | None) -> None:
    """Bring attributes, tags and products up to date with the changed listings.

    Where all products are ``stale`` (null) the whole tables are made anew: what a dead run left behind goes.
    """
    removed = _removed(job, found)
    kept = _kept(job, found, stale)
    if not (stale is None or kept or _any_changed(job)):
        job.progress.note("nothing changed since the last run")
        job.summary.counts["values_compared"] = 0
        return
    changed = found.filter("changed")
    resolved = _resolve(job, changed)
    made = {
        "attributes": attribute_rows(resolved, job.key, job.schema, job.run_id),
        "tags": tag_rows(resolved, job.run_id),
        "products": product_rows(resolved, job.schema, job.run_id),
    }
    rows = {name: own.unionByName(kept[name]) if name in kept else own for name, own in made.items()}
    if stale is None:
        _synchronize(job, rows)
    else:
        scope = _ids(changed, removed)
        _synchronize(job, rows, {"products": _ids(scope, kept.get("products")), "attributes": scope, "tags": scope})


def _kept(job: Job, found: DataFrame, stale: Collection[str] | None) -> dict[str, DataFrame]:
    """By table, rows that stay though they are of stale categories: those of absent products, if the config keeps them.

    The products among them are marked. Attributes and tags of some stale categories lie out of the scope anyway.
    """
    if job.config.when_absent != "keep" or not (stale is None or stale):
        return {}
    products = job.store.read("products")
    if stale is not None:
        outdated = products.filter(F.col("category").isin(*stale))
        return {"products": kept_rows(outdated, outdated, found, job.run_id)}
    tables = {"attributes": job.store.read("attributes"), "tags": job.store.read("tags"), "products": products}
    return {name: kept_rows(stored, products, found, job.run_id) for name, stored in tables.items()}


def _ids(one: DataFrame, other: DataFrame | None) -> DataFrame:
    ids = one.select("product_id")
    return ids if other is None else ids.unionByName(other.select("product_id"))


def _removed(job: Job, found: DataFrame) -> DataFrame | None:
    """Ids of products to remove; None when there are none, or the config keeps them."""
    job.summary.counts["removed"] = 0
    if job.config.when_absent == "keep":
        return None
    absent, figures = job.staging.write(
        "removed", absent_products(job.store.read("products"), found), removed=F.count(F.lit(1))
    )
    job.summary.counts["removed"] = figures["removed"]
    return absent if figures["removed"] else None


def _resolve(job: Job, changed: DataFrame) -> DataFrame:
    """Changed products in standard terms; staged, as three tables are made of them."""
    listed = statements(changed, stored_extractions(job.store, job.key))
    open_ones, figures = job.staging.write(
        "unknown", products_with_unknown(listed, job.functions.unknown), open=F.count(F.lit(1))
    )
    job.summary.counts["values_compared"] = 0
    if figures["open"]:
        job.progress.note(f"{figures['open']:,} products hold values that no rule knows")
        near, job.summary.counts["values_compared"] = matches_of_products(
            job.store, open_ones.select("product_id", "category", F.inline("unknown")), job.functions.match,
            job.key, job.run_id, job.progress,
        )  # fmt: skip
        listed = listed.join(near, "product_id", "left")
    return job.staging.write("resolved", resolve_products(listed, job.functions.resolve))[0]


def _synchronize(job: Job, tables: dict[str, DataFrame], scopes: Mapping[str, DataFrame] | None = None) -> None:
    """Bring tables up to date, all at one time, and count what changed. Without ``scopes``, the whole tables."""
    steps = [
        partial(synchronize, job.store, job.staging, name, rows, scope=(scopes or {}).get(name))
        for name, rows in tables.items()
    ]
    for name, changes in zip(tables, together(job.store.spark, *steps), strict=True):
        found = {"inserted": changes.inserted, "updated": changes.updated, "deleted": changes.deleted}
        job.summary.counts |= {f"{name}_{what}": number for what, number in found.items()}
        job.progress.note(f"{name}: " + ", ".join(f"{number:,} {what}" for what, number in found.items()))


def record(job: Job, found: DataFrame, *, everything: bool) -> None:
    """Rejected shows this run's rejected rows and no others; unmapped is made anew when the values changed."""
    tables = {"rejected": rejected_rows(found, job.run_id)}
    if everything or _any_changed(job):
        rows = unmapped_rows(
            job.store.read("attributes"), job.store.read("products"), stored_matches(job.store, job.key),
            job.functions.value_key, job.run_id,
        )  # fmt: skip
        # A new table's rows are asked for twice, whether there are any and what they are.
        tables["unmapped"] = job.staging.write("unmapped", rows)[0] if job.store.is_new("unmapped") else rows
    _synchronize(job, tables)


def _any_changed(job: Job) -> bool:
    return bool(job.summary.counts["changed"] or job.summary.counts["removed"])


def check(job: Job, found: DataFrame, *, everything: bool) -> None:
    """The invariants of a finished run, and its figures."""
    products, attributes = job.store.read("products"), job.store.read("attributes")
    steps: list[Callable[[], Any]] = [
        partial(quality, products, attributes, job.store.read("unmapped")),
        partial(checks.check_rejected, job.store.read("rejected"), job.summary.counts["rejected"]),
        partial(checks.check_products, products, found),
    ]
    if everything or _any_changed(job):
        steps.append(partial(checks.check_attributes, attributes, products))
    (counts, job.summary.quality), *_ = together(job.store.spark, *steps)
    job.summary.counts |= counts


def publish(job: Job) -> None:
    """Write the row of this run, last of all. Raises RunError when another run wrote to any table since this began."""
    job.summary.seconds = dict(job.progress.seconds)
    job.summary.table_versions = job.store.held()
    job.summary.finished_at = datetime.now(UTC)
    for name in job.summary.table_versions.keys() - _PEOPLES:
        job.store.require(name)
    runs.publish(job.store, job.summary, job.schema, job.recipes)


def clean_up(job: Job) -> None:
    """Delete the staging. The run is published: a failure is told, and a run of another day tries again."""
    try:
        job.staging.remove()
    except (PySparkException, Py4JJavaError) as cause:
        job.progress.note(f"published, but {job.staging.folder} could not be deleted: {first_line(cause)}")


@contextmanager
def _spark_errors_reported(progress: Progress) -> Iterator[None]:
    """What Spark or a worker raises becomes one RunError with its cause; ours pass."""
    try:
        yield
    except (PySparkException, Py4JJavaError) as cause:
        published = (
            "the newest row of table runs tells whether it was" if progress.current == "publish" else "nothing was"
        )
        raise RunError(
            f"the run stopped at `{progress.current}`: {first_line(cause)}; "
            f"{published} published, and running again continues it"
        ) from cause
