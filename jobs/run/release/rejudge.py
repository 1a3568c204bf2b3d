"""A run judged once more: by other gates, or against another run than the one before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from jobs.gates.figures import Listings
from jobs.gates.limits import Gate
from jobs.lake.runs import published, published_by
from jobs.lake.staging import Staging
from jobs.lake.store import Store
from jobs.lake.tables.runs import HELD
from jobs.reading.published.runs import state
from jobs.run.release.held import HeldRun
from jobs.run.release.judge import TABLES, Compared, Judgement, after, judgement
from jobs.run.release.measured import Facts
from jobs.run.release.resume import kept_state


def rejudge(
    spark: SparkSession, target: str, row: Mapping[str, Any], against: Mapping[str, Any], gates: Sequence[Gate]
) -> Judgement:
    """What gates say of a run that is held or live. ``row`` and ``against``: rows of table runs, the second of a live
    one. Raises InputError where what a held run had staged is gone.
    """
    store = Store(spark, target)
    live = _tables(store, against)
    if state(row) == HELD:
        now, listings = _held(store, kept_state(store, row["run_id"], "judge"))
    else:
        now, listings = _tables(store, row), None
    return judgement(gates, _listings(row), Compared.whole(now, live), listings)


def _tables(store: Store, row: Mapping[str, Any]) -> Facts:
    return Facts(*(published(store, name, published_by(row)) for name in TABLES))


def _held(store: Store, held: HeldRun) -> tuple[Facts, DataFrame]:
    """Its tables as they would be, and its categorized listings."""
    staging = Staging(store, held.run_id)
    stored = Facts(*(store.read(name, held.versions[name]) for name in TABLES))
    return after(stored, held.staged_changes(staging)), staging.read("categorized")


def _listings(row: Mapping[str, Any]) -> Listings:
    """What the run counted; how many were judged follows from the share that it noted."""
    counts, outside = row["counts"], row["counts"].get("outside", 0)
    share = (row["quality"] or {}).get("outside")
    judged = round(outside / share) if outside and share else counts["standardized"]
    return Listings(counts["read"], counts["rejected"], judged, outside)
