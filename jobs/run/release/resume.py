"""A held run that a person decides of: it goes on from what it has staged, or it is dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from pyspark.sql import Row, SparkSession

from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.gates.verdicts import Verdict
from jobs.lake import runs
from jobs.lake.runs import Decision, RunSummary, newest_run
from jobs.lake.staging import Staging
from jobs.lake.store import Store, sign
from jobs.lake.tables.runs import DISCARDED
from jobs.lake.tables.target import CACHES, TABLES
from jobs.run.finish import clean_up, finish
from jobs.run.job import Begun, Job, prepare
from jobs.run.release.held import HeldRun
from jobs.run.release.judge import Judgement
from jobs.run.release.standing import held_row, require_newest, run_rows
from jobs.run.reported import spark_errors_reported
from udfs.errors import InputError


def release(
    spark: SparkSession, target: str, run_id: str, by: str, why: str, progress: Progress
) -> tuple[RunSummary, JobConfig]:
    """Publish a held run, from what it has staged; gives what it did, and the config that it was told.

    Raises InputError where it is none, or where what it saw or was made by is no more as it was, and RunError for what
    mends itself. Nothing is published then.
    """
    store = Store(spark, target)
    rows = run_rows(store)
    row = held_row(rows, run_id, "release", store.target)
    require_newest(rows, row)
    held = kept_state(store, run_id, "release")
    config = held.config.model_copy(update={"target": target})  # it may have been moved
    progress.seconds.update(held.seconds)
    with spark_errors_reported(progress, config), ExitStack() as work:
        work.callback(sign, spark, None)
        job = prepare(spark, config, progress, Begun(run_id, held.started_at))
        work.enter_context(job.staging.at_work(datetime.now(UTC)))
        if moved := [*_moved(job, held)]:
            raise InputError(
                f"cannot release run {run_id}: since it was held, {'; '.join(moved)}. Nothing was published; run the "
                "job again"
            )
        decision = Decision(by, why, datetime.now(UTC))
        summary = finish(job, held.staged(job.staging, _judgement(row), newest_run(job.store)), decision)
    clean_up(job)
    return summary, config


def discard(spark: SparkSession, target: str, run_id: str, by: str, why: str) -> None:
    """Drop a held run: its row says so, and what it staged is deleted. Raises InputError where it is none."""
    store = Store(spark, target)
    row = held_row(run_rows(store), run_id, "discard", store.target)
    store.hold()
    decided = {"state": DISCARDED, "decided_by": by, "decided_why": why, "decided_at": datetime.now(UTC)}
    runs.replace(store, Row(**{name: ({**row, **decided}).get(name) for name in TABLES["runs"].names}))
    Staging(store, run_id).remove()


def kept_state(store: Store, run_id: str, doing: str) -> HeldRun:
    """What it takes to go on with a held run. Raises InputError where it is gone; ``doing``: what it is wanted for."""
    state = Staging(store, run_id).kept()
    if state is None:
        raise InputError(f"cannot {doing} run {run_id}: what it had staged is gone; run the job again")
    return HeldRun.model_validate_json(state)


def _judgement(row: Mapping[str, Any]) -> Judgement:
    return Judgement(tuple(Verdict.of(each) for each in row["verdicts"] or ()), tuple(row["examples"] or ()))


def _moved(job: Job, held: HeldRun) -> Iterator[str]:
    """What is not as the held run saw it: tables, or what decides values."""
    for name, version in held.versions.items():
        if name == "runs" or name in CACHES or TABLES[name].by_people:
            continue
        if not job.store.unchanged_since(name, version):
            yield f"table {name} was written to"
    parts = sorted(
        {
            part
            for category in held.recipe_parts.keys() | job.recipe_parts.keys()
            for part in _differing(held.recipe_parts.get(category, {}), job.recipe_parts.get(category, {}))
        }
    )
    if parts:
        yield f"what decides values has changed ({', '.join(parts)})"
    elif held.recipes != job.recipes or held.schema_print != job.schema.fingerprint:
        yield "the schema has changed"


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    return {part for part in one.keys() | other.keys() if one.get(part) != other.get(part)}
