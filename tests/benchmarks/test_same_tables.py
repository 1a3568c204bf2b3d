"""Whether two targets hold the same: what differs is told, and what may differ is excused."""

from __future__ import annotations

import functools
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from benchmarks.speed import same_tables
from benchmarks.speed.same_tables import compare, compare_exactly, differences, equal, near_a_threshold, rows_of
from jobs.lake.store import Store
from udfs.errors import TableError


def test_tables_differ_by_values_and_by_more_than_the_last_digits_of_confidences() -> None:
    compare = functools.partial(differences, keys=("id",))
    one = [{"id": 1, "value": "red", "confidence": 0.70, "values": [("a", "1"), ("b", "2")]}]
    near = [{"id": 1, "value": "red", "confidence": 0.71, "values": [("b", "2"), ("a", "1")]}]
    far = [{"id": 1, "value": "red", "confidence": 0.75, "values": [("a", "1"), ("b", "2")]}]
    other = [*one, {"id": 2, "value": "blue", "confidence": None, "values": []}]

    assert equal({"attributes": compare(one, near)})
    assert compare(one, near)["confidence"] == pytest.approx(0.01)
    assert compare(one, far)["examples"] == [{"id": 1, "what": "differing", "confidence": ["0.7", "0.75"]}]
    assert (compare(one, other)["only_fresh"], compare(one, other)["differing"]) == (1, 0)
    assert not equal({"attributes": compare(one, far)})
    assert not equal({"attributes": compare(one, other)})


def test_what_other_batches_lift_over_a_threshold_is_counted_apart() -> None:
    here = [{"product_id": "1", "attribute": "a", "score": 0.51}, {"product_id": "2", "attribute": "a", "score": 0.9}]
    unsure = near_a_threshold([*here, {"product_id": "3", "score": None}], [0.5])

    assert unsure == {("1", "a")}
    found = differences(here, [], ("product_id", "attribute"), unsure)
    assert (found["only_here"], found["at_threshold"]) == (1, 1)
    assert [example["product_id"] for example in found["examples"]] == ["1", "2"]
    assert equal({"attributes": differences(here[:1], [], ("product_id", "attribute"), unsure)})


def test_a_claim_at_a_threshold_excuses_no_more_than_what_follows_from_it() -> None:
    unsure = near_a_threshold([{"product_id": "1", "attribute": "a", "score": 0.51}], [0.5])
    shown = [{"product_id": "1", "completeness": 0.5}]
    other = [{"product_id": "1", "attribute": "b", "score": 0.9}]
    asked = [{"attribute": "b", "value_key": "x", "examples": ["1"]}]
    assert differences(shown, [], ("product_id",), unsure)["at_threshold"] == 1
    assert differences(asked, [], ("attribute", "value_key"), unsure)["at_threshold"] == 1
    assert differences(other, [], ("product_id", "attribute"), unsure)["only_here"] == 1
    of_category = near_a_threshold([{"product_id": "1", "category_confidence": 0.5}], [0.5])
    assert differences(other, [], ("product_id", "attribute"), of_category)["at_threshold"] == 1


def test_tables_in_which_claims_at_thresholds_differ_often_are_not_equal() -> None:
    rows = [{"product_id": str(n), "attribute": "a", "score": 0.51 if n < 3 else 0.9} for n in range(200)]
    found = differences(rows, rows[2:], ("product_id", "attribute"), near_a_threshold(rows, [0.5]))
    assert (found["at_threshold"], equal({"attributes": found})) == (2, True)
    found = differences(rows, rows[3:], ("product_id", "attribute"), near_a_threshold(rows, [0.5]))
    assert (found["at_threshold"], equal({"attributes": found})) == (3, False)


def test_exactly_the_same_excuses_no_confidence() -> None:
    one, near = [{"id": 1, "confidence": 0.7}], [{"id": 1, "confidence": 0.700001}]
    exact = functools.partial(differences, keys=("id",), tolerance=0.0)
    assert equal({"attributes": exact(one, one)})
    assert exact(one, near)["examples"] == [{"id": 1, "what": "differing", "confidence": ["0.7", "0.700001"]}]


