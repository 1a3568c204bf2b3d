"""What people decided that raw values mean: table decisions as a run finds it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from pyspark.sql import Row
from pyspark.sql import functions as F

from jobs.lake.store import Store
from udfs.resolution.decisions import Decisions
from udfs.text.keys import fold

_TOLD = ("decided_at", "category", "attribute", "raw_value", "action", "value")
"""What a decision says; who made it does not matter to the values."""


def read_decisions(store: Store) -> list[Row]:
    """All decisions ever made, oldest first, in an order of their own: the table may be compacted at any time.

    ``decided_at`` is in microseconds of Unix time. None where the table is not there yet.
    """
    if store.version("decisions") is None:
        return []
    # As a number: a timestamp would come in the time zone of this process, which repeats an hour a year.
    moments = F.unix_micros("decided_at").alias("decided_at")
    rows = store.read("decisions").select(moments, *_TOLD[1:], "decided_by").collect()
    return sorted(rows, key=lambda row: (row["decided_at"], *(row[name] or "" for name in _TOLD[1:])))


def digest(rows: Sequence[Row]) -> str:
    """Changes exactly when a decision is added or taken back."""
    told = [[str(row[name]) for name in _TOLD] for row in rows]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def current(rows: Sequence[Row]) -> Decisions:
    """The newest decision of each value; of two made at one time, the later in the order of their texts."""
    return {(row["category"], row["attribute"], fold(row["raw_value"])): row["value"] for row in rows}
