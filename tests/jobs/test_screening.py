"""Screening: one reason for each listing that cannot be standardized, and which copy of an id is taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from jobs.config import Reject
from jobs.screening import screen

SCHEMA = (
    "source string, product_id string, title string, description string, category_text string, locale string, "
    "seller_attributes map<string,string>, updated_at timestamp, raw string, corrupt boolean"
)


def listing(product_id: str | None, title: str | None = "Mug", **given: Any) -> tuple[Any, ...]:
    row = {
        "source": "shop", "product_id": product_id, "title": title, "description": None, "category_text": None,
        "locale": None, "seller_attributes": None, "updated_at": None, "raw": str((product_id, title, given)),
        "corrupt": False,
    }  # fmt: skip
    return tuple((row | given).values())


def screened(spark: SparkSession, rows: list[tuple[Any, ...]], **limits: Any) -> list[Row]:
    frame = spark.createDataFrame(rows, SCHEMA)
    known = {"Mugs": "mug"}
    return screen(
        frame, lambda text: F.create_map(*(F.lit(x) for p in known.items() for x in p))[text], Reject(**limits)
    ).collect()


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        (listing("a"), None, None),
        (listing("a", category_text="Mugs"), None, None),
        (listing(None), "no_id", None),
        (listing("a", " ", description="<p>&nbsp;</p>\n"), "no_text", None),
        (listing("a", "\u00a0", description="\u3000\u200b<br>"), "no_text", None),
        (listing("a", None), "no_text", None),
        (listing("a", None, description="5 < 6"), None, None),
        (listing("a", None, corrupt=True), "undecodable", "the row does not parse; see raw"),
        (listing("a", "M\ufffdg"), "undecodable", "the text holds U+FFFD; set the source's encoding"),
        (listing("a", category_text="M\ufffdgs"), "undecodable", "the text holds U+FFFD; set the source's encoding"),
        (
            listing("a", seller_attributes={"c\ufffdlour": "red"}),
            "undecodable",
            "the text holds U+FFFD; set the source's encoding",
        ),
        (
            listing("a", seller_attributes={"colour": None, "size": "\ufffd"}),
            "undecodable",
            "the text holds U+FFFD; set the source's encoding",
        ),
        (listing("a", "x" * 21), "too_large", "21 characters, allowed are 20"),
        (listing("a", category_text="Boats"), "unknown_category", "the schema has no category Boats"),
    ],
)
def test_reasons(spark: SparkSession, row: tuple[Any, ...], reason: str | None, detail: str | None) -> None:
    (result,) = screened(spark, [row], max_characters=20)
    assert (result["reason"], result["detail"]) == (reason, detail)


def test_the_newest_good_copy_of_an_id_is_taken(spark: SparkSession) -> None:
    rows = [
        listing("a", "old", updated_at=datetime(2026, 1, 1)),
        listing("a", "new", updated_at=datetime(2026, 2, 1)),
        listing("a", "undated"),
        listing("a", "br\ufffdken", updated_at=datetime(2026, 3, 1)),
        listing("b"),
    ]
    reasons = {row["title"]: (row["reason"], row["detail"]) for row in screened(spark, rows)}
    lost = ("duplicate_id", "3 copies of this id; the newest was taken")
    assert reasons["new"] == (None, None)
    assert reasons["old"] == reasons["undated"] == lost
    assert reasons["br\ufffdken"][0] == "undecodable"
    assert reasons["Mug"] == (None, None)


def test_all_copies_can_be_rejected(spark: SparkSession) -> None:
    rows = [listing("a", "old"), listing("a", "new"), listing("b")]
    reasons = {row["title"]: row["reason"] for row in screened(spark, rows, duplicate_id="reject")}
    assert reasons == {"old": "duplicate_id", "new": "duplicate_id", "Mug": None}


def test_hashes_follow_what_they_stand_for(spark: SparkSession) -> None:
    rows = [
        listing("a", "Mug"),
        listing("b", "Mug", locale="en", seller_attributes={"x": "1", "y": "2"}),
        listing("c", None, description="Mug"),
    ]
    a, b, c = sorted(screened(spark, rows), key=lambda row: row["product_id"])
    assert a["text_hash"] == b["text_hash"] != c["text_hash"]
    assert len({a["content_hash"], b["content_hash"], c["content_hash"]}) == 3
