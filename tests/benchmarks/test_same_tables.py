"""Whether two targets hold the same: what differs is told, and what may differ is excused."""

from __future__ import annotations

import functools
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from benchmarks.speed.same_tables import compare, compare_exactly, differences, equal, near_a_threshold
from jobs.lake.runs import RunSummary, publish
from jobs.lake.store import Store
from udfs.schema.schema import Schema


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


MATCHES = "category string, attribute string, raw_value string, model string, schema string, "
MATCHES += "matches array<struct<id:string,score:double>>, run_id string"
TAGS = "product_id string, tag string, score double, rank int, origin string, run_id string"


def finished_target(spark: SparkSession, folder: Path, schema: Schema, model: str, run_id: str, score: float) -> Store:
    """A target that one run wrote: a tag, a comparison, and one of a model that is no longer used."""
    store = Store(spark, str(folder))
    store.create_missing()
    store.hold()
    store.append("tags", spark.createDataFrame([("p", "gift", score, 1, "model", run_id)], TAGS))
    matches = [
        ("mug", "color", "dusk", model, schema.model_fingerprint, [("black", 0.8)], run_id),
        ("mug", "color", "fog", f"before {model}", schema.model_fingerprint, [], run_id),
    ]
    store.append("matches", spark.createDataFrame(matches, MATCHES))
    summary = RunSummary(run_id, "test", str(folder), datetime.now(UTC), model, counts={"read": 1})
    summary.finished_at = datetime.now(UTC)
    publish(store, summary, schema, {})
    return Store(spark, str(folder))


def test_targets_of_two_models_and_versions_hold_the_same(
    spark: SparkSession, tmp_path: Path, tiny_schema: Schema
) -> None:
    here = finished_target(spark, tmp_path / "here", tiny_schema, "m1", "r1", 0.7)
    fresh = finished_target(spark, tmp_path / "fresh", tiny_schema, "m2", "r2", 0.71)
    older = spark.createDataFrame(
        [("p", "gift", 0.71, "r0")], "product_id string, tag string, score double, note string"
    )

    assert compare(here, fresh, [])["tags"]["confidence"] == pytest.approx(0.01)
    assert equal(compare(here, fresh, []))
    found = compare_exactly(here, fresh)
    assert {name: table["differing"] for name, table in found.items() if table["rows"]} == {"tags": 1, "matches": 0}

    shutil.rmtree(tmp_path / "here/tags")
    older.write.format("delta").save(here.path("tags"))
    found = compare_exactly(here, fresh)
    assert (found["tags"]["columns_here"], found["tags"]["columns_fresh"]) == (["note"], ["origin", "rank"])
    assert equal(found)
