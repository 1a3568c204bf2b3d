"""The second half of a run, from staged differences to the row that publishes them: at once, or once it is released."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from jobs.lake import runs
from jobs.lake.runs import Decision, RunSummary
from jobs.lake.synchronize import commit_all
from jobs.lake.tables.target import DERIVED, TABLES
from jobs.run.derive import derive
from jobs.run.job import Job
from jobs.run.record import record
from jobs.run.rules_digest import answers_digest
from jobs.run.staged import Staged, by_table
from jobs.run.verification.verify import verify
from jobs.run.write import write_texts
from jobs.session.faults import SPARK_ERRORS, first_line
from jobs.writing.due import PART


def finish(job: Job, staged: Staged, decision: Decision | None = None) -> RunSummary:
    """Commit what is staged, make what follows from it, and publish all of it. ``decision``: that released the run.

    Raises RunError for what running again heals; nothing is published then.
    """
    progress, categorized = job.progress, staged.categorized
    with progress.stage("commit"):
        commit_all(job.store, staged.standardized.changes)
    with progress.stage("write"):
        written = write_texts(job, categorized)
    with progress.stage("derive"):
        derived = derive(job, staged.read, staged.standardized, written)
    with progress.stage("record"):
        recorded = record(job, categorized, renewed=staged.values_changed or staged.read.decided_anew(job.store))
    with progress.stage("check"):
        verified = verify(job, categorized, values_changed=staged.values_changed)
    with progress.stage("publish"):
        summary = summary_of(job, staged)
        summary.decision = decision
        summary.quality, summary.samples = verified.quality, verified.samples
        summary.counts |= {
            **written.counts,
            **by_table({**written.changes, **derived, **recorded}),
            **verified.counts,
            **({"nearest_uncalibrated": 1} if job.suggests_only else {}),
            **job.untrained.counts,
            **job.decided.counts,
        }
        publish(job, summary, written.recipes)
    return summary


def summary_of(job: Job, staged: Staged) -> RunSummary:
    """What is known of a run before it writes."""
    return RunSummary(
        run_id=job.run_id,
        name=job.config.name,
        target=job.config.target,
        started_at=job.started_at,
        model=job.key.model,
        model_schema=job.key.schema,
        sources=staged.sources,
        counts=staged.counts,
        seconds=job.progress.seconds,
        verdicts=staged.judgement.verdicts,
        examples=staged.judgement.examples,
    )


def publish(job: Job, summary: RunSummary, text_recipes: Mapping[str, str]) -> None:
    """Write the row of this run, last of all. Raises RunError when another run wrote to any table since this began."""
    held = job.store.held()
    summary.finished_at = datetime.now(UTC)
    summary.seconds = dict(summary.seconds)
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
    """Delete the staging, and that of runs that were held, once the lease has ended. The run is published: a failure is
    told, and a run of another day tries again.
    """
    try:
        job.staging.remove()
        job.staging.remove_kept()
    except SPARK_ERRORS as cause:
        job.progress.note(f"published, but {job.staging.folder} could not be deleted: {first_line(cause)}")
