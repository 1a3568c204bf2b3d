"""Screening: one reason for each listing that cannot be standardized, and which copy of an id is taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pyspark.sql import Row, SparkSession

from jobs.config import DuplicateId, Source
from jobs.sources.json_lines import ListingError, read_listing
from jobs.sources.screening import screen
from jobs.sources.sources import listings, open_sources
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.spark import functions as product

Screened = Callable[..., list[Row]]
FFFD = "the text holds U+FFFD; set the source's encoding"
LINES: list[tuple[dict[str, Any], str | None, str | None]] = [
    ({}, None, None),
    ({"category": "Kitchen > Cup"}, None, None),
    ({"category": "\u3000"}, None, None),
    ({"site": "n/a \ufffd", "url": "https://www.north.example/a"}, None, None),
    ({"title": "&amp;"}, "no_text", "'&amp;': no words that say what the product is"),
    ({"title": "<New 2024>"}, None, None),
    ({"title": None, "description": "5 < 6 m"}, None, None),
    ({"title": "🔥🔥"}, "no_text", "'🔥🔥': no words that say what the product is"),
    ({"title": "null"}, "no_text", "'null': no words that say what the product is"),
    (
        {"title": "<b>N/A</b>", "description": "暂无描述"},
        "no_text",
        "'<b>N/A</b>' and '暂无描述': no words that say what the product is",
    ),
    ({"title": "-", "description": "A mug"}, None, None),
    ({"product_id": "undefined"}, "no_id", "'undefined' is a placeholder, no id"),
    (
        {"product_id": "1.23457E+12"},
        "damaged_id",
        "'1.23457E+12' is a number in scientific notation, whose digits a spreadsheet cut off; export the ids as text",
    ),
    (
        {"product_id": "Mar-23"},
        "damaged_id",
        "'Mar-23' is a date that a spreadsheet made of it; export the ids as text",
    ),
    ({"product_id": "2024-0001"}, None, None),
    ({"product_id": None}, "no_id", None),
    ({"product_id": "\u3000 \u200b"}, "no_id", None),
    ({"title": None}, "no_text", None),
    ({"title": " ", "description": "<p>&nbsp;</p>\n"}, "no_text", None),
    ({"title": "\u00a0", "description": "\u3000\u200b<br>"}, "no_text", None),
    ({"title": "&zwnj; &#32;"}, "no_text", None),
    ({"title": "M\ufffdg"}, "undecodable", FFFD),
    ({"product_id": None, "title": "\ufffd"}, "undecodable", FFFD),
    ({"product_id": "a\ufffd"}, "undecodable", FFFD),
    ({"description": "\ufffd"}, "undecodable", FFFD),
    ({"category": "M\ufffdgs"}, "undecodable", FFFD),
    ({"seller_attributes": {"c\ufffdlour": "red"}}, "undecodable", FFFD),
    ({"seller_attributes": {"colour": None, "size": "\ufffd"}}, "undecodable", FFFD),
    ({"title": "M\ud800g"}, "undecodable", FFFD),
    ({"title": "M\udc00\ud83d\ude00"}, "undecodable", FFFD),
    ({"title": "\ud83d\ud83d\ude00"}, "undecodable", FFFD),
    ({"title": "\ud83d\ude00 M\\ud800g"}, None, None),
    ({"product_id": "a\ud800"}, "undecodable", FFFD),
    ({"category": "m\ud800"}, "undecodable", FFFD),
    ({"seller_attributes": {"c\udc00lour": "red"}}, "undecodable", FFFD),
    ({"seller_attributes": {"colour": "\ud83d"}}, "undecodable", FFFD),
    ({"seller_attributes": '{"colour": "\\ud83d"}'}, "undecodable", FFFD),
    ({"other": "\ud83d"}, None, None),
    ({"title": "TÃ¤sse"}, None, "title: UTF-8 was read as latin-1; mended"),
    ({"title": "Mug 锟斤拷 2"}, None, "title: 锟斤拷 stands where characters are lost; left as it is"),
    ({"title": "杯子 TÃ¤sse"}, None, "title: UTF-8 may have been read in another encoding; left as it is"),
    ({"title": "Ë®±\xad 500ml"}, "undecodable", "title: GBK was read as Latin-1: 水杯; set the source's encoding"),
    (
        {"title": "Mug", "description": "锟斤拷"},
        "undecodable",
        ("description: 锟斤拷 stands where characters are lost, and nothing else is said; set the source's encoding"),
    ),
    ({"title": " " * 30}, "too_large", "30 characters, allowed are 20"),
    ({"category": "Boat" * 100}, "unknown_category", f"the schema has no category {'Boat' * 25}…"),
    ({"category": ["Kitchen", "Cups & Co", "Cup"]}, None, None),
    ({"category": [{"name": "Boats"}]}, "unknown_category", "the schema has no category Boats"),
    ({"category": "Cup > Saucers"}, None, None),
    ({"category": "N/A"}, None, None),
    ({"title": "x" * 15, "description": "x" * 6}, "too_large", "21 characters, allowed are 20"),
    ({"category": "Boats"}, "unknown_category", "the schema has no category Boats"),
]
COLUMNS = {name: name for name in ("product_id", "title", "description", "category", "seller_attributes")}
SCHEMA = (
    "source string, product_id string, title string, description string, category_text string, site_text string, "
    "locale string, seller_attributes map<string,string>, updated_at timestamp, raw string, corrupt boolean, "
    "failed string"
)


def line(number: int) -> str:
    """A line of JSON that is like no other."""
    return json.dumps({"number": number, "product_id": f"p{number}", "title": "Mug"} | LINES[number][0])


@pytest.fixture(scope="module")
def through_spark(spark: SparkSession, tiny_schema: Schema, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """All lines, screened as the job does, by line."""
    file = tmp_path_factory.mktemp("lines") / "lines.json"
    file.write_text("\n".join(map(line, range(len(LINES)))), encoding="utf-8")
    columns = COLUMNS | {"site": "coalesce(url, site)"}
    source = Source.model_validate({"name": "shop", "format": "json", "path": str(file), "columns": columns})
    screened = product.screen(tiny_schema.to_json(), 20, "reject")
    return {row["raw"]: row for row in screen(listings(*open_sources(spark, [source])), screened, "newest").collect()}


@pytest.mark.parametrize("number", range(len(LINES)), ids=lambda number: str(LINES[number][0]))
def test_a_line_has_one_reason_whatever_way_it_comes(
    through_spark: dict[str, Row], tiny_schema: Schema, number: int
) -> None:
    _, reason, detail = LINES[number]
    row = through_spark[line(number)]
    assert (row["reason"], row["detail"]) == (reason, detail)
    read = listing_or_reason(line(number), tiny_schema)
    if isinstance(read, Listing):
        stated = tuple((entry["key"], entry["value"]) for entry in row["seller_attributes"] or ())
        fields = (row["product_id"], row["category"], row["named"], row["wording"], row["site"], stated)
        assert (read.product_id, read.category, read.named, read.wording, read.site, read.statements) == fields
    assert (None if isinstance(read, Listing) else read) == reason


def listing_or_reason(text: str, schema: Schema) -> Listing | str:
    """What ``facetmill predict`` makes of a line."""
    try:
        return read_listing(text.encode(), schema, 20, "reject")
    except ListingError as error:
        return error.reason


def listing(product_id: str | None, title: str | None = "Mug", **given: Any) -> tuple[Any, ...]:
    row = {
        "source": "shop", "product_id": product_id, "title": title, "description": None, "category_text": None,
        "site_text": None, "locale": None, "seller_attributes": None, "updated_at": None,
        "raw": str((product_id, title, given)), "corrupt": False, "failed": None,
    }  # fmt: skip
    return tuple((row | given).values())


@pytest.fixture(scope="module")
def screened(spark: SparkSession, tiny_schema: Schema) -> Screened:
    """Rows, screened by the tiny schema."""

    def screened(rows: list[tuple[Any, ...]], duplicate_id: DuplicateId = "newest") -> list[Row]:
        judged = product.screen(tiny_schema.to_json(), max_characters=20)
        return screen(spark.createDataFrame(rows, SCHEMA), judged, duplicate_id).collect()

    return screened


def test_a_row_that_does_not_parse_is_undecodable_whatever_it_holds(screened: Screened) -> None:
    (row,) = screened([listing(None, "M\ufffdg", corrupt=True)])
    assert (row["reason"], row["detail"]) == ("undecodable", "the row does not parse; see raw")


def test_the_newest_good_copy_of_an_id_is_taken(screened: Screened) -> None:
    rows = [
        listing("a", "old", updated_at=datetime(2026, 1, 1)),
        listing("a", "new", updated_at=datetime(2026, 2, 1)),
        listing("a", "undated"),
        listing("a", "br\ufffdken", updated_at=datetime(2026, 3, 1)),
        listing("b"),
    ]
    reasons = {row["title"]: (row["reason"], row["detail"]) for row in screened(rows)}
    lost = ("duplicate_id", "3 copies of this id; the newest was taken")
    assert reasons["new"] == (None, None)
    assert reasons["old"] == reasons["undated"] == lost
    assert reasons["br\ufffdken"][0] == "undecodable"
    assert reasons["Mug"] == (None, None)


def test_nobody_says_the_newest_where_no_date_tells_it(screened: Screened) -> None:
    same_day = datetime(2026, 1, 1)
    rows = [listing("a"), listing("a", "Cup"), *(listing("b", locale=t, updated_at=same_day) for t in ("en", "zh"))]
    details = sorted(row["detail"] for row in screened(rows) if row["reason"])
    undated = "2 copies of this id; no date tells which is the newest"
    assert details == [undated, f"{undated}; their texts differ"]


def test_all_copies_can_be_rejected(screened: Screened) -> None:
    rows = [listing("a", "old"), listing("a", "new"), listing("b")]
    reasons = {row["title"]: row["reason"] for row in screened(rows, duplicate_id="reject")}
    assert reasons == {"old": "duplicate_id", "new": "duplicate_id", "Mug": None}


def test_hashes_follow_what_they_stand_for(screened: Screened) -> None:
    rows = [
        listing("a", "Mug"),
        listing("b", "Mug", locale="en", seller_attributes={"x": "1", "y": "2"}),
        listing("c", None, description="Mug"),
    ]
    a, b, c = sorted(screened(rows), key=lambda row: row["product_id"])
    assert a["text_hash"] == b["text_hash"] != c["text_hash"]
    assert len({a["content_hash"], b["content_hash"], c["content_hash"]}) == 3


def test_a_text_of_another_site_is_another_text_and_one_of_no_site_is_hashed_without(screened: Screened) -> None:
    sites = ("https://north.example/a", "north.example", "South", None, "?")
    rows = screened([listing(f"p{n}", site_text=site) for n, site in enumerate(sites)])
    hashes = {row["product_id"]: (row["site"], row["text_hash"]) for row in rows}
    north, same, south, none, unknown = (hashes[f"p{n}"] for n in range(5))
    assert north == same
    assert (north[0], south[0], none[0], unknown[0]) == ("north.example", "south", None, None)
    assert len({north[1], south[1], none[1]}) == 3
    without = hashlib.sha256(b'{"title":"Mug"}').hexdigest()  # what tables hold that were made before there were sites
    assert none[1] == unknown[1] == without


def test_another_site_makes_a_product_anew(screened: Screened) -> None:
    (one,) = screened([listing("a", raw="")])
    (other,) = screened([listing("a", raw="", site_text="South")])
    assert one["content_hash"] != other["content_hash"]
