"""An earlier run made the published one again: all its tables restored together.

The first commit of a rollback is a mark in table `away`, of which a run looks whether it is as it was left. So after a
rollback that died half way the next run makes every product anew; readers stay on the published versions until then.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from delta.tables import DeltaTable
from pyspark.errors import PySparkException
from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from jobs.display.progress import Progress
from jobs.lake import runs
from jobs.lake.migrations import bring_up_to_date
from jobs.lake.store import Store, empty, sign
from jobs.lake.tables.runs import LIVE
from jobs.lake.tables.target import CACHES, DERIVED, HISTORY, TABLES
from jobs.reading.published.runs import live
from jobs.run.job import new_run
from jobs.run.recipes import RESULTS
from jobs.run.release.standing import live_row, run_rows
from jobs.session import files
from jobs.session.parallel import together
from udfs.errors import InputError, TableError

_MARKED = "away"


def rollback(spark: SparkSession, target: str, run_id: str, by: str, why: str, progress: Progress) -> str:
    """Publish the tables of an earlier live run again, as a new run, whose id this returns.

    Caches, table changes and tables by people stay as they are. Raises InputError or TableError, with nothing changed,
    for a run that is none, is published as it is, or of which files or versions are gone; RunError when another run is
    at work.
    """
    store = Store(spark, target)
    rows = run_rows(store)
    row = live_row(rows, run_id, store.target)
    bring_up_to_date(store, progress.note)
    began, started = new_run(), time.monotonic()
    versions = _versions(row)
    if live(rows)[0]["run_id"] == run_id and all(store.held()[name] == version for name, version in versions.items()):
        raise InputError(
            f"run {run_id} is the newest live one, and its tables are as it left them; name an earlier one"
        )
    _require_files(store, versions, run_id)
    sign(spark, began.run_id)
    try:
        _mark(store, run_id, began.run_id)
        restored = {name: version for name, version in versions.items() if version != store.held()[name]}
        steps = [partial(_restore, store, name, version) for name, version in restored.items()]
        later = [partial(_clear, store, name, began.run_id) for name in _later(store, row)]
        if steps or later:
            together(spark, *steps, *later)
        for name in restored:
            progress.note(f"{name}: as at version {versions[name]}")
        _publish(store, row, began.run_id, began.started_at, by, why, time.monotonic() - started)
    finally:
        sign(spark, None)
    return began.run_id


def _is_restored(name: str) -> bool:
    return name not in {"runs", *CACHES, *HISTORY} and not TABLES[name].by_people


def _versions(row: Mapping[str, Any]) -> dict[str, int]:
    """The versions to go back to. Raises TableError for a run of a version of the package that had fewer tables."""
    named = {name: version for name, version in row["table_versions"].items() if name in TABLES and _is_restored(name)}
    if lacking := sorted({*RESULTS} - named.keys()):
        raise TableError(
            f"cannot roll back to run {row['run_id']}: it is from before table {', '.join(lacking)}, of facetmill "
            f"{row['version']}; run the job again with its schema and config"
        )
    return named


def _later(store: Store, row: Mapping[str, Any]) -> Iterator[str]:
    """Tables that came after the run: it had nothing to say there. Derived ones that a run does not name are no part
    of it anyway.
    """
    for name in store.held():
        is_later = _is_restored(name) and name not in DERIVED and name not in row["table_versions"]
        if is_later and not store.read(name).isEmpty():
            yield name


def _require_files(store: Store, versions: Mapping[str, int], run_id: str) -> None:
    """Raises TableError, before anything is changed, where a version or a file of it is gone."""
    for name, version in versions.items():
        if version == store.held()[name]:
            continue
        told = f"cannot roll back to run {run_id}: "
        try:
            old, now = (set(store.read(name, each).inputFiles()) for each in (version, store.held()[name]))
        except PySparkException as cause:
            raise TableError(
                f"{told}the log of table {name} no longer has its version {version}; nothing was changed. Roll back to "
                "a later run, or run the job again with the schema and config of that one"
            ) from cause
        if any(not files.exists(store.spark, path) for path in sorted(old - now)):
            raise TableError(
                f"{told}VACUUM has deleted files of table {name} at its version {version}; nothing was changed. Roll "
                "back to a later run, or run the job again with the schema and config of that one"
            )


def _mark(store: Store, run_id: str, own: str) -> None:
    """A row that goes with the restored table, or with the next run."""
    row = store.spark.range(1).select(F.lit(f"rollback to {run_id}").alias("product_id"), F.lit(own).alias("run_id"))
    store.append(_MARKED, row)


def _restore(store: Store, name: str, version: int) -> None:
    with store.commit(name):
        DeltaTable.forPath(store.spark, store.path(name)).restoreToVersion(version)


def _clear(store: Store, name: str, mark: str) -> None:
    store.overwrite(name, empty(store.spark, TABLES[name]), mark)


def _publish(
    store: Store, row: Mapping[str, Any], run_id: str, started: datetime, by: str, why: str, seconds: float
) -> None:
    """The row of the new run: it says of its tables what the earlier one said."""
    held, now = store.held(), datetime.now(UTC)
    own = {name: held[name] for name in held if name not in DERIVED or name in row["table_versions"]}
    said = {
        "run_id": run_id, "started_at": started, "finished_at": now, "seconds": {"restore": round(seconds, 3)},
        "texts_per_second": None, "rows_per_second": None, "table_versions": own | {"runs": held["runs"] + 1},
        "state": LIVE, "verdicts": [], "examples": [], "decided_by": by, "decided_why": why, "decided_at": now,
        "rollback_of": row["run_id"],
    }  # fmt: skip
    for name in own:
        if not TABLES[name].by_people:
            store.require(name)
    runs.replace(store, Row(**{name: {**row, **said}.get(name) for name in TABLES["runs"].names}))
