"""What the tables' histories and feeds tell of runs, on real Delta tables."""

from __future__ import annotations

from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import SparkSession

from jobs.lake.tables.target import TABLES
from jobs.reading.library import Library
from tests.jobs.run.job import Job

DECIDED = (
    "select 'mug' category, 'color' attribute, '墨绿' raw_value, 'map' action, 'white' value, 'Li' decided_by, "
    "timestamp'2026-03-01' decided_at, cast(null as string) note"
)


def test_runs_and_what_people_write_are_shown_as_they_are_now(job: Job, spark: SparkSession) -> None:
    second = job.run()
    library = Library.open(spark, str(job.target))
    assert {row["run_id"] for row in library.table("runs").collect()} >= {second.run_id}
    (row,) = library.store.read("runs", second.table_versions["runs"]).filter(f"run_id = '{second.run_id}'").collect()
    assert row["table_versions"] == second.table_versions

    spark.sql(DECIDED).write.format("delta").mode("append").save(job.store.path("decisions"))
    assert [row["value"] for row in library.table("decisions").collect()] == ["white"]
    spark.sql(f"DELETE FROM delta.`{job.store.path('attributes')}`")
    assert not library.table("attributes").isEmpty()  # made by the run, and shown as it left them


def test_commits_of_a_run_carry_its_id(job: Job, spark: SparkSession) -> None:
    job.edit("shop.csv", "jet black", "white")
    job.edit("market.jsonl", '"power":"9"', '"power":"8"')
    summary = job.run()

    def signed(name: str) -> tuple[str, str | None]:
        (newest,) = DeltaTable.forPath(spark, job.store.path(name)).history(1).collect()
        return newest["operation"], newest["userMetadata"]

    assert signed("attributes") == signed("products") == ("MERGE", summary.run_id)
    assert signed("runs") == ("WRITE", summary.run_id)
    spark.sql(DECIDED).write.format("delta").mode("append").save(job.store.path("decisions"))
    assert signed("decisions") == ("WRITE", None)  # a person's, though made in the session of the run


FED = ("attributes", "products", "tags", "rejected", "unmapped")


def test_a_threshold_writes_losing_claims_and_feeds_nothing_unless_a_value_changed(job: Job) -> None:
    versions = {name: job.store.version(name) for name in FED}
    first = job.store.read("claims").filter("outcome = 'below_threshold'").collect()
    assert {row["least"] for row in first} == {1.0}
    assert all(row["raw_value"] is None or row["field"] in ("title", "description") for row in first)

    counts = job.run("thresholds.value=0.9").counts  # what the untrained model is surer of, sellers' values outrank
    assert (counts["made_anew"], counts["changed"], counts["claims_updated"]) == (4, 0, len(first))
    assert {name: job.store.version(name) for name in FED} == versions
    again = job.store.read("claims").filter("outcome = 'below_threshold'").collect()
    assert {row["least"] for row in again} == {0.9}


def test_what_the_feed_tells_of_a_threshold_differs_to_the_eye(job: Job, spark: SparkSession) -> None:
    before = job.store.version("attributes") or 0
    counts = job.run("thresholds.value=0.0", "thresholds.overrule=0.0").counts
    feed = spark.read.format("delta").option("readChangeFeed", True).option("startingVersion", before + 1)
    rows = feed.load(job.store.path("attributes")).collect()
    content = [name for name in TABLES["attributes"].content if name != "detail"]
    images: dict[tuple[Any, ...], set[str]] = {}
    for row in rows:
        if row["_change_type"].startswith("update"):
            key = (row["product_id"], row["attribute"], row["ordinal"])
            images.setdefault(key, set()).add(str([row[name] for name in content]))
    assert images
    assert {len(each) for each in images.values()} == {2}
    assert counts["changed"] == len({row["product_id"] for row in rows})
