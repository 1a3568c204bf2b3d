"""What a run of this version would change about the tables of a target: one finding of ``facetmill doctor``.

It reads the checksums of the logs itself: Spark would need ten seconds to start, and the settings at hand may be for a
cluster.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from jobs.lake.steps import Stored, steps, unfit
from jobs.lake.tables.target import TABLES
from jobs.session.files import checksum_name
from jobs.session.health import Finding

_NAME = "tables"


def table_findings(target: str) -> Iterator[Finding]:
    """Whether the tables of a job's target are as this version writes them, will be, or can't be."""
    target = target.removeprefix("file://")
    if "://" in target:
        yield Finding(_NAME, "ok", f"{target} is not local: a run tells what it changes before it does any work")
        return
    logs = {name: log for name in TABLES if (log := Path(target, name, "_delta_log")).is_dir()}
    found = {name: table for name, log in logs.items() if (table := _newest(log))}
    faults = [f"{name} {fault}" for name, table in found.items() for fault in unfit(TABLES[name], table)]
    changes = [f"{name}: {step.told}" for name, table in found.items() for step in steps(TABLES[name], table)]
    if faults:
        yield Finding(_NAME, "fail", "; ".join(faults), "set another `target`, see Upgrading in docs/operations.md")
    elif changes:
        yield Finding(_NAME, "warn", "; ".join(changes), "the next run does this, see Upgrading in docs/operations.md")
    elif unknown := ", ".join(logs.keys() - found.keys()):
        yield Finding(_NAME, "ok", f"the logs of {unknown} have no checksum: a run tells what it changes")
    else:
        yield Finding(_NAME, "ok", "as this version writes them" if found else "none yet: the first run creates them")


def _newest(log: Path) -> Stored | None:
    """A table by the newest version in its log; null when that has no checksum."""
    version = max((int(path.stem) for path in log.glob("*.json") if path.stem.isdigit()), default=None)
    checksum = log / checksum_name(version or 0)
    return Stored.of(json.loads(checksum.read_text(encoding="utf-8"))) if checksum.is_file() else None
