"""Texts and keywords of products, on real Delta tables: what is made, when it is made anew, and what people edited."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import Row, SparkSession
from pyspark.sql.types import StructType

from jobs.lake.runs import RunSummary
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


@pytest.fixture(scope="module")
def written(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, finished: tuple[Path, RunSummary],
    tiny_checkpoint: Path,
) -> tuple[Path, RunSummary]:  # fmt: skip
    """The folder of a job whose second run has written texts, to be copied."""
    folder = tmp_path_factory.mktemp("written")
    shutil.copytree(finished[0], folder, dirs_exist_ok=True)
    return folder, Job(spark, folder, tiny_checkpoint).run(*ON)


@pytest.fixture
def job_with_texts(spark: SparkSession, tmp_path: Path, written: tuple[Path, RunSummary], tiny_checkpoint: Path) -> Job:
    """A job whose second run has written texts."""
    shutil.copytree(written[0], tmp_path / "job")
    return Job(spark, tmp_path / "job", tiny_checkpoint)


def test_texts_name_their_facts_and_are_made_anew_where_something_changed(
    job_with_texts: Job, written: tuple[Path, RunSummary]
) -> None:
    job, first = job_with_texts, written[1]
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

    job.edit("shop.csv", "0.35 l", "0.45 l")
    changed = job.run(*ON)
    assert changed.counts["products_written"] == 1
    assert said(texts(job)["a1", "shop_page", "en"])["capacity"] == "450 ml"
    styled = job.run(*ON, "texts.caution.least=0.95")
    assert styled.counts["products_written"] == 4  # the recipe is another, the texts are not
    assert styled.table_versions["texts"] == changed.table_versions["texts"]

    again = job.run(*ON, "texts.caution.least=0.95")
    assert again.counts["products_written"] == 0
    same = ("texts", "keywords", "value_statistics", "phrase_statistics")
    assert [again.table_versions[name] for name in same] == [styled.table_versions[name] for name in same]


def test_edited_texts_stay_and_are_flagged_when_a_fact_changes(job_with_texts: Job) -> None:
    job = job_with_texts
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

    job.edit("shop.csv", "0.35 l", "0.45 l")
    job.run(*ON)
    row = texts(job)["a1", "shop_page", "en"]
    assert (row["text"], row["outdated"], said(row)["capacity"]) == (f"{made} Silent.", True, "350 ml")
    assert "450 ml" in texts(job)["a1", "marketplace_title", "en"]["text"]

    edit(job, None, "draft", at="2026-03-02T10:00:00")
    job.run(*ON)
    row = texts(job)["a1", "shop_page", "en"]
    assert ("450 ml" in row["text"], row["status"], row["edited_by"], row["outdated"]) == (True, "draft", None, False)


def test_texts_of_products_that_left_go(job_with_texts: Job) -> None:
    job = job_with_texts
    job.edit("shop.csv", "a2,艾克米 马克杯 黑色", ",艾克米 马克杯 黑色")
    job.run(*ON, "when_absent=delete")
    assert {key[0] for key in texts(job)} == {"a1", "l1", "l2"}


def test_without_the_section_nothing_is_made_and_what_is_there_stays(
    job_with_texts: Job, finished: tuple[Path, RunSummary], written: tuple[Path, RunSummary]
) -> None:
    job, (_, plain), (_, made) = job_with_texts, finished, written
    assert "texts" not in plain.table_versions
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
