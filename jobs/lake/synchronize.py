"""One primitive for all derived tables: make a table say what the rows say, by the smallest commit there is.

It has two halves, so that a run can look at what it would change before it changes anything: what differs is staged,
then it is committed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import and_
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import MapType

from jobs.lake.local import local_frame
from jobs.lake.shapes import in_shape
from jobs.lake.staging import Staging
from jobs.lake.store import Store
from jobs.lake.tables.definitions import Table
from jobs.lake.tables.target import TABLES
from jobs.session.parallel import together

_CHANGE = "_change"


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows that a table lacks, has otherwise, or has too many; ``rows`` are these, staged, null without any.

    Those of a table to which nothing was written yet are all its rows; others say what becomes of each.
    """

    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    rows: DataFrame | None = field(default=None, compare=False, repr=False)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by what is done."""
        return {"inserted": self.inserted, "updated": self.updated, "deleted": self.deleted}

    @property
    def of_new(self) -> bool:
        """Whether they are the first rows of a table."""
        return self.rows is not None and _CHANGE not in self.rows.columns

    def __str__(self) -> str:
        return ", ".join(f"{number:,} {what}" for what, number in self.counts.items())


def synchronize_all(
    store: Store, staging: Staging, tables: Mapping[str, DataFrame], scopes: Mapping[str, DataFrame] | None = None
) -> dict[str, Changes]:
    """Bring tables up to date, all at one time; those without a scope as a whole. See :func:`synchronize`."""
    steps = [
        partial(synchronize, store, staging, name, rows, scope=(scopes or {}).get(name))
        for name, rows in tables.items()
    ]
    return dict(zip(tables, together(store.spark, *steps), strict=True))


def synchronize(
    store: Store, staging: Staging, name: str, rows: DataFrame, *, scope: DataFrame | None = None
) -> Changes:
    """Make the table's rows within ``scope`` equal to ``rows``. See :func:`stage`; nothing is looked at in between."""
    changes = stage(store, staging, name, rows, scope=scope)
    commit(store, name, changes)
    return changes


def stage_all(
    store: Store, staging: Staging, tables: Mapping[str, DataFrame], scopes: Mapping[str, DataFrame]
) -> dict[str, Changes]:
    """Stage what differs in several tables, all at one time; those without a scope as a whole. See :func:`stage`."""
    steps = [partial(stage, store, staging, name, rows, scope=scopes.get(name)) for name, rows in tables.items()]
    return dict(zip(tables, together(store.spark, *steps), strict=True))


def stage(store: Store, staging: Staging, name: str, rows: DataFrame, *, scope: DataFrame | None = None) -> Changes:
    """Find what would make the table's rows within ``scope`` equal to ``rows``, which must have unique keys; staged.

    ``scope`` has columns of the table's keys; a stored row lies in it when it agrees with one of its rows. None is the
    whole table. Rows that differ only in remarks, or in the run, model or schema that made them, stay as they are, so
    that the change feed tells what a reader sees.
    """
    if store.is_new(name):  # there is nothing to compare the rows with
        made, figures = staging.write(
            _place(name, of_new=True), rows.select(*TABLES[name].names), rows=F.count(F.lit(1))
        )
        return Changes(inserted=figures["rows"], rows=made if figures["rows"] else None)
    table = TABLES[name]
    diff, figures = staging.write(
        _place(name, of_new=False),
        difference(rows.select(*table.names), _within(store.read(name), scope), table),
        **{change: F.count_if(F.col(_CHANGE) == change) for change in ("insert", "update", "delete")},
    )
    counts = (figures["insert"], figures["update"], figures["delete"])
    return Changes(*counts, rows=diff if any(counts) else None)


def staged(staging: Staging, name: str, counts: Mapping[str, int], *, of_new: bool) -> Changes:
    """Changes that another process has staged, by their counts."""
    return Changes(**counts, rows=staging.read(_place(name, of_new=of_new)) if any(counts.values()) else None)


def commit_all(store: Store, changes: Mapping[str, Changes]) -> None:
    """Commit staged changes of several tables, all at one time."""
    due = [partial(commit, store, name, each) for name, each in changes.items() if each.rows is not None]
    if due:
        together(store.spark, *due)


def commit(store: Store, name: str, changes: Changes) -> None:
    """Bring a table up to date by what is staged; there is no commit when nothing differs."""
    if changes.rows is None:
        return
    if changes.updated or changes.deleted:
        _merge(store, TABLES[name], changes.rows)
    else:
        store.append(name, changes.rows)


def applied(stored: DataFrame, changes: Changes, name: str) -> DataFrame:
    """Rows of a table as they will be once staged changes are committed."""
    table, rows = TABLES[name], changes.rows
    if rows is None or changes.of_new:
        return stored if rows is None else rows
    kept = stored.join(rows.select(*table.keys), list(table.keys), "left_anti").select(*table.names)
    return kept.unionByName(rows.filter(F.col(_CHANGE) != "delete").select(*table.names))


