"""The gates of the config over what a run has staged, before any published table is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.gates.figures import Figures, Listings, figures_of
from jobs.gates.limits import OF_LISTINGS, Gate
from jobs.gates.verdicts import Verdict, judge
from jobs.lake.runs import Published, newest_run, published
from jobs.lake.synchronize import Changes, applied
from jobs.run.categorize import Categorized
from jobs.run.job import Job
from jobs.run.release.examples import examples
from jobs.run.release.measured import Facts, counts
from jobs.run.standardizing.standardize import Standardized

TABLES = ("attributes", "products")
"""What gates look at."""
_STAGED = "judged"
_TOLD = 10  # failed places in the progress of a run


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all gates say, and examples of those that failed, as table runs has them; empty without gates."""

    verdicts: tuple[Verdict, ...] = ()
    examples: tuple[dict[str, Any], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the run may not be published without a person."""
        return any(verdict.holds for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Compared:
    """``told``: of the products that this run touches, or of all, what the earlier run says (side ``out``) and this one
    (side ``in``). ``live``: all that the earlier run says (side ``before``); null without one.
    """

    told: DataFrame
    live: DataFrame | None

    @classmethod
    def whole(cls, now: Facts, live: Facts) -> Compared:
        """All of two runs."""
        return cls(live.told("out").unionByName(now.told("in")), live.told("before"))

    def figures(self, listings: Listings) -> Figures:
        """One Spark job."""
        rows = [row.asDict() for row in counts(self.told, self.live).collect()]
        return figures_of(rows, listings, compared=self.live is not None)


def judge_run(job: Job, n_read: int, categorized: Categorized, standardized: Standardized) -> Judgement:
    """Judge what is staged, tell what failed; without gates nothing is looked at."""
    gates = job.config.all_gates
    if not gates:
        return Judgement()
    listings = Listings(n_read, categorized.rejected, categorized.judged, categorized.outside)
    compared = None
    if any(gate.measure not in OF_LISTINGS for gate in gates):
        compared = _compared(job, newest_run(job.store), standardized)
    found = judgement(gates, listings, compared, categorized.listings)
    failed = [verdict for verdict in found.verdicts if verdict.failed]
    for verdict in failed[:_TOLD]:
        job.progress.note(f"{'held' if verdict.holds else 'warning'}: {verdict.told}")
    if len(failed) > _TOLD:
        job.progress.note(f"{len(failed) - _TOLD:,} more, shown by `facetmill gate`")
    return found


def judgement(
    gates: Sequence[Gate], listings: Listings, compared: Compared | None, categorized: DataFrame | None
) -> Judgement:
    """What gates say. ``compared``: null where they look at no table. ``categorized``: listings; null where they are
    gone.
    """
    figures = compared.figures(listings) if compared else Figures({}, None, listings)
    verdicts = judge(gates, figures)
    failed = [verdict for verdict in verdicts if verdict.failed]
    told = compared.told if compared else None
    return Judgement(tuple(verdicts), tuple(examples(failed, told, categorized)) if failed else ())


def after(stored: Facts, changes: Mapping[str, Changes]) -> Facts:
    """The tables as they will be."""
    return Facts(*(applied(table, changes[name], name) for name, table in zip(TABLES, stored, strict=True)))


def _compared(job: Job, last: Published | None, standardized: Standardized) -> Compared:
    """Staged, as it is read for sums and for examples.

    Where the tables are as the last live run left them, only products that this run touches are compared; after a run
    that died the tables are no reference, and all are.
    """
    changes = {name: standardized.changes.get(name, Changes()) for name in TABLES}
    stored = Facts(*(job.store.read(name) for name in TABLES))
    if last is None:
        return Compared(job.staging.write(_STAGED, after(stored, changes).told("in"))[0], None)
    if not all(job.store.unchanged_since(name, last.table_versions[name]) for name in TABLES):
        live = Facts(*(published(job.store, name, last) for name in TABLES))
        whole = Compared.whole(after(stored, changes), live)
        return Compared(job.staging.write(_STAGED, whole.told)[0], whole.live)
    was = stored.of(_touched(changes, stored))
    told = was.told("out").unionByName(after(was, changes).told("in"))
    return Compared(job.staging.write(_STAGED, told)[0], stored.told("before"))


def _touched(changes: Mapping[str, Changes], stored: Facts) -> DataFrame:
    ids = [each.rows.select("product_id") for each in changes.values() if each.rows is not None]
    none = stored.products.select("product_id").filter(F.lit(False))
    return reduce(DataFrame.unionByName, ids, none).distinct()
