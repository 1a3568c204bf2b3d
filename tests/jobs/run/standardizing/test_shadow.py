"""An attribute that is not released: its values are made, and no reader of the published ones sees them."""

from __future__ import annotations

from typing import Any

from tests.jobs.run.job import SHOP, Job

LIVE = "        unit: ml\n"
SHADOW = f"{LIVE}        release: shadow\n"


def capacities(job: Job, table: str) -> set[tuple[Any, ...]]:
    rows = job.store.read(table).filter("attribute = 'capacity'").collect()
    return {(row["product_id"], row["status"], row["value"]) for row in rows}


def test_a_shadow_attribute_is_kept_apart_until_it_is_live(job: Job) -> None:
    away = SHOP.splitlines(keepends=True)[3]
    before = capacities(job, "attributes")
    job.edit("schema/tiny.yaml", LIVE, SHADOW)
    counts = job.run().counts
    assert (counts["texts_inferred"], counts["made_anew"], counts["changed"]) == (0, 2, 2)
    assert (capacities(job, "attributes"), capacities(job, "shadow_attributes")) == (set(), before)
    (a1,) = job.store.read("products").filter("product_id = 'a1'").collect()
    assert (a1["attributes"], a1["numbers"], a1["completeness"]) == ({"color": "Black"}, {}, 0.5)

    job.edit("schema/tiny.yaml", SHADOW, LIVE)
    job.edit("shop.csv", away, "")
    summary = job.run("thresholds.tag=0.9")  # all are made anew but the one that is away, which keeps what it had
    kept = {row for row in before if row[0] == "a2"}
    assert (capacities(job, "attributes"), capacities(job, "shadow_attributes")) == (before - kept, kept)
    assert "shadow_attributes" in summary.table_versions
