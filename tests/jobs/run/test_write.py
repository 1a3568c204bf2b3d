"""Texts and keywords of products, on real Delta tables: what is made, when it is made anew, and what people edited."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pyspark.sql import Row
from pyspark.sql.types import StructType

from jobs.lake.tables.target import TABLES
from tests.jobs.run.job import Job
from udfs.errors import ConfigError

ON = ("texts.keywords=5", "texts.styles=[shop_page, marketplace_title]")
LATER = "2026-03-02"


def texts(job: Job, **wanted: str) -> dict[tuple[str, str, str], Row]:
    rows = job.store.read("texts").collect()
    return {
        (row["product_id"], row["style"], row["language"]): row
        for row in rows
        if all(row[key] == value for key, value in wanted.items())
    }


def said(row: Row) -> dict[str, str]:
    return {fact["attribute"]: row["text"][fact["start"] : fact["end"]] for fact in row["facts"]}


def edit(job: Job, text: str | None, status: str = "approved", *, at: str = "2026-03-01T10:00:00") -> None:
    """A person's text of a1 for the shop page in English."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    row = ("a1", "description", "shop_page", "en", text, status, "ann", moment, None)
    columns = ", ".join(f"{column.name} {column.type}" for column in TABLES["text_edits"].columns)
    frame = job.spark.createDataFrame([row], StructType.fromDDL(columns))
    frame.write.format("delta").mode("append").save(job.store.path("text_edits"))


def test_texts_name_their_facts_and_are_made_anew_where_something_changed(job: Job) -> None:
    first = job.run(*ON)
    assert (first.counts["products_written"], first.counts["texts_untold"]) == (4, 12)
    page = texts(job)["a1", "shop_page", "en"]
    assert said(page)["capacity"] == "350 ml"
    assert said(page)["color"].lower() == "black"
    assert {fact["value"] for fact in page["facts"]} >= {"350 ml", "Black"}
    assert (page["kind"], page["generator"], page["verdict"], page["status"]) == (
        "description", "phrases", "supported", "draft",
    )  # fmt: skip
    chinese = texts(job)["a1", "shop_page", "zh"]
    assert "350毫升" in chinese["text"]
    assert "黑色" in chinese["text"]
    nothing = texts(job)["a2", "marketplace_title", "en"]
    assert (nothing["text"], nothing["reason"], nothing["detail"]) == (
        None, "no facts", "no fact may be said: brand is disputed, capacity is invalid, color is unmapped",
    )  # fmt: skip
    words = {row["keyword"].lower() for row in job.store.read("keywords").filter("product_id = 'a1'").collect()}
    assert {"black", "mug", "黑色", "马克杯"} <= words

    again = job.run(*ON)
    assert again.counts["products_written"] == 0
    same = ("texts", "keywords", "value_statistics", "phrase_statistics")
    assert [again.table_versions[name] for name in same] == [first.table_versions[name] for name in same]

    job.edit("shop.csv", "0.35 l", "0.45 l")
    changed = job.run(*ON)
    assert changed.counts["products_written"] == 1
    assert said(texts(job)["a1", "shop_page", "en"])["capacity"] == "450 ml"
    styled = job.run(*ON, "texts.caution.least=0.95")
    assert styled.counts["products_written"] == 4  # the recipe is another, the texts are not
    assert styled.table_versions["texts"] == changed.table_versions["texts"]
    assert job.run(*ON, "texts.caution.least=0.95").counts["products_written"] == 0


def test_edited_texts_stay_and_are_flagged_when_a_fact_changes(job: Job) -> None:
    job.run(*ON)
    made = texts(job)["a1", "shop_page", "en"]["text"]
    edit(job, f"{made} Silent.")
    edited = job.run(*ON)
    row = texts(job)["a1", "shop_page", "en"]
    assert edited.counts["products_written"] == 1
    assert (row["text"], row["status"], row["generator"], row["edited_by"]) == (
        f"{made} Silent.", "approved", "person", "ann",
    )  # fmt: skip
    assert (row["verdict"], row["outdated"]) == ("addition", False)
    assert row["detail"] == "neither listing nor facts support 'Silent'"
    assert said(row)["capacity"] == "350 ml"
    assert job.run(*ON).counts["products_written"] == 0

    job.edit("shop.csv", "0.35 l", "0.45 l")
    job.run(*ON)
    row = texts(job)["a1", "shop_page", "en"]
    assert (row["text"], row["outdated"], said(row)["capacity"]) == (f"{made} Silent.", True, "350 ml")
    assert "450 ml" in texts(job)["a1", "marketplace_title", "en"]["text"]

    edit(job, None, "draft", at="2026-03-02T10:00:00")
    job.run(*ON)
    row = texts(job)["a1", "shop_page", "en"]
    assert ("450 ml" in row["text"], row["status"], row["edited_by"], row["outdated"]) == (True, "draft", None, False)


def test_texts_of_products_that_left_go(job: Job) -> None:
    job.run(*ON)
    job.edit("shop.csv", "a2,艾克米 马克杯 黑色", ",艾克米 马克杯 黑色")
    job.run(*ON, "when_absent=delete")
    assert {key[0] for key in texts(job)} == {"a1", "l1", "l2"}


def test_without_the_section_nothing_is_made_and_what_is_there_stays(job: Job) -> None:
    plain = job.run()
    assert "texts" not in plain.table_versions
    assert job.store.read("texts").collect() == []
    made = job.run(*ON)
    job.edit("shop.csv", "0.35 l", "0.45 l")
    off = job.run()
    assert off.table_versions["texts"] == made.table_versions["texts"]
    assert "products_written" not in off.counts
    assert job.run(*ON).counts["products_written"] == 1  # the one that changed meanwhile
    assert said(texts(job)["a1", "shop_page", "en"])["capacity"] == "450 ml"


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("texts.styles=[shop_pages]", r"no style is called shop_pages; there are .*shop_page"),
        ("texts.style_folder=/no/such", r"cannot load styles from /no/such: there is no such folder"),
        ("texts.summary=3", r"texts.summary"),
    ],
)
def test_faults_of_the_section_are_told_before_anything_is_read(job: Job, override: str, told: str) -> None:
    before: dict[str, Any] = {name: job.store.version(name) for name in TABLES}
    with pytest.raises(ConfigError, match=told):
        job.run(override)
    assert {name: job.store.version(name) for name in TABLES} == before
