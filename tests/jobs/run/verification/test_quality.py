"""Figures of the whole tables."""

from __future__ import annotations

from typing import Any

from pyspark.sql import SparkSession

from jobs.run.verification.quality import quality

PRODUCTS = "category string, missing array<string>, completeness double, stale string"
ATTRIBUTES = "product_id string, attribute string, status string, origin string, detail string, rule string"
CLAIMS = "product_id string, attribute string, outcome string"


def figures(
    spark: SparkSession, products: list[Any], attributes: list[Any], unmapped: int, lost: tuple[Any, ...] = ()
) -> tuple[dict[str, int], dict[str, float]]:
    rows = spark.createDataFrame([(str(place), "color", *row) for place, row in enumerate(attributes)], ATTRIBUTES)
    claims = spark.createDataFrame([(str(place), "color", outcome) for place, outcome in lost], CLAIMS)
    return quality(spark.createDataFrame(products, PRODUCTS), rows, claims, spark.range(unmapped))


def mug(missing: list[str] | None, completeness: float, stale: str | None = None) -> tuple[Any, ...]:
    return "mug", missing, completeness, stale


def test_stale_products_and_those_without_a_category_give_no_shares(spark: SparkSession) -> None:
    products = [mug([], 1.0), mug(["brand"], 0.0, "no_text"), (None, None, None, None)]
    counts, shares = figures(spark, products, [("standard", "seller", None, "alias")], 0)
    assert (counts["products"], counts["stale"], counts["without_category"]) == (2, 1, 1)
    assert shares == {"completeness": 1.0, "required_filled": 1.0, "standard": 1.0}


def test_values_are_counted_by_status_and_origin_and_products_by_what_they_lack(spark: SparkSession) -> None:
    attributes = [
        ("standard", "seller", "nearest: x", "alias"),
        ("standard", "model", "similarity 0.97", "nearest value"), ("standard", "person", None, "decision"),
        ("unmapped", "seller", "nearest: Polo collar 0.79", "no match"),
        ("unmapped", "seller", None, "no match"),
        ("invalid", "model", None, "unit"),
        ("missing", None, None, None),
    ]  # fmt: skip
    lost = ((0, "below_overrule"), (3, "below_overrule"), (3, "below_overrule"), (4, "below_threshold"))
    counts, shares = figures(spark, [mug(["brand"], 0.25), mug([], 1.0), mug(None, 0.5)], attributes, 2, lost)
    assert counts == {
        "values": 6, "standard": 3, "unmapped": 2, "invalid": 1, "missing": 1, "from_person": 1, "from_seller": 3,
        "from_model": 2, "products": 3, "unmapped_values": 2, "unmapped_nearest": 1, "unmapped_overruling": 1,
        "invalid_unit": 1,
    }  # fmt: skip
    assert shares == {"completeness": 0.5833, "required_filled": 0.6667, "standard": 0.5}


def test_over_nothing_there_are_no_shares(spark: SparkSession) -> None:
    counts, shares = figures(spark, [], [("missing", None, None, None)], 0)
    assert (set(counts.values()), counts["missing"]) == ({0, 1}, 1)
    assert shares == {}
