"""A target that another version wrote, brought to what the definitions of its tables say.

A migration says nothing new of any product, so readers go on and no product is made anew because of it. A run that dies
between two commits leaves the rest to the next: steps are what still differs.
"""

from __future__ import annotations

from collections.abc import Callable

from delta.tables import DeltaTable
from pyspark.errors import AnalysisException

from jobs.lake.steps import Step, Stored, steps, unfit
from jobs.lake.store import Store
from jobs.lake.tables.declared import FEATURE
from jobs.lake.tables.target import TABLES
from jobs.session import files
from udfs.errors import TableError

_BROKEN = "DELTA_NEW_CHECK_CONSTRAINT_VIOLATION"


def bring_up_to_date(store: Store, note: Callable[[str], None], *, optional: bool = False) -> None:
    """Create the tables that are missing, change those of another version, and hold them all; ``note`` is told how.

    ``optional``: whether those are created that not every job needs.

    Raises TableError, before anything is written, when a table cannot become what this version writes, and RunError
    when another run is at work.
    """
    store.hold()
    found = {name: stored(store, name) for name in store.held()}
    if faults := [*_occupied(store), *_unfit(store, found)]:
        raise TableError(f"cannot write to the target {store.target}:\n  " + "\n  ".join(faults))
    store.create_missing(optional=optional)
    store.hold()
    for name, table in found.items():
        for step in steps(TABLES[name], table):
            note(f"table {name}: {step.told}")
            _take(store, name, step)


def stored(store: Store, name: str) -> Stored:
    """A table at the version held. Without a checksum, which some writers leave out, it costs a Spark job."""
    if known := Stored.of(files.delta_checksum(store.spark, store.path(name), store.held()[name])):
        return known
    table = DeltaTable.forPath(store.spark, store.path(name))
    detail = table.detail().collect()[0]
    features = {f"{FEATURE}{feature}": "supported" for feature in detail["tableFeatures"]}
    return Stored(
        columns=table.toDF().schema,
        comment=detail["description"],
        properties=detail["properties"] | features,
        clustered=tuple(detail["clusteringColumns"] or ()),
        empty=detail["numFiles"] == 0,
    )


def _occupied(store: Store) -> list[str]:
    """Tables whose place is taken."""
    taken = [store.path(name) for name in TABLES if store.occupied(name)]
    return [f"{path} holds something that is no Delta table; move it away, or set another `target`" for path in taken]


def _unfit(store: Store, found: dict[str, Stored]) -> list[str]:
    return [
        f"the Delta table {store.path(name)} {fault}; set another `target`"
        for name, table in found.items()
        for fault in unfit(TABLES[name], table)
    ]


def _take(store: Store, name: str, step: Step) -> None:
    if step.clause is None:
        store.replace(name)
        return
    try:
        with store.commit(name):
            store.spark.sql(f"ALTER TABLE delta.`{store.path(name)}` {step.clause}")
    except AnalysisException as cause:
        if cause.getCondition() != _BROKEN:
            raise
        rows = str(cause).partition("]")[2].strip()
        raise TableError(f"cannot change table {name}: {rows}; correct or delete them, then run again") from cause
