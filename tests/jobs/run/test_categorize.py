"""Categories of accepted listings: the seller's, else the model's if it is sure; and what becomes of the others."""

from __future__ import annotations

from typing import Any

import pytest
from pyspark.sql import SparkSession

from jobs.run.categorize import categorize, mark_changed, rejected_rows

LISTINGS = "product_id string, text_hash string, category string, reason string, detail string"
EXTRACTIONS = (
    "text_hash string, category string, category_confidence double, categories array<struct<id:string,score:double>>, "
    "foreign string"
)
GUESSES = [
    ("sure", "mug", 0.5, [("mug", 0.5), ("lamp", 0.4)], None),
    ("unsure", "mug", 0.49, [("mug", 0.49), ("lamp", 0.4)], None),
    ("none", None, 0.9, [("lamp", 0.31)], None),  # the model is sure that it is neither
    ("silent", None, 0.0, [], None),
    ("foreign", "mug", 0.9, [("mug", 0.9)], "Thai"),
]
FIELDS = ("category", "category_origin", "category_confidence", "reason", "detail")
FOREIGN = "the text is in Thai, which the checkpoint has not learnt"
NO_CATEGORY = "the source gives no category; the model"


@pytest.mark.parametrize(
    ("text", "category", "found"),
    [
        ("sure", "lamp", ("lamp", "seller", 1.0, None, None)),
        ("sure", None, ("mug", "model", 0.5, None, None)),
        ("unsure", None, (None, None, None, "unknown_category", f"{NO_CATEGORY}'s best guess is mug (0.49)")),
        ("none", None, (None, None, None, "unknown_category", f"{NO_CATEGORY}'s best guess is lamp (0.31)")),
        ("foreign", "lamp", ("lamp", "seller", 1.0, None, None)),
        ("foreign", None, (None, None, None, "unknown_category", f"the source gives no category; {FOREIGN}")),
        ("silent", None, (None, None, None, "unknown_category", f"{NO_CATEGORY} has no guess")),
        ("not inferred", None, (None, None, None, "unknown_category", f"{NO_CATEGORY} has no guess")),
    ],
)
def test_the_sellers_category_stands_and_the_models_counts_from_the_threshold_on(
    spark: SparkSession, text: str, category: str | None, found: tuple[Any, ...]
) -> None:
    listings = spark.createDataFrame([("p", text, category, None, None)], LISTINGS)
    (row,) = categorize(listings, spark.createDataFrame(GUESSES, EXTRACTIONS), 0.5).collect()
    assert tuple(row[name] for name in FIELDS) == found


def test_a_listing_that_is_out_stays_out_for_its_first_reason(spark: SparkSession) -> None:
    listings = spark.createDataFrame([("p", "sure", "mug", "too_large", "9 characters")], LISTINGS)
    (row,) = categorize(listings, spark.createDataFrame(GUESSES, EXTRACTIONS), 0.5).collect()
    assert tuple(row[name] for name in FIELDS) == (None, None, None, "too_large", "9 characters")


@pytest.mark.parametrize(
    ("stale", "changed"),
    [
        (set(), {"new", "edited", "moved"}),
        ({"lamp"}, {"new", "edited", "moved", "lit"}),
        (None, {"new", "edited", "moved", "lit", "same"}),
    ],
)
def test_listings_are_changed_that_are_new_or_unlike_their_product_or_of_a_stale_category(
    spark: SparkSession, stale: set[str] | None, changed: set[str]
) -> None:
    listings = spark.createDataFrame(
        [
            ("new", "h", "mug", None), ("edited", "h2", "mug", None), ("moved", "h", "mug", None),
            ("same", "h", "mug", None), ("lit", "h", "lamp", None), ("out", "h", None, "no_text"),
        ],
        "product_id string, content_hash string, category string, reason string",
    )  # fmt: skip
    products = spark.createDataFrame(
        [("edited", "h1", "mug"), ("moved", "h", "lamp"), ("same", "h", "mug"), ("lit", "h", "lamp")],
        "product_id string, content_hash string, category string",
    )
    rows = mark_changed(listings, products, stale).collect()
    assert {row["product_id"] for row in rows if row["changed"]} == changed
    assert {row["changed"] for row in rows} == {True, False}


def test_identical_rejected_rows_are_one_row_with_copies(spark: SparkSession) -> None:
    columns = "row_hash string, source string, product_id string, reason string, detail string, raw string"
    listings = spark.createDataFrame(
        [
            ("h1", "shop", "a", "no_text", None, "{}"), ("h1", "shop", "a", "no_text", None, "{}"),
            ("h2", "shop", None, "no_id", None, "{x}"), ("h3", "shop", "b", None, None, "{y}"),
        ],
        columns,
    )  # fmt: skip
    rows = rejected_rows(listings, "r1").orderBy("row_hash").collect()
    assert [tuple(row) for row in rows] == [
        ("h1", "shop", "a", "no_text", None, 2, "{}", "r1"), ("h2", "shop", None, "no_id", None, 1, "{x}", "r1"),
    ]  # fmt: skip
