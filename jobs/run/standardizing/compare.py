"""Raw values that no rule knows, each compared with the allowed values by the model, once."""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.display.progress import Progress
from jobs.lake.store import Store
from jobs.run.job import ModelKey
from udfs.spark.counting import Counting

_VALUE = ("category", "attribute", "raw")


def matches_of_products(
    store: Store, asked: DataFrame, match: Any, key: ModelKey, run_id: str, progress: Progress
) -> tuple[DataFrame, int]:
    """Products (``product_id``) with ``matches``, what the model says of their unknown values: structs of attribute,
    raw and matches. And how many values the model compared for it.

    ``asked``: product_id, category, attribute and raw of each unknown value; read several times.
    """
    n_compared = _compare(store, asked, match, key, run_id, progress)
    own = F.struct("attribute", "raw", "matches")
    near = asked.join(stored_matches(store, key), list(_VALUE)).groupBy("product_id")
    return near.agg(F.collect_list(own).alias("matches")), n_compared


def stored_matches(store: Store, key: ModelKey) -> DataFrame:
    """Cached comparisons of this model: category, attribute, raw, matches."""
    rows = store.read("matches").filter((F.col("model") == key.model) & (F.col("schema") == key.schema))
    return rows.select("category", "attribute", F.col("raw_value").alias("raw"), "matches")


def _compare(store: Store, asked: DataFrame, match: Any, key: ModelKey, run_id: str, progress: Progress) -> int:
    """Compare what is not stored yet; how many values that was."""
    todo = asked.select(*_VALUE).distinct().join(stored_matches(store, key), list(_VALUE), "left_anti")
    n_todo = todo.count()
    if not n_todo:
        return 0
    progress.note(f"comparing {n_todo:,} unknown values with the allowed ones")
    compared = todo.repartition(1 if n_todo < 1000 else _slots(store), "raw").sortWithinPartitions("raw", "attribute")
    rows = compared.select(
        "category", "attribute", F.col("raw").alias("raw_value"),
        F.lit(key.model).alias("model"), F.lit(key.schema).alias("schema"),
        match("category", "attribute", "raw").alias("matches"), F.lit(run_id).alias("run_id"),
    )  # fmt: skip
    watch = progress.chunks(n_todo, 1, "values")
    with Counting(store.spark.sparkContext) as counting, watch.following(counting.rows):
        store.append("matches", rows)
    return n_todo


def _slots(store: Store) -> int:
    return int(store.spark.sparkContext.defaultParallelism)
