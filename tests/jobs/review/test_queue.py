"""The review queue: wordings of one value together, by products, with what the model holds nearest."""

from __future__ import annotations

import pytest
from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from jobs.review.checking import Refused
from jobs.review.queue import category_rows, unmapped_rows, with_faults

ATTRIBUTES = "product_id string, category string, attribute string, status string, raw_value string"
PRODUCTS = "product_id string, category string, unknown_attributes map<string,string>"
MATCHES = "category string, attribute string, raw string, matches array<struct<id:string,score:double>>"


@pytest.fixture(scope="module")
def queue(spark: SparkSession) -> list[Row]:
    """Its rows by kind, category and attribute; a decision on a mug's colour is faulty."""
    attributes = [
        ("p1", "mug", "color", "unmapped", "Dusk"), ("p2", "mug", "color", "unmapped", "dusk"),
        ("p3", "mug", "color", "unmapped", "dusk"), ("p4", "mug", "color", "unmapped", "DUSK"),
        ("p1", "mug", "lid", "unmapped", "dusk"), ("p1", "lamp", "color", "unmapped", "fog"),
        ("p5", "mug", "color", "standard", "black"), ("p5", "mug", "lid", "missing", None),
    ]  # fmt: skip
    products = [("p1", "mug", {"Glaze": "matte"}), ("p2", "mug", {"glaze": "shiny"}), ("p3", "mug", None)]
    matches = [
        ("mug", "color", "dusk", [("black", 0.8), ("white", 0.1)]), ("mug", "color", "Dusk", [("white", 0.9)]),
        ("lamp", "color", "dusk", [("red", 0.9)]), ("lamp", "color", "fog", []),
    ]  # fmt: skip
    rows = unmapped_rows(
        spark.createDataFrame(attributes, ATTRIBUTES), spark.createDataFrame(products, PRODUCTS),
        spark.createDataFrame(matches, MATCHES), F.lower, "r1",
    )  # fmt: skip
    decided = Row(category="mug", attribute="color", raw_value="Dusk", decided_by="Li")
    told = with_faults(rows, [Refused(decided, "faulty", "'whit' is no value of mug color; near: white")])
    return told.orderBy("kind", "category", "attribute").collect()


def test_each_value_is_suggested_what_its_most_frequent_wording_is_nearest_to(queue: list[Row]) -> None:
    names = ("kind", "category", "attribute", "value_key", "raw_value", "suggested_value", "suggested_score")
    assert [tuple(row[name] for name in names) for row in queue] == [
        ("attribute", "mug", None, "glaze", "glaze", None, None),
        ("value", "lamp", "color", "fog", "fog", None, None),
        ("value", "mug", "color", "dusk", "dusk", "black", 0.8),
        ("value", "mug", "lid", "dusk", "dusk", None, None),
    ]


def test_products_are_counted_and_three_of_them_named(queue: list[Row]) -> None:
    assert [(row["products"], row["examples"], row["run_id"]) for row in queue] == [
        (2, ["p1", "p2"], "r1"), (1, ["p1"], "r1"), (4, ["p1", "p2", "p3"], "r1"), (1, ["p1"], "r1"),
    ]  # fmt: skip


def test_an_unknown_name_is_shown_with_what_is_stated_under_it(queue: list[Row]) -> None:
    assert [row["stated_values"] for row in queue] == [["matte", "shiny"], None, None, None]


def test_a_value_stays_with_what_is_wrong_with_the_decision_on_it(queue: list[Row]) -> None:
    assert [row["decision_fault"] for row in queue] == [
        None,
        None,
        "'whit' is no value of mug color; near: white",
        None,
    ]


def test_wordings_of_categories_are_suggested_what_the_model_guesses_most(spark: SparkSession) -> None:
    columns = (
        "product_id string, named string, wording string, category string, reason string, best string, "
        "best_score double"
    )
    listings = [
        ("a", "unknown", "Home > Beakers", "mug", None, "mug", 0.8),
        ("b", "unknown", "home > beakers", None, None, "mug", 0.2),
        ("c", "unknown", "Home > Beakers", None, "unknown_category", "lamp", 0.9),
        ("d", "unknown", "Home > Beakers", None, "unknown_category", None, None),
        ("e", "unknown", "Home > Beakers", None, "duplicate_id", "lamp", 0.9),
        ("f", "above", "Mug > Lids", None, "unknown_category", None, None),
        ("g", "above", "Mug > Tall", "mug", None, "mug", 0.7),
        ("h", "itself", None, "mug", None, "mug", 0.7),
    ]  # fmt: skip
    rows = category_rows(spark.createDataFrame(listings, columns), F.lower, "r1").orderBy("value_key").collect()
    names = ("kind", "category", "attribute", "raw_value", "products", "examples", "suggested_value", "suggested_score")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("category wordings", None, None, "Home > Beakers", 4, ["a", "b", "c"], "mug", 0.25),
        ("category wordings", None, None, "Mug > Lids", 1, ["f"], None, None),
    ]
