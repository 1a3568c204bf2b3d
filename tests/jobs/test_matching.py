"""What no rule knows is compared with the allowed values once, for the products that state it."""

from __future__ import annotations

import io
from typing import Any

from pyspark.sql import Column, Row, SparkSession
from pyspark.sql import functions as F
from rich.console import Console

from jobs.inference import ModelKey
from jobs.matching import with_matches
from jobs.progress import Progress
from jobs.store import Store

STATEMENTS = [
    ("p1", "mug", [("color", "dusk"), ("lid", "tight")]),
    ("p2", "mug", []),
    ("p3", "mug", [("color", "dusk")]),
]  # fmt: skip
SCHEMA = "product_id string, category string, unknown array<struct<attribute:string,raw:string>>"
MATCHES = "array<struct<id:string,score:double>>"


def nearest(*_: object) -> Column:
    """What the model of these tests finds for every raw value."""
    return F.array(F.struct(F.lit("white").alias("id"), F.lit(0.9).alias("score")))


def nothing(*_: object) -> Column:
    return F.lit([]).cast(MATCHES)


def matched(store: Store, statements: list[Any], match: Any, key: ModelKey) -> tuple[dict[str, Row], str]:
    """The rows by product, and what was said meanwhile."""
    store.hold()
    said = Console(file=io.StringIO(), width=200)
    frame = store.spark.createDataFrame(statements, SCHEMA)
    n_open = sum(1 for _, _, unknown in statements if unknown)
    found, n_compared = with_matches(store, frame, n_open, match, key, "r", Progress(said))
    assert (f"comparing {n_compared} unknown values" in said.file.getvalue()) == (n_compared > 0)  # type: ignore[attr-defined]
    return {row["product_id"]: row for row in found.collect()}, said.file.getvalue()  # type: ignore[attr-defined]


def test_each_unknown_value_is_compared_once_and_comes_back_to_its_products(store: Store) -> None:
    key = ModelKey("m", "s")
    found, said = matched(store, STATEMENTS, nearest, key)
    assert "2 products hold values that no rule knows\n  comparing 2 unknown values with the allowed ones" in said
    assert sorted((own["raw"], own["matches"][0]["id"]) for own in found["p1"]["matches"]) == [
        ("dusk", "white"), ("tight", "white"),
    ]  # fmt: skip
    assert [own["raw"] for own in found["p3"]["matches"]] == ["dusk"]
    assert found["p2"]["matches"] is None

    more = [*STATEMENTS, ("p4", "mug", [("lid", "ajar")])]
    again, said = matched(store, more, nothing, key)
    assert "comparing 1 unknown values" in said
    assert [own["matches"] for own in again["p4"]["matches"]] == [[]]
    assert {own["raw"] for own in again["p1"]["matches"]} == {"dusk", "tight"}
    assert sorted(row["raw_value"] for row in store.read("matches").collect()) == ["ajar", "dusk", "tight"]

    _, said = matched(store, more, nearest, ModelKey("another model", "s"))
    assert "comparing 3 unknown values" in said


def test_without_unknown_values_nothing_is_compared(store: Store, spark: SparkSession) -> None:
    assert spark is store.spark
    found, said = matched(store, [STATEMENTS[1]], None, ModelKey("m", "s"))
    assert (found["p2"]["matches"], said) == (None, "")
    assert store.version("matches") == 0
