"""Synchronize: a table becomes equal to the rows within its scope, by the smallest commit."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.lake.staging import Staging
from jobs.lake.store import Store
from jobs.lake.synchronize import Changes, synchronize
from udfs.errors import RunError

TAG = "product_id string, tag string, score double, rank int, origin string, run_id string"


def tags(spark: SparkSession, run_id: str, *rows: tuple[str, str, float, int]) -> DataFrame:
    return spark.createDataFrame([(*row, "model", run_id) for row in rows], TAG)


def stored(store: Store) -> set[tuple[str, str, float, str]]:
    return {(r["product_id"], r["tag"], r["score"], r["run_id"]) for r in store.read("tags").collect()}


def test_insert_update_delete_and_nothing(spark: SparkSession, store: Store) -> None:
    store.hold()

    def apply(run_id: str, *rows: tuple[str, str, float, int], scope: DataFrame | None = None) -> Changes:
        return synchronize(store, Staging(store, run_id), "tags", tags(spark, run_id, *rows), scope=scope)

    first = [("a", "gift", 0.9, 1), ("a", "warm", 0.8, 2), ("b", "gift", 0.7, 1)]
    assert apply("r1", *first) == Changes(inserted=3)
    assert store.version("tags") == 1

    assert apply("r2", *first) == Changes()
    assert store.version("tags") == 1
    assert stored(store) == {("a", "gift", 0.9, "r1"), ("a", "warm", 0.8, "r1"), ("b", "gift", 0.7, "r1")}

    only_a = spark.createDataFrame([("a",), ("c",)], "product_id string")
    assert apply("r3", ("a", "gift", 0.5, 1), ("c", "gift", 0.6, 1), scope=only_a) == Changes(1, 1, 1)
    assert stored(store) == {("a", "gift", 0.5, "r3"), ("b", "gift", 0.7, "r1"), ("c", "gift", 0.6, "r3")}

    feed = (
        spark.read.format("delta").option("readChangeFeed", True).option("startingVersion", 2).load(store.path("tags"))
    )
    kinds = feed.groupBy("_change_type").agg(F.count("*").alias("n")).collect()
    assert {row["_change_type"]: row["n"] for row in kinds} == {
        "insert": 1, "update_preimage": 1, "update_postimage": 1, "delete": 1,
    }  # fmt: skip


def test_no_rows_make_no_commit(spark: SparkSession, store: Store) -> None:
    store.hold()
    assert store.is_new("tags")
    assert synchronize(store, Staging(store, "r1"), "tags", tags(spark, "r1")) == Changes()
    assert store.version("tags") == 0


def test_a_table_that_was_copied_with_its_rows_is_not_taken_for_a_new_one(spark: SparkSession, tmp_path: Path) -> None:
    store = Store(spark, str(tmp_path / "copy"))
    tags(spark, "r1", ("a", "gift", 0.9, 1)).write.format("delta").save(store.path("tags"))
    store.create_missing()
    store.hold()
    assert store.version("tags") == 0
    assert not store.is_new("tags")
    again = tags(spark, "r2", ("a", "gift", 0.9, 1), ("b", "gift", 0.7, 1))
    assert synchronize(store, Staging(store, "r2"), "tags", again) == Changes(inserted=1)


def test_null_keys_meet(spark: SparkSession, store: Store) -> None:
    columns = (
        "kind string, category string, attribute string, value_key string, raw_value string, products bigint, "
        "examples array<string>, suggested_value string, suggested_score double, "
        "stated_values array<string>, decision_fault string, run_id string"
    )
    store.hold()
    for run_id, products in (("r1", 1), ("r2", 2)):
        row = ("attribute", "mug", None, "glaze", "Glaze", products, ["a"], None, None, None, None, run_id)
        changes = synchronize(store, Staging(store, run_id), "unmapped", spark.createDataFrame([row], columns))
    assert changes == Changes(updated=1)
    assert [row["products"] for row in store.read("unmapped").collect()] == [2]


def test_a_commit_of_another_run_is_noticed(spark: SparkSession, store: Store) -> None:
    other = Store(spark, store.target)
    store.hold()
    other.hold()
    assert store.append("tags", tags(spark, "r1", ("a", "gift", 0.9, 1))) == 1
    with pytest.raises(RunError, match=r"another run is writing to this target \(table tags: it is at version 1"):
        other.append("tags", tags(spark, "r2", ("b", "gift", 0.9, 1)))
    assert stored(store) == {("a", "gift", 0.9, "r1")}
    assert other.read("tags").isEmpty()


def test_an_append_that_delta_skips_is_noticed(
    spark: SparkSession, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Store(spark, store.target)
    store.hold()
    other.hold()
    store.append("tags", tags(spark, "r1", ("a", "gift", 0.9, 1)))
    versions = iter((0, 1))  # the other one looked a moment before that commit
    monkeypatch.setattr(other, "version", lambda _: next(versions))
    with pytest.raises(RunError, match=r"another run is .* \(table tags: version 1 is not the one this run wrote\)"):
        other.append("tags", tags(spark, "r2", ("b", "gift", 0.9, 1)))
    assert stored(store) == {("a", "gift", 0.9, "r1")}


def test_only_the_staging_of_dead_runs_is_deleted(store: Store) -> None:
    folder = Path(store.target.removeprefix("file:")) / "_staging"
    for run_id in ("20260301T120000Z-dead00", "20260303T110000Z-live00", "20260303T120000Z-mine00"):
        (folder / run_id).mkdir(parents=True)
    mine = Staging(store, "20260303T120000Z-mine00")
    mine.remove_old(datetime(2026, 3, 3, 12, tzinfo=UTC))
    mine.remove()
    assert [path.name for path in folder.iterdir()] == ["20260303T110000Z-live00"]
