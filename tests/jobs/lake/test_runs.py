"""Rows of finished runs: the newest is what readers see, and a model is registered once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from jobs.lake.runs import RunSummary, live, newest_run, publish, published, register_model, standing
from jobs.lake.store import Store
from udfs.checkpoint.manifest import read_manifest
from udfs.schema.schema import Schema

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def summary(run_id: str, hours: int, **given: dict[str, int]) -> RunSummary:
    """A run that ended so many hours after the start of the first."""
    done = RunSummary(run_id, "test", "target", START, "m", "s", counts={"read": 9, "texts_inferred": 4})
    done.seconds, done.finished_at = {"read": 1.0, "infer": 2.0}, START + timedelta(hours=hours)
    done.table_versions = given.get("table_versions", {})
    return done


def test_rates_are_of_what_was_done_and_null_where_nothing_was() -> None:
    done = summary("r1", 1)
    assert (done.texts_per_second, done.rows_per_second) == (2.0, 3.0)
    done.counts["texts_inferred"] = 0
    assert done.texts_per_second is None
    done.seconds = {}
    assert done.rows_per_second is None


def test_readers_see_the_run_that_ended_last_and_its_tables(
    spark: SparkSession, store: Store, tiny_schema: Schema
) -> None:
    assert newest_run(Store(spark, f"{store.target}/none")) is None
    assert newest_run(store) is None
    store.hold()
    publish(
        store,
        summary("r2", 2, table_versions={"tags": 1}),
        tiny_schema,
        {"mug": "new"},
        {"mug": {"model": "m2", "rules": "r"}},
    )
    publish(store, summary("r1", 1, table_versions={"tags": 0}), tiny_schema, {"mug": "old"}, {})
    tag = "'p' product_id, 'gift' tag, 0.5D score, 1 rank, 'model' origin, 'r2' run_id"
    for _ in range(2):
        store.append("tags", spark.sql(f"select {tag}"))

    newest = newest_run(store)
    assert newest is not None
    assert (newest.run_id, newest.recipes, newest.table_versions) == ("r2", {"mug": "new"}, {"tags": 1})
    assert published(store, "tags", newest).count() == 1
    row = store.read("runs").filter("run_id = 'r2'").first()
    assert row is not None
    assert (row["finished_at"], row["counts"], row["texts_per_second"]) == (
        datetime(2026, 1, 2, 5, 4, 5), {"read": 9, "texts_inferred": 4}, 2.0,
    )  # fmt: skip
    assert row["schema"] == tiny_schema.fingerprint
    assert row["recipe_parts"] == {"mug": {"model": "m2", "rules": "r"}}


def test_runs_that_were_never_published_or_rolled_back_are_no_source_of_what_tables_say(
    spark: SparkSession,
) -> None:
    told = [
        ("r0", 0, None, None), ("r1", 1, "live", None), ("r2", 2, "held", None), ("r3", 3, "live", None),
        ("r4", 4, "discarded", None), ("r5", 5, "live", "r1"), ("r6", 6, "live", None),
    ]  # fmt: skip
    frame = spark.createDataFrame(told, "run_id string, hours int, state string, rollback_of string")
    runs = frame.withColumn("finished_at", F.timestamp_seconds(F.col("hours") * 3600))
    assert {row["run_id"] for row in live(runs).collect()} == {"r0", "r1", "r3", "r5", "r6"}
    assert {row["run_id"] for row in standing(runs).collect()} == {"r0", "r1", "r5", "r6"}


def test_a_model_is_registered_once(store: Store, tiny_checkpoint: Path) -> None:
    manifest = read_manifest(tiny_checkpoint)
    store.hold()
    register_model(store, manifest, "here", "r1")
    register_model(store, manifest, "there", "r2")
    (row,) = store.read("models").collect()
    assert (row["fingerprint"], row["path"], row["stage"], row["run_id"]) == (
        manifest.fingerprint, "here", "candidate", "r1",
    )  # fmt: skip
    assert row["metrics"] == '{"span_f1": 0.0}'
