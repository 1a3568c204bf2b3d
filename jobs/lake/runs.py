"""Finished runs: what they read and counted, and which table versions belong together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import pyarrow as pa
from delta.tables import DeltaTable
from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import DataType, MapType, StructType

from jobs.gates.verdicts import Verdict
from jobs.lake.store import Store
from jobs.lake.tables.runs import LIVE
from jobs.lake.tables.target import TABLES
from jobs.sources.sources import OpenSource
from udfs.checkpoint.manifest import Manifest
from udfs.schema.schema import Schema
from udfs.version import VERSION

ANSWERS = "answers"
"""The part of recipes that says by which code the derived tables were made."""


@dataclass(frozen=True, slots=True)
class Published:
    """The newest finished run: its recipe by category, and the version of each table that belongs to it.

    ``answers``: digest of the code that made the derived tables; null where none did. ``parts``: of each recipe, by
    category; {} where the run noted none.
    """

    run_id: str
    recipes: dict[str, str]
    table_versions: dict[str, int]
    answers: str | None = None
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided of a run, why, and when."""

    by: str
    why: str
    at: datetime


@dataclass(slots=True)
class RunSummary:
    """What a run did; ``seconds`` are wall times by stage. ``samples``: listings outside and those least sure of their
    category, see :func:`jobs.run.verification.outside.samples`; not stored. ``verdicts``, ``examples``: of gates, see
    table runs. ``decision``: of a person, where there had to be one.
    """

    run_id: str
    name: str
    target: str
    started_at: datetime
    model: str
    model_schema: str
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    sources: list[dict[str, Any]] = field(default_factory=list)
    quality: dict[str, float] = field(default_factory=dict)
    table_versions: dict[str, int] = field(default_factory=dict)
    finished_at: datetime | None = None
    samples: tuple[Row, ...] = ()
    state: str = LIVE
    verdicts: tuple[Verdict, ...] = ()
    examples: tuple[dict[str, Any], ...] = ()
    decision: Decision | None = None

    @property
    def texts_per_second(self) -> float | None:
        """Inferred texts by the wall time of inference; null when nothing was inferred."""
        inferred, seconds = self.counts.get("texts_inferred", 0), self.seconds.get("infer", 0.0)
        return round(inferred / seconds, 2) if inferred and seconds else None

    @property
    def rows_per_second(self) -> float | None:
        """Rows read by the wall time of all stages."""
        total = sum(self.seconds.values())
        return round(self.counts["read"] / total, 2) if total else None


def newest_run(store: Store) -> Published | None:
    """The run whose tables readers should see; None before the first one has finished."""
    if store.version("runs") is None:
        return None
    row = live(store.read("runs")).orderBy(F.desc("finished_at"), F.desc("run_id")).first()
    return None if row is None else published_by(row)


def published_by(row: Row | Mapping[str, Any]) -> Published:
    """A run, by its row of table runs."""
    parts = dict(row["recipe_parts"] or {})
    noted = {own.get(ANSWERS) for own in parts.values()}
    answers = noted.pop() if len(noted) == 1 else None
    return Published(row["run_id"], dict(row["recipes"]), dict(row["table_versions"]), answers, parts)


def live(runs: DataFrame) -> DataFrame:
    """Rows of runs that are published, or were before a later one."""
    return runs.filter(F.coalesce("state", F.lit(LIVE)) == LIVE)


def standing(runs: DataFrame) -> DataFrame:
    """The same without those that a rollback has undone: what the tables say stems from the others alone."""
    known = live(runs)
    back = known.filter(F.col("rollback_of").isNotNull()).select(
        F.col("rollback_of").alias("run_id"), F.col("finished_at").alias("_undone")
    )
    restored = known.select("run_id", F.col("finished_at").alias("_since"))
    undone = back.join(restored, "run_id").select("_since", "_undone")
    between = (F.col("finished_at") > F.col("_since")) & (F.col("finished_at") < F.col("_undone"))
    return known.join(undone, between, "left_anti")


