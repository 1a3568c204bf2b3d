"""What no rule knows is compared with the allowed values once, for the products that state it."""

from __future__ import annotations

import io
from typing import Any

from pyspark.sql import Column, Row
from pyspark.sql import functions as F
from rich.console import Console

from jobs.display.progress import Progress
from jobs.lake.store import Store
from jobs.run.job import ModelKey
from jobs.run.standardizing.compare import matches_of_products

ASKED = [("p1", "mug", "color", "dusk"), ("p1", "mug", "lid", "tight"), ("p3", "mug", "color", "dusk")]
SCHEMA = "product_id string, category string, attribute string, raw string"
MATCHES = "array<struct<id:string,score:double>>"


def nearest(*_: object) -> Column:
    """What the model of these tests finds for every raw value."""
    return F.array(F.struct(F.lit("white").alias("id"), F.lit(0.9).alias("score")))


def nothing(*_: object) -> Column:
    return F.lit([]).cast(MATCHES)


def matched(store: Store, asked: list[Any], match: Any, key: ModelKey) -> tuple[dict[str, Row], str]:
    """The rows by product, and what was said meanwhile."""
    store.hold()
    said = Console(file=io.StringIO(), width=200)
    frame = store.spark.createDataFrame(asked, SCHEMA)
    found, n_compared = matches_of_products(store, frame, match, key, "r", Progress(said))
    assert (f"comparing {n_compared} unknown values" in said.file.getvalue()) == (n_compared > 0)  # type: ignore[attr-defined]
    return {row["product_id"]: row for row in found.collect()}, said.file.getvalue()  # type: ignore[attr-defined]


def test_each_unknown_value_is_compared_once_and_comes_back_to_its_products(store: Store) -> None:
    key = ModelKey("m", "s")
    found, said = matched(store, ASKED, nearest, key)
    assert "comparing 2 unknown values with the allowed ones" in said
    assert sorted((own["raw"], own["matches"][0]["id"]) for own in found["p1"]["matches"]) == [
        ("dusk", "white"), ("tight", "white"),
    ]  # fmt: skip
    assert [own["raw"] for own in found["p3"]["matches"]] == ["dusk"]

    more = [*ASKED, ("p4", "mug", "lid", "ajar")]
    again, said = matched(store, more, nothing, key)
    assert "comparing 1 unknown values" in said
    assert [own["matches"] for own in again["p4"]["matches"]] == [[]]
    assert {own["raw"] for own in again["p1"]["matches"]} == {"dusk", "tight"}
    assert sorted(row["raw_value"] for row in store.read("matches").collect()) == ["ajar", "dusk", "tight"]

    _, said = matched(store, more, nearest, ModelKey("another model", "s"))
    assert "comparing 3 unknown values" in said
