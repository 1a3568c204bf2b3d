"""The standardize job on a source, run as a user runs it, with the seconds of its stages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow.parquet as pq
import yaml

from benchmarks.speed.listings import COLUMNS
from benchmarks.speed.submit import Spark, submit

STAGES = (
    "session",
    "prepare",
    "read",
    "infer",
    "categorize",
    "standardize",
    "judge",
    "commit",
    "write",
    "derive",
    "record",
    "check",
    "publish",
)


@dataclass(frozen=True, slots=True)
class JobRun:
    """``seconds`` from the first read of the listings to the commit of the row in `runs`; ``stages`` by name.

    Session and prepare come before the first read. ``counts`` are those of the row in `runs`; ``memory`` in MiB.
    """

    seconds: float
    stages: dict[str, float]
    counts: dict[str, int]
    memory: dict[str, int]


def job_config(source: Path, target: Path, *, checkpoint: str, schema: str, **settings: Any) -> dict[str, Any]:
    """A job config as docs/job-config.md describes it; ``settings`` are further keys of it."""
    described = {"name": "listings", "format": "parquet", "path": str(source), "columns": COLUMNS}
    own = {"name": "benchmark", "target": str(target), "checkpoint": checkpoint, "schema": schema}
    return {**own, "sources": [described], **settings}


def run_job(spark: Spark, config: Mapping[str, Any], config_file: Path) -> JobRun:
    """Write the config and run the job. Raises RunError when it fails."""
    config_file.write_text(yaml.safe_dump(dict(config), allow_unicode=True), encoding="utf-8")
    done = submit(spark, "jobs/standardize.py", ("--config", config_file))
    row, committed = newest_row(Path(config["target"]) / "runs")
    stages = dict(row["seconds"])
    stages["session"] = (row["started_at"] - done.began).total_seconds() - stages["prepare"]
    stages["publish"] = (committed - row["finished_at"]).total_seconds()
    return JobRun(
        seconds=round((committed - row["started_at"]).total_seconds(), 2),
        stages={name: round(stages.get(name, 0.0), 2) for name in STAGES},
        counts=dict(row["counts"]),
        memory=done.memory,
    )


def newest_row(table: Path) -> tuple[dict[str, Any], datetime]:
    """The one row that a local Delta table's newest commit appended, and when that was committed."""
    commit = max((table / "_delta_log").glob("*.json"))
    actions = [json.loads(line) for line in commit.read_text(encoding="utf-8").splitlines()]
    file = next(unquote(action["add"]["path"]) for action in actions if "add" in action)
    milliseconds = next(action["commitInfo"]["timestamp"] for action in actions if "commitInfo" in action)
    # Spark writes moments in UTC that do not say so.
    (row,) = pq.ParquetFile(table / file, coerce_int96_timestamp_unit="us").read().to_pylist()
    row |= {name: at.replace(tzinfo=UTC) for name, at in row.items() if isinstance(at, datetime)}
    return row, datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