def published(store: Store, name: str, run: Published) -> DataFrame:
    """A table as that run left it, whatever a later or crashed run has written since."""
    return store.read(name, run.table_versions[name])


def register_model(store: Store, manifest: Manifest, path: str, run_id: str) -> None:
    """Add the checkpoint to table models, unless it is there."""
    if not store.read("models").filter(F.col("fingerprint") == manifest.fingerprint).isEmpty():
        return
    row = Row(
        fingerprint=manifest.fingerprint,
        path=path,
        backbone=manifest.backbone,
        model_schema=manifest.schema_model_fingerprint,
        data_fingerprint=manifest.data_fingerprint,
        metrics=json.dumps(manifest.metrics, sort_keys=True),
        parent=manifest.parent,
        stage="candidate",
        created_at=manifest.created_at,
        run_id=run_id,
    )
    store.append("models", _frame(store, "models", row))


def publish(
    store: Store,
    summary: RunSummary,
    schema: Schema,
    recipes_now: Mapping[str, str],
    parts_now: Mapping[str, Mapping[str, str]],
) -> None:
    """Write the run's row: where it is live, readers see its tables from now on. ``parts_now``: of each recipe, by
    category.

    The row of a run that was held takes the place of the one that says so.
    """
    decision = summary.decision
    row = Row(
        run_id=summary.run_id,
        name=summary.name,
        started_at=summary.started_at,
        finished_at=summary.finished_at,
        version=VERSION,
        model=summary.model,
        schema=schema.fingerprint,
        model_schema=summary.model_schema,
        recipes=dict(recipes_now),
        recipe_parts={category: dict(parts) for category, parts in parts_now.items()},
        sources=summary.sources,
        counts=summary.counts,
        seconds=summary.seconds,
        texts_per_second=summary.texts_per_second,
        rows_per_second=summary.rows_per_second,
        quality=summary.quality,
        table_versions=summary.table_versions,
        state=summary.state,
        verdicts=[verdict.row for verdict in summary.verdicts],
        examples=list(summary.examples),
        decided_by=decision.by if decision else None,
        decided_why=decision.why if decision else None,
        decided_at=decision.at if decision else None,
        rollback_of=None,
    )
    if decision is None:
        store.append("runs", _frame(store, "runs", row))
    else:
        replace(store, row)


def replace(store: Store, row: Row) -> None:
    """Put a row of table runs in place of the one of its run, in one commit."""
    table = DeltaTable.forPath(store.spark, store.path("runs"))
    with store.commit("runs"):
        (
            table.alias("stored")
            .merge(_frame(store, "runs", row).alias("new"), "stored.run_id = new.run_id")
            .whenMatchedUpdateAll()
            .whenNotMatchedInsertAll()
            .execute()
        )


def source_facts(opened: OpenSource, rows: int) -> dict[str, Any]:
    """One entry of the run's ``sources``."""
    source = opened.source
    return {
        "name": source.name,
        "format": source.format,
        "path": source.path,
        "version": opened.version,
        "rows": rows,
    }


def _frame(store: Store, name: str, row: Row) -> DataFrame:
    """One row as a local relation, which the driver writes by itself: of a list of rows PySpark makes an RDD, and
    starts workers to read it.
    """
    columns = ", ".join(f"{column.name} {column.type}" for column in TABLES[name].columns)
    types = cast(StructType, StructType.fromDDL(columns))
    values = {field.name: _pairs(value, field.dataType) for field, value in zip(types, row, strict=True)}
    return store.spark.createDataFrame(
        pa.Table.from_pylist([values], schema=to_arrow_schema(types, timezone="UTC")), types
    )


def _pairs(value: Any, kind: DataType) -> Any:
    """Maps as the pairs that Arrow wants, at any depth."""
    if not isinstance(kind, MapType) or value is None:
        return value
    return [(key, _pairs(own, kind.valueType)) for key, own in value.items()]
