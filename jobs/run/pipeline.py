"""The standardize run, top to bottom: its stages, what each hands to the next, and the row that publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from pyspark.sql import SparkSession

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.lake import runs
from jobs.lake.runs import RunSummary
from jobs.lake.store import sign
from jobs.lake.synchronize import Changes
from jobs.lake.tables.target import DERIVED, TABLES
from jobs.run.categorize import categorize_listings
from jobs.run.derive import derive
from jobs.run.infer import infer
from jobs.run.job import Job, prepare
from jobs.run.read import read
from jobs.run.record import record
from jobs.run.rules_digest import answers_digest
from jobs.run.standardize import standardize
from jobs.run.verification.verify import verify
from jobs.run.write import write_texts
from jobs.session.faults import SPARK_ERRORS, explain, first_line, fragment, lost_file
from jobs.writing.due import PART
from udfs.errors import InputError, RunError, TableError

STOPPED = "readers stay on the last published run, and running again goes on from what is finished"
"""What Ctrl-C leaves behind."""


def run(spark: SparkSession, config: JobConfig, progress: Progress) -> RunSummary:
    """Standardize the sources of a config into its target.

    Raises InputError when something given is wrong, mostly before anything is written, LimitError when the result is
    beyond the config's limits, and RunError for what running again heals. Nothing is published then, and once it is
    corrected a run goes on with what this one has finished.
    """
    with _spark_errors_reported(progress, config), ExitStack() as work:
        work.callback(sign, spark, None)
        with progress.stage("prepare"):
            job = prepare(spark, config, progress)
            work.enter_context(job.staging.at_work(job.started_at))
        with progress.stage("read"):
            found = read(job)
        with progress.stage("infer"):
            n_inferred = infer(job, found)
        with progress.stage("categorize"):
            categorized = categorize_listings(job, found, check_extractions=n_inferred > 0)
        with progress.stage("standardize"):
            standardized = standardize(job, found, categorized)
        with progress.stage("write"):
            written = write_texts(job, categorized)
        with progress.stage("derive"):
            derived = derive(job, found, standardized, written)
        gone = standardized.removed + standardized.outdated
        values_changed = found.all_stale or categorized.changed > 0 or gone > 0
        with progress.stage("record"):
            recorded = record(job, categorized, values_changed=values_changed)
        with progress.stage("check"):
            verified = verify(job, categorized, values_changed=values_changed)
        with progress.stage("publish"):
            summary = RunSummary(
                run_id=job.run_id,
                name=config.name,
                target=config.target,
                started_at=job.started_at,
                model=job.key.model,
                model_schema=job.key.schema,
                sources=[runs.source_facts(*each) for each in zip(job.sources, found.rows, strict=True)],
                counts={
                    "read": found.n_rows,
                    **found.oddities,
                    "texts_inferred": n_inferred,
                    "standardized": categorized.standardized,
                    "rejected": categorized.rejected,
                    "outside": categorized.outside,
                    **({"foreign_language": categorized.foreign} if categorized.foreign else {}),
                    "made_anew": categorized.changed,
                    "changed": standardized.changed,
                    "removed": standardized.removed,
                    "values_compared": standardized.values_compared,
                    **written.counts,
                    **_by_table({**standardized.changes, **written.changes, **derived, **recorded}),
                    **verified.counts,
                    **({"nearest_uncalibrated": 1} if job.suggests_only else {}),
                    **job.untrained.counts,
                },
                quality=verified.quality,
                samples=verified.samples,
                seconds=dict(progress.seconds),
            )
            publish(job, summary, written.recipes)
    clean_up(job)
    return summary


def _by_table(changes: Mapping[str, Changes]) -> dict[str, int]:
    return {f"{name}_{what}": number for name, each in changes.items() for what, number in each.counts.items()}


def publish(job: Job, summary: RunSummary, text_recipes: Mapping[str, str]) -> None:
    """Write the row of this run, last of all. Raises RunError when another run wrote to any table since this began."""
    held = job.store.held()
    summary.finished_at = datetime.now(UTC)
    for name in held:
        if not TABLES[name].by_people:
            job.store.require(name)
    left_out = () if job.config.answers else DERIVED  # a later run that wants them makes them all anew
    own = {name: version for name, version in held.items() if name not in left_out}
    summary.table_versions = own | {"runs": held["runs"] + 1}  # with the row itself
    texts = {category: {PART: recipe} for category, recipe in text_recipes.items()}
    answers = {runs.ANSWERS: answers_digest(job.schema)} if job.config.answers else {}
    parts = {category: {**own, **answers, **texts.get(category, {})} for category, own in job.recipe_parts.items()}
    runs.publish(job.store, summary, job.schema, job.recipes, parts)


def clean_up(job: Job) -> None:
    """Delete the staging. The run is published: a failure is told, and a run of another day tries again."""
    try:
        job.staging.remove()
    except SPARK_ERRORS as cause:
        job.progress.note(f"published, but {job.staging.folder} could not be deleted: {first_line(cause)}")


@contextmanager
def _spark_errors_reported(progress: Progress, config: JobConfig) -> Iterator[None]:
    """What Spark or a worker raises becomes one error with its cause, by what helps; ours and Ctrl-C pass."""
    try:
        yield
    except SPARK_ERRORS as cause:
        fault = _of_target(cause, config) or explain(cause)
        published = (
            "the newest row of table runs tells whether it was" if progress.current == "publish" else "nothing was"
        )
        goes_on = "running again" if isinstance(fault, RunError) else "a run after it is corrected"
        raise type(fault)(
            f"the run stopped at `{progress.current}`: {_blamed(cause, config, fault)}{fault}; "
            f"{published} published, and {goes_on} continues it"
        ) from cause


def _of_target(cause: BaseException, config: JobConfig) -> TableError | None:
    """A file of a table that is gone: a source is listed anew by the next run, a table names its files for ever."""
    lost = lost_file(cause)
    if lost is None or f"{config.target.rstrip('/')}/" not in lost or "/_staging/" in lost:
        return None
    return TableError(
        f"a table of the target is damaged, or files of it were deleted ({lost}); restore them, or set another `target`"
    )


def _blamed(cause: BaseException, config: JobConfig, fault: Exception) -> str:
    """The keys of the config that an error is about, for the front of a message: those noted at it, and column mappings
    that hold the part of an expression that Spark blames.
    """
    part = fragment(cause) if isinstance(fault, InputError) else None
    named = [
        f"source {source.name}, columns.{name} {expression!r}"
        for source in config.sources
        for name, expression in source.columns
        if part and expression and part in expression
    ]
    return "".join(f"{key}: " for key in [*getattr(cause, "__notes__", ()), *named])
