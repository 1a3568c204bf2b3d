"""Synchronize: a table becomes equal to the rows within its scope, by the smallest commit."""

from __future__ import annotations

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.staging import Staging
from jobs.store import Store
from jobs.synchronize import Changes, synchronize
from udfs.errors import RunError

TAG = "product_id string, tag string, score double, rank int, origin string, run_id string"


def tags(spark: SparkSession, run_id: str, *rows: tuple[str, str, float, int]) -> DataFrame:
    return spark.createDataFrame([(*row, "model", run_id) for row in rows], TAG)


def stored(store: Store) -> set[tuple[str, str, float, str]]:
    return {(r["product_id"], r["tag"], r["score"], r["run_id"]) for r in store.read("tags").collect()}


def test_insert_update_delete_and_nothing(spark: SparkSession, store: Store) -> None:
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


def test_null_keys_meet(spark: SparkSession, store: Store) -> None:
    columns = (
        "kind string, category string, attribute string, value_key string, raw_value string, products bigint, "
        "examples array<string>, suggested_value string, suggested_score double, run_id string"
    )
    for run_id, products in (("r1", 1), ("r2", 2)):
        row = ("attribute", "mug", None, "glaze", "Glaze", products, ["a"], None, None, run_id)
        changes = synchronize(store, Staging(store, run_id), "unmapped", spark.createDataFrame([row], columns))
    assert changes == Changes(updated=1)
    assert [row["products"] for row in store.read("unmapped").collect()] == [2]


def test_a_commit_of_another_run_is_noticed(spark: SparkSession, store: Store) -> None:
    store.append("tags", tags(spark, "r1", ("a", "gift", 0.9, 1)), expected=0)
    with pytest.raises(RunError, match=r"another run is writing to this target \(table tags: it is at version 1"):
        store.append("tags", tags(spark, "r2", ("b", "gift", 0.9, 1)), expected=0)
    assert stored(store) == {("a", "gift", 0.9, "r1")}
