"""A run that a gate holds: what it takes to go on later, kept beside its staged differences, and its row in runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from jobs.config import JobConfig
from jobs.lake import runs
from jobs.lake.runs import Published, newest_run
from jobs.lake.staging import Staging
from jobs.lake.synchronize import Changes, staged
from jobs.lake.tables.runs import HELD
from jobs.run.categorize import Categorized
from jobs.run.finish import summary_of
from jobs.run.job import Job
from jobs.run.read import Read
from jobs.run.release.judge import Judgement
from jobs.run.staged import Staged
from jobs.run.standardizing.standardize import Standardized
from udfs.config import Strict
from udfs.errors import LimitError

_SCOPE = "scope"
_TOLD = 5  # failed limits in the message


class HeldChanges(Strict):
    """What was staged of one table."""

    of_new: bool
    counts: dict[str, int]


class HeldRun(Strict):
    """The small state of a held run, as JSON.

    ``versions``: of each table as the run found or left it. ``schema_print``: fingerprint of the whole schema.
    """

    config: JobConfig
    run_id: str
    started_at: datetime
    schema_print: str
    recipes: dict[str, str]
    recipe_parts: dict[str, dict[str, str]]
    versions: dict[str, int]
    read: dict[str, Any]
    n_inferred: int
    categorized: dict[str, int]
    standardized: dict[str, int]
    has_scope: bool
    changes: dict[str, HeldChanges]
    sources: list[dict[str, Any]]
    seconds: dict[str, float]

    @classmethod
    def of(cls, job: Job, own: Staged) -> HeldRun:
        """Of a run that has been judged."""
        read, made = own.read, own.standardized
        return cls(
            config=job.config,
            run_id=job.run_id,
            started_at=job.started_at,
            schema_print=job.schema.fingerprint,
            recipes=job.recipes,
            recipe_parts=job.recipe_parts,
            versions=job.store.held(),
            read={
                "rows": list(read.rows),
                "stale": None if read.stale is None else sorted(read.stale),
                "oddities": dict(read.oddities),
                "keywords_left": read.keywords_left,
                "published": sorted(read.published),
            },
            n_inferred=own.n_inferred,
            categorized=_numbers(own.categorized, Categorized),
            standardized=_numbers(made, Standardized),
            has_scope=made.scope is not None,
            changes={name: HeldChanges(of_new=each.of_new, counts=each.counts) for name, each in made.changes.items()},
            sources=own.sources,
            seconds=job.progress.seconds,
        )

    def staged(self, staging: Staging, judgement: Judgement, last: Published | None) -> Staged:
        """What the run goes on from. ``judgement``: as its row in runs has it. ``last``: the newest live run."""
        read = self.read
        stale = None if read["stale"] is None else frozenset(read["stale"])
        return Staged(
            read=Read(
                staging.read("listings"), tuple(read["rows"]), stale, read["oddities"], read["keywords_left"], last,
                frozenset(read["published"]),
            ),
            n_inferred=self.n_inferred,
            categorized=Categorized(staging.read("categorized"), **self.categorized),
            standardized=Standardized(
                **self.standardized, changes=self.staged_changes(staging),
                scope=staging.read(_SCOPE) if self.has_scope else None,
            ),
            sources=self.sources,
            judgement=judgement,
        )  # fmt: skip

    def staged_changes(self, staging: Staging) -> dict[str, Changes]:
        """What differs, by table."""
        return {name: staged(staging, name, each.counts, of_new=each.of_new) for name, each in self.changes.items()}


def hold(job: Job, own: Staged) -> NoReturn:
    """Keep what is staged, and write the row that says why; readers notice nothing. Raises LimitError."""
    if own.standardized.scope is not None:
        job.staging.write(_SCOPE, own.standardized.scope)
    job.staging.keep(HeldRun.of(job, own).model_dump_json(by_alias=True))
    last = newest_run(job.store)
    summary = summary_of(job, own)
    summary.state, summary.finished_at = HELD, datetime.now(UTC)
    summary.seconds = dict(summary.seconds)
    if own.categorized.share_outside is not None:
        summary.quality = {"outside": round(own.categorized.share_outside, 4)}
    # Whoever takes the newest row for what is published is right by its versions.
    summary.table_versions = dict(last.table_versions if last else job.store.held())
    runs.publish(job.store, summary, job.schema, job.recipes, job.recipe_parts)
    failed = [verdict.told for verdict in own.judgement.verdicts if verdict.holds]
    more = f"; and {len(failed) - _TOLD:,} more" if len(failed) > _TOLD else ""
    raise LimitError(
        f"run {job.run_id} is held, nothing was published: {'; '.join(failed[:_TOLD])}{more}. `facetmill gate` shows "
        f"examples. Release it with `facetmill release {job.run_id} --by NAME --why TEXT`, discard it in the same "
        "way, or correct the cause and run again"
    )


def _numbers(found: Any, kind: type) -> dict[str, int]:
    """The whole numbers among the fields of a record."""
    values: Mapping[str, Any] = {name: getattr(found, name) for name in kind.__dataclass_fields__}  # type: ignore[attr-defined]
    return {name: value for name, value in values.items() if isinstance(value, int)}