def _place(name: str, *, of_new: bool) -> str:
    return f"{'new' if of_new else 'changes'}_{name}"


def remake_local(store: Store, name: str, rows: Iterable[Mapping[str, Any]]) -> Changes:
    """The same as :func:`remake` of rows that the driver has: with no difference Spark is not asked."""
    made = [*rows]
    digest = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:16]
    mark = f"{len(made)} rows, {digest}"
    columns = ", ".join(f"{column.name} {column.type}" for column in TABLES[name].columns)
    return _put(store, name, len(made), mark, lambda: local_frame(store.spark, columns, made))


def remake(store: Store, staging: Staging, name: str, rows: DataFrame) -> Changes:
    """Write a small table as a whole, unless its rows are those that its last commit wrote: by their digest, so that
    nothing is compared. All its rows count as updated. See :func:`synchronize` for larger ones.
    """
    table = TABLES[name]
    digest = F.bit_xor(F.xxhash64(F.to_json(F.struct(*(_comparable(rows, each) for each in table.names)))))
    made, figures = staging.write(f"all_{name}", rows.select(*table.names), rows=F.count(F.lit(1)), digest=digest)
    return _put(store, name, figures["rows"], f"{figures['rows']} rows, {figures['digest']}", lambda: made)


def _put(store: Store, name: str, n_rows: int, mark: str, rows: Callable[[], DataFrame]) -> Changes:
    """Put rows in place of all that a table holds, unless its last commit has their mark."""
    is_new = store.is_new(name)
    if store.mark(name) == mark or (is_new and not n_rows):
        return Changes()
    store.overwrite(name, rows(), mark)
    return Changes(inserted=n_rows) if is_new else Changes(updated=n_rows)


def _within(stored: DataFrame, scope: DataFrame | None) -> DataFrame:
    return stored if scope is None else stored.join(scope.distinct(), scope.columns, "left_semi")


def difference(rows: DataFrame, stored: DataFrame, table: Table) -> DataFrame:
    """Rows to insert, update or delete, with ``_change``; rows to delete have only their keys."""
    new = rows.select(F.struct(*rows.columns).alias("new"), _digest(rows, table).alias("new_digest"))
    keys = [F.col(key).alias(f"old_{key}") for key in table.keys]
    old = stored.select(*keys, _digest(stored, table).alias("old_digest"))
    same = [F.col(f"new.{key}").eqNullSafe(F.col(f"old_{key}")) for key in table.keys]
    joined = new.join(old, reduce(and_, same), "full_outer")
    change = (
        F.when(F.col("old_digest").isNull(), F.lit("insert"))
        .when(F.col("new_digest").isNull(), F.lit("delete"))
        .when(F.col("new_digest") != F.col("old_digest"), F.lit("update"))
    )
    values = [
        F.coalesce(F.col(f"new.{name}"), F.col(f"old_{name}")).alias(name)
        if name in table.keys
        else F.col(f"new.{name}")
        for name in table.names
    ]
    return joined.withColumn(_CHANGE, change).filter(F.col(_CHANGE).isNotNull()).select(*values, _CHANGE)


def _digest(frame: DataFrame, table: Table) -> Column:
    """sha256 over the content, as JSON: unlike Spark's hashes it tells (null, x) from (x, null)."""
    return F.sha2(F.to_json(F.struct(*(_comparable(frame, name) for name in table.content))), 256)


def _comparable(frame: DataFrame, name: str) -> Column:
    """Maps keep the order they were made in, which says nothing: compare them sorted."""
    if isinstance(frame.schema[name].dataType, MapType):
        return F.array_sort(F.map_entries(name)).alias(name)
    return F.col(name)


def _merge(store: Store, table: Table, diff: DataFrame) -> None:
    same = reduce(and_, (F.col(f"stored.{key}").eqNullSafe(F.col(f"diff.{key}")) for key in table.keys))
    target = DeltaTable.forPath(store.spark, store.path(table.name))
    # MERGE refuses structs that lack a field of the table, which a later version may have added.
    have, wanted = diff.schema, target.toDF().schema
    values: dict[str, str | Column] = {
        name: in_shape(F.col(f"diff.{name}"), have[name].dataType, wanted[name].dataType) for name in table.names
    }
    values |= {name: F.lit(None) for name in table.retired if name in wanted.names}
    deletes = f"diff.{_CHANGE} = 'delete'"
    with store.commit(table.name):
        (
            target.alias("stored")
            .merge(diff.alias("diff"), same)
            .whenMatchedDelete(deletes)
            .whenMatchedUpdate(set=values)
            .whenNotMatchedInsert(f"diff.{_CHANGE} <> 'delete'", values=values)
            .execute()
        )
