"""Screening: one reason for each listing that cannot be standardized, and which copy of an id is taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pyspark.sql import Column, Row, SparkSession
from pyspark.sql import functions as F

from jobs.config import Reject
from jobs.sources.screening import screen

SCHEMA = (
    "source string, product_id string, title string, description string, category_text string, site_text string, "
    "locale string, seller_attributes map<string,string>, updated_at timestamp, raw string, corrupt boolean"
)


def listing(product_id: str | None, title: str | None = "Mug", **given: Any) -> tuple[Any, ...]:
    row = {
        "source": "shop", "product_id": product_id, "title": title, "description": None, "category_text": None,
        "site_text": None, "locale": None, "seller_attributes": None, "updated_at": None,
        "raw": str((product_id, title, given)), "corrupt": False,
    }  # fmt: skip
    return tuple((row | given).values())


def screened(spark: SparkSession, rows: list[tuple[Any, ...]], **limits: Any) -> list[Row]:
    frame = spark.createDataFrame(rows, SCHEMA)
    category_id = lookup({"Mugs": "mug"})
    site_of = lookup({"https://north.example/a": "north.example", "north.example": "north.example", "South": "south"})
    return screen(frame, category_id, site_of, Reject(**limits)).collect()


def lookup(known: dict[str, str]) -> Callable[[Column], Column]:
    """A column function that gives null for what it does not know."""
    return lambda text: F.create_map(*(F.lit(x) for pair in known.items() for x in pair))[text]


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        (listing("a"), None, None),
        (listing("a", category_text="Mugs"), None, None),
        (listing("a", site_text="n/a \ufffd"), None, None),
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


def test_a_text_of_another_site_is_another_text_and_one_of_no_site_is_hashed_without(spark: SparkSession) -> None:
    sites = ("https://north.example/a", "north.example", "South", None, "?")
    rows = screened(spark, [listing(f"p{n}", site_text=site) for n, site in enumerate(sites)])
    hashes = {row["product_id"]: (row["site"], row["text_hash"]) for row in rows}
    north, same, south, none, unknown = (hashes[f"p{n}"] for n in range(5))
    assert north == same
    assert (north[0], south[0], none[0], unknown[0]) == ("north.example", "south", None, None)
    assert len({north[1], south[1], none[1]}) == 3
    without = hashlib.sha256(b'{"title":"Mug"}').hexdigest()  # what tables hold that were made before there were sites
    assert none[1] == unknown[1] == without


def test_another_site_makes_a_product_anew(spark: SparkSession) -> None:
    (one,) = screened(spark, [listing("a", raw="")])
    (other,) = screened(spark, [listing("a", raw="", site_text="South")])
    assert one["content_hash"] != other["content_hash"]
