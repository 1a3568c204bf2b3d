"""Sources to screened listings, staged; and which categories have to be standardized again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.lake.runs import Published, newest_run
from jobs.lake.staging import watch
from jobs.lake.store import Store
from jobs.lake.tables.target import DERIVED
from jobs.run.job import Job
from jobs.run.recipes import stale_categories
from jobs.run.rules_digest import answers_digest
from jobs.run.verification import checks
from jobs.session.parallel import together
from jobs.sources.failing import check_failing, failing_named, failing_rows
from jobs.sources.screening import screen
from jobs.sources.sources import listings

_WHICH = "`remark` of table products says which, and why"


@dataclass(frozen=True, slots=True)
class Read:
    """``listings``: all rows, screened. ``rows``: how many each source has. ``stale``: see
    :func:`jobs.run.recipes.stale_categories`. ``oddities``: rows by what was odd about them, those with any: text that
    was ``misread`` before, ``maps_unread``, ``expressions_failed``. ``keywords_left``: whether a run that died left
    some. ``last``: the last finished run, null before the first; ``published``: the tables that it knew, of the derived
    ones those that this code made.
    """

    listings: DataFrame
    rows: tuple[int, ...]
    stale: frozenset[str] | None
    oddities: Mapping[str, int] = field(default_factory=dict)
    keywords_left: bool = False
    last: Published | None = None
    published: frozenset[str] = frozenset()

    def decided_anew(self, store: Store) -> bool:
        """Whether people have decided, or taken a decision back, since the last run."""
        return self.last is not None and self.last.table_versions.get("decisions") != store.held().get("decisions")

    @property
    def n_rows(self) -> int:
        """Rows of all sources."""
        return sum(self.rows)

    @property
    def all_stale(self) -> bool:
        """Whether every product has to be made again."""
        return self.stale is None


def read(job: Job) -> Read:
    """Read the listings, and find the stale categories meanwhile: the driver would only wait for its workers."""
    steps: list[Callable[[], Any]] = [partial(_read_listings, job), partial(_stale, job)]
    (screened, rows, oddities), (stale, *left) = together(job.store.spark, *steps)
    return Read(screened, rows, stale, oddities, *left)


def _stale(job: Job) -> tuple[frozenset[str] | None, bool, Published | None, frozenset[str]]:
    """Stale categories, whether table keywords has rows of a run that died, the last run, and the tables it knew."""
    last = newest_run(job.store)
    version = last.table_versions.get("keywords") if last else None
    left = version is not None and not job.store.unchanged_since("keywords", version)
    known = frozenset(last.table_versions if last else ())
    if last is None or last.answers != answers_digest(job.schema):
        known -= DERIVED
    return stale_categories(job.store, last, job.recipes), left, last, known


def _read_listings(job: Job) -> tuple[DataFrame, tuple[int, ...], dict[str, int]]:
    """All rows of all sources, how many there are, and how many of them were odd.

    They are counted at the scan, and again behind the screen.
    """
    names = [opened.source.name for opened in job.sources]
    # One count for each source, taken at its scan: independent of all that follows.
    scans = [watch(listings(opened), rows=F.count(F.lit(1)), **failing_rows(opened)) for opened in job.sources]
    every = reduce(DataFrame.unionByName, (scan for scan, _ in scans))
    with failing_named(job.sources):
        screened, figures = job.staging.write(
            "listings", screen(every, job.functions.screen, job.config.reject.duplicate_id),
            screened=F.count(F.lit(1)), accepted=F.count_if(F.col("reason").isNull()), **_accepted_by_source(names),
            misread=F.count_if(F.col("reason").isNull() & F.col("detail").isNotNull()),
            maps_unread=F.count_if(F.col("unread").isNotNull()),
            expressions_failed=F.count_if(F.col("failed").isNotNull()),
        )  # fmt: skip
    rows = tuple(int(observation.get["rows"]) for _, observation in scans)
    check_failing(job.sources, [observation.get for _, observation in scans])
    for name, count in zip(names, rows, strict=True):
        job.progress.note(f"{name}: {count:,} rows" if count else f"{name}: 0 rows, the source is empty")
    job.progress.note(f"{figures['screened'] - figures['accepted']:,} rows cannot be standardized")
    if figures["misread"]:
        job.progress.note(
            f"{figures['misread']:,} rows were read in a wrong encoding before; mended where it is certain"
        )
    if figures["maps_unread"]:
        job.progress.note(f"{figures['maps_unread']:,} sellers' maps cannot be read, or not all of them; {_WHICH}")
    if figures["expressions_failed"]:
        job.progress.note(
            f"{figures['expressions_failed']:,} rows for which a mapped expression gives an error count without its "
            f"value; {_WHICH}, and `detail` of table rejected"
        )
    if job.config.when_absent == "delete":
        checks.check_sources({name: figures[f"accepted_{index}"] for index, name in enumerate(names)})
    oddities = {name: figures[name] for name in ("misread", "maps_unread", "expressions_failed") if figures[name]}
    return screened, rows, oddities


def _accepted_by_source(names: list[str]) -> dict[str, Column]:
    """Aggregates ``accepted_0``, ``accepted_1`` ...: rows without a reason of each source, in their order."""
    accepted = F.col("reason").isNull()
    return {f"accepted_{index}": F.count_if(accepted & (F.col("source") == name)) for index, name in enumerate(names)}
