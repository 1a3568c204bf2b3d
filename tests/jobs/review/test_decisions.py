"""What people decided: the newest holds, and neither a compaction nor the machine's time zone changes it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from jobs.lake.store import Store
from jobs.review.decisions import current, digest, read_decisions

# The hour that a clock in Berlin shows twice.
FIRST, SECOND = "2025-10-26 00:50:00", "2025-10-26 01:10:00"


@contextmanager
def zone(name: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    try:
        os.environ["TZ"] = name
        time.tzset()
        yield
    finally:
        os.environ.pop("TZ", None) if before is None else os.environ.update(TZ=before)
        time.tzset()


def decide(store: Store, *told: tuple[str, str, str, str | None, str]) -> None:
    rows = [
        f"select 'mug' category, '{attribute}' attribute, '{raw}' raw_value, '{action}' action, "
        f"{repr(value) if value else 'cast(null as string)'} value, 'Li' decided_by, timestamp'{when}' decided_at, "
        "cast(null as string) note"
        for attribute, raw, action, value, when in told
    ]
    frame = store.spark.sql(" union all ".join(rows))
    frame.write.format("delta").mode("append").save(store.path("decisions"))


def test_the_newest_decision_of_a_value_holds_whatever_wording_and_order_it_came_in(store: Store) -> None:
    decide(
        store,
        ("color", "Mid-Night", "map", "white", SECOND), ("color", "midnight", "map", "black", FIRST),
        ("brand", "x", "map", "Acme", FIRST), ("brand", "X", "reject", None, SECOND),
    )  # fmt: skip
    with zone("Europe/Berlin"):
        found = current(read_decisions(store))
    assert found == {("mug", "color", "midnight"): "white", ("mug", "brand", "x"): None}


def test_the_digest_follows_the_decisions_alone(store: Store) -> None:
    decide(store, ("color", "dusk", "map", "black", FIRST))
    decide(store, ("color", "dawn", "map", "white", SECOND))
    with zone("Europe/Berlin"):
        there = digest(read_decisions(store))
    store.spark.sql(f"OPTIMIZE delta.`{store.path('decisions')}`")
    with zone("UTC"):
        assert digest(read_decisions(store)) == there
    decide(store, ("color", "fog", "reject", None, SECOND))
    assert digest(read_decisions(store)) != there