def test_what_the_model_said_inside_a_row_is_compared() -> None:
    def text(score: float) -> list[dict[str, Any]]:
        return [{"text_hash": "h", "spans": [{"attribute": "brand", "start": 0, "confidence": score}]}]

    assert equal({"extractions": differences(text(0.7), text(0.7), ("text_hash",))})
    assert differences(text(0.7), text(0.8), ("text_hash",))["differing"] == 1


def test_columns_that_only_one_has_are_told_and_not_compared() -> None:
    old, new = [{"id": 1, "value": "red", "shade": 7}], [{"id": 1, "value": "red", "hex": "f00", "claims": []}]
    found = differences(old, new, ("id",))
    assert (found["columns_here"], found["columns_fresh"]) == (["shade"], ["claims", "hex"])
    assert equal({"attributes": found})
    found = differences(old, [], ("id",))
    assert (found["columns_here"], found["columns_fresh"], found["only_here"]) == ([], [], 1)


def test_a_row_that_is_there_twice_is_one_too_many() -> None:
    one = [{"id": 1, "value": "red"}]
    found = differences(one, [*one, *one], ("id",))
    assert (found["only_fresh"], found["examples"]) == (1, [{"id": 1, "what": "only_fresh"}])


TABLES: Any = {
    "tags": [{"product_id": "p", "tag": "gift", "score": 0.7}],
    "claims": [{"product_id": "p", "attribute": "color", "place": 0, "outcome": "unmapped"}],
    "matches": [
        {"category": "mug", "attribute": "color", "raw_value": "dusk", "matches": [{"id": "black", "score": 0.8}]}
    ],
}


def test_caches_are_compared_exactly_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_tables, "rows_of", lambda tables, name, *_: tables.get(name, []))
    monkeypatch.setattr(same_tables, "has_claims", lambda tables: "claims" in tables)
    near = TABLES | {"tags": [TABLES["tags"][0] | {"score": 0.71}]}
    other = TABLES | {"matches": [TABLES["matches"][0] | {"matches": []}]}

    assert equal(compare(TABLES, near, []))
    assert compare(TABLES, other, []).keys() == {"products", "attributes", "tags", "rejected", "unmapped"}
    found = compare_exactly(TABLES, TABLES)
    assert ({name for name in found if found[name]["rows"]}, equal(found)) == ({"tags", "claims", "matches"}, True)
    lost = TABLES | {"claims": [TABLES["claims"][0] | {"outcome": "invalid"}]}
    for changed, name in ((near, "tags"), (other, "matches"), (lost, "claims")):
        found = compare_exactly(TABLES, changed)
        assert {name: table["differing"] for name, table in found.items() if table["differing"]} == {name: 1}


def test_of_a_cache_what_the_newest_runs_model_said_is_read_without_who_wrote_it(
    spark: SparkSession, tmp_path: Path
) -> None:
    store = Store(spark, str(tmp_path))
    runs = [(datetime(2026, 1, 1), "m1", "s"), (datetime(2026, 1, 3), "m2", "s"), (datetime(2026, 1, 2), "m1", "s")]
    matches = [("dusk", "m1", "s", 0.8, "r1"), ("dusk", "m2", "s", 0.9, "r2"), ("fog", "m2", "other", 0.7, "r2")]
    for name, rows, columns in (
        ("runs", runs, "finished_at timestamp, model string, model_schema string"),
        ("matches", matches, "raw_value string, model string, schema string, note double, run_id string"),
    ):
        spark.createDataFrame(rows, columns).write.format("delta").save(store.path(name))

    assert rows_of(store, "matches") == [{"raw_value": "dusk", "note": 0.9}]
    assert rows_of(store, "matches", {"note"}) == [{"raw_value": "dusk"}]
    store.spark.sql(f"DELETE FROM delta.`{store.path('runs')}`")
    with pytest.raises(TableError, match=rf"^{store.target} holds no finished run to compare; run the job first$"):
        rows_of(store, "matches")
