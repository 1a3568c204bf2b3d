"""Categories of accepted listings: the seller's, else the model's if it is sure; and what becomes of the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import Row, SparkSession

from jobs.run.categorize import categorize, mark_changed, rejected_rows
from jobs.run.drafted import with_drafted
from jobs.run.verification.outside import is_outside, is_unsure, samples
from udfs.errors import ConfigError
from udfs.resolution.categories import RULES_ALONE, Needs
from udfs.schema.untrained import Untrained
from udfs.settings import Thresholds, UnknownCategory
from udfs.spark import functions as product

LISTINGS = (
    "product_id string, text_hash string, category string, named string, wording string, reason string, detail string, "
    "titled string"
)
EXTRACTIONS = (
    "text_hash string, category string, category_confidence double, categories array<struct<id:string,score:double>>, "
    "foreign string, inside double"
)
GUESSES = [
    ("sure", "mug", 0.5, [("mug", 0.5), ("lamp", 0.4)], None, None),
    ("unsure", "mug", 0.49, [("mug", 0.49), ("lamp", 0.4)], None, 0.9),
    ("none", None, 0.9, [("lamp", 0.31)], None, None),  # the model is sure that it is neither
    ("silent", None, 0.0, [], None, None),
    ("foreign", "mug", 0.9, [("mug", 0.9)], "Thai", 0.9),
    ("elsewhere", "mug", 0.97, [("mug", 0.97)], None, 0.69),
    ("inside", "mug", 0.97, [("mug", 0.97)], None, 0.7),
]
FIELDS = ("category", "category_origin", "category_confidence", "reason", "detail")
FOREIGN = "the text is in Thai, which the checkpoint has not learnt"
NO_CATEGORY = "the listing gives no category; the model"
NEEDED = "0.5 is needed"


def categorized(spark: SparkSession, *rows: tuple[Any, ...], unknown_category: UnknownCategory = "model") -> list[Row]:
    decide = product.decide(Needs(Thresholds().category, 0.7), unknown_category)
    listings = spark.createDataFrame([("p", *row, None) for row in rows], LISTINGS)
    return categorize(listings, spark.createDataFrame(GUESSES, EXTRACTIONS), decide).collect()


@pytest.mark.parametrize(
    ("text", "category", "found"),
    [
        ("sure", "lamp", ("lamp", "seller", 1.0, None, None)),
        ("sure", None, ("mug", "model", 0.5, None, None)),
        ("unsure", None, f"{NO_CATEGORY}'s best guess is mug (0.49), {NEEDED}"),
        ("none", None, f"{NO_CATEGORY}'s best guess is lamp (0.31), {NEEDED}"),
        ("inside", None, ("mug", "model", 0.97, None, None)),
        (
            "elsewhere",
            None,
            f"{NO_CATEGORY}'s best guess is mug (0.97), {NEEDED}; goods of the schema by 0.69, 0.7 is needed",
        ),
        ("elsewhere", "mug", ("mug", "seller", 1.0, None, None)),
        ("foreign", "lamp", ("lamp", "seller", 1.0, None, None)),
        ("foreign", None, f"the listing gives no category; {FOREIGN}"),
        ("silent", None, f"{NO_CATEGORY} has no guess"),
        ("not inferred", None, f"{NO_CATEGORY} has no guess"),
    ],
)
def test_the_sellers_category_stands_and_the_models_counts_from_the_threshold_on(
    spark: SparkSession, text: str, category: str | None, found: tuple[Any, ...] | str
) -> None:
    (row,) = categorized(spark, (text, category, "itself" if category else None, None, None, None))
    expected = found if isinstance(found, tuple) else (None, None, None, "unknown_category", found)
    assert tuple(row[name] for name in FIELDS) == expected


def test_a_category_that_is_gone_is_neither_taken_nor_suggested(spark: SparkSession) -> None:
    gone = frozenset({"mug"})
    decide = product.decide(Needs(0.5, 0.0, untrained=Untrained(gone=gone)), "model")
    listings = spark.createDataFrame([("p", "sure", None, "unknown", "Boats", None, None, None)], LISTINGS)
    [row] = categorize(listings, spark.createDataFrame(GUESSES, EXTRACTIONS), decide, gone).collect()
    assert (row["reason"], row["category"], row["best"]) == ("unknown_category", None, None)
    assert row["detail"].endswith("best guess is mug (0.50), which the schema does not have as it was learnt")


def test_a_listing_that_is_out_stays_out_for_its_first_reason(spark: SparkSession) -> None:
    (row,) = categorized(spark, ("sure", "mug", "itself", None, "too_large", "9 characters"))
    assert tuple(row[name] for name in FIELDS) == (None, None, None, "too_large", "9 characters")
    assert row["doubt"] is None


def test_a_category_by_an_upper_level_needs_the_model(spark: SparkSession) -> None:
    rows = categorized(
        spark, ("sure", "mug", "above", "Mug > Lids", None, None), ("sure", "lamp", "above", "Lamp > Bulbs", None, None)
    )
    assert [tuple(row[name] for name in FIELDS[:4]) for row in rows] == [
        ("mug", "seller", 0.5, None), (None, None, None, "unknown_category"),
    ]  # fmt: skip
    assert rows[1]["detail"].startswith("only an upper level of 'Lamp > Bulbs' is a category, lamp; the model's best")


@pytest.mark.parametrize(("unknown_category", "reason", "category"), [("model", None, "mug"), ("none", None, None)])
def test_of_an_unknown_wording_the_job_config_says_who_decides(
    spark: SparkSession, unknown_category: UnknownCategory, reason: str | None, category: str | None
) -> None:
    (row,) = categorized(spark, ("sure", None, "unknown", "Boats", None, None), unknown_category=unknown_category)
    assert (row["reason"], row["category"], row["detail"]) == (reason, category, None)
    assert row["doubt"] == (None if category else "the schema has no category Boats")


def test_where_no_model_can_tell_a_draft_places_what_no_seller_does(spark: SparkSession, tmp_path: Path) -> None:
    lines = [("none", "mug"), ("stated", "mug"), ("hinted", "mug"), ("against", "lamp"), ("titled", "lamp"),
             ("twice", "mug"), ("twice", "lamp"), ("gone", "kettle"), ("out", None), ("late", "mug")]  # fmt: skip
    (tmp_path / "rows.jsonl").write_text(
        "".join(json.dumps({"product_id": key, "category": category}) + "\n" for key, category in lines)
    )
    rows = [("none", None, None, None), ("stated", "lamp", "itself", None), ("hinted", "mug", "above", None),
            ("against", "mug", "above", None), ("titled", None, None, "mug"), ("twice", None, None, None),
            ("gone", None, None, None), ("out", None, None, None), ("unlisted", None, None, None)]  # fmt: skip
    listings = spark.createDataFrame(
        [(key, "t", category, named, None, None, None, titled) for key, category, named, titled in rows]
        + [("late", "t", None, None, None, "no_text", None, None)],
        LISTINGS,
    )
    drafted = with_drafted(listings, spark, str(tmp_path / "rows.jsonl"), {"mug", "lamp"})
    decide = product.decide(RULES_ALONE, "model")
    found = categorize(drafted, spark.createDataFrame([], EXTRACTIONS), decide).collect()

    assert {row["product_id"]: (row["category"], row["category_origin"], row["reason"]) for row in found} == {
        "none": ("mug", "draft", None), "stated": ("lamp", "seller", None), "hinted": ("mug", "draft", None),
        "against": (None, None, "unknown_category"), "titled": ("mug", "title", None),
        "late": (None, None, "no_text"),
        **dict.fromkeys(("twice", "gone", "out", "unlisted"), (None, None, "unknown_category")),
    }  # fmt: skip
    assert {row["category_confidence"] for row in found if row["category_origin"] == "draft"} == {None}
    with pytest.raises(ConfigError, match=r"there is nothing at `drafted: .*nowhere`; draft the schema again"):
        with_drafted(listings, spark, str(tmp_path / "nowhere"), {"mug"})


def test_what_is_shown_is_what_is_outside_and_least_sure(spark: SparkSession) -> None:
    columns = (
        "product_id string, title string, description string, category string, category_confidence double, "
        "reason string, detail string, doubt string, row_hash string"
    )
    sure = [(f"s{n}", "Mug", None, "mug", 1.0, None, None, None, f"s{n}") for n in range(3)]
    unsure = [(f"u{n:02}", "Mug", None, "mug", 0.5 + n / 100, None, None, None, f"u{n}") for n in range(14)]
    out = [(f"o{n:02}", None, "Boat", None, None, "unknown_category", "why", None, f"o{n:02}") for n in range(13)]
    kept = [("k", "Boat", None, None, None, None, None, "no category", "a")]
    other = [("x", None, None, None, None, "no_text", None, None, "x")]
    listings = spark.createDataFrame([*sure, *unsure, *out, *kept, *other], columns)
    assert (listings.filter(is_outside()).count(), listings.filter(is_unsure()).count()) == (14, 14)
    rows = samples(listings)
    assert [row["product_id"] for row in rows] == [
        "k",
        *(f"o{n:02}" for n in range(11)),
        *(f"u{n:02}" for n in range(12)),
    ]
    assert [tuple(row) for row in rows[:2]] == [
        (None, None, "k", "Boat", "no category"), (None, None, "o00", "Boat", "why"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stale", "changed"),
    [
        (set(), {"new", "edited", "moved"}),
        ({"lamp"}, {"new", "edited", "moved", "lit"}),
        (None, {"new", "edited", "moved", "lit", "same", "bare"}),
    ],
)
def test_listings_are_changed_that_are_new_or_unlike_their_product_or_of_a_stale_category(
    spark: SparkSession, stale: set[str] | None, changed: set[str]
) -> None:
    listings = spark.createDataFrame(
        [
            ("new", "h", "mug", None), ("edited", "h2", "mug", None), ("moved", "h", "mug", None),
            ("same", "h", "mug", None), ("lit", "h", "lamp", None), ("out", "h", None, "no_text"),
            ("bare", "h", None, None),
        ],
        "product_id string, content_hash string, category string, reason string",
    )  # fmt: skip
    products = spark.createDataFrame(
        [
            ("edited", "h1", "mug", None), ("moved", "h", "lamp", None), ("same", "h", "mug", None),
            ("lit", "h", "lamp", None), ("bare", "h", None, None),
        ],
        "product_id string, content_hash string, category string, stale string",
    )  # fmt: skip
    rows = mark_changed(listings, products, stale).collect()
    assert {row["product_id"] for row in rows if row["changed"]} == changed
    assert {row["changed"] for row in rows} == {True, False}


def test_a_rejected_listing_outdates_a_product_that_is_not_marked_with_its_reason(spark: SparkSession) -> None:
    listings = spark.createDataFrame(
        [("a", "no_text"), ("b", "no_text"), ("c", "duplicate_id"), ("d", None), ("e", "no_text"), (None, "no_id")],
        "product_id string, reason string",
    ).selectExpr("product_id", "'h' AS content_hash", "'mug' AS category", "reason")
    stored = [("a", None), ("b", "no_text"), ("c", None), ("d", None)]
    products = spark.createDataFrame(stored, "product_id string, stale string")
    products = products.selectExpr("product_id", "'h' AS content_hash", "'mug' AS category", "stale")
    rows = mark_changed(listings, products, frozenset()).collect()
    assert {row["product_id"] for row in rows if row["outdating"]} == {"a"}
    assert {row["outdating"] for row in rows} == {True, False}


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
