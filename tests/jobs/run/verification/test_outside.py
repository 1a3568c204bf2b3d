"""Goods of no known category, and products whose listing is rejected now: in tables, queue and summary."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from jobs.display.report import show
from jobs.lake.runs import RunSummary, newest_run
from jobs.lake.tables.target import TABLES
from jobs.language.names import Labels
from jobs.reading.views import create_views
from tests.conftest import make_checkpoint
from tests.jobs.run.job import Job, die_at
from udfs.confidence.outliers import Level, Outliers
from udfs.errors import LimitError
from udfs.schema.loading import load_schema

A2 = "a2,艾克米 马克杯 黑色,,"
WITHOUT_TEXT = "a2,,,"


def product(job: Job, product_id: str) -> Any:
    (row,) = job.store.read("products").filter(f"product_id = '{product_id}'").collect()
    return row


def queue(job: Job) -> set[tuple[Any, ...]]:
    names = ("kind", "category", "attribute", "raw_value", "products", "suggested_value")
    return {tuple(row[name] for name in names) for row in job.store.read("unmapped").collect()}


def shown(job: Job, summary: RunSummary) -> str:
    out = Console(file=io.StringIO(), width=200)
    show(job.spark, summary, Labels(load_schema(job.folder / "schema"), "en"), out)
    return " ".join(out.file.getvalue().split())  # type: ignore[attr-defined]


def test_a_product_whose_listing_is_rejected_now_is_stale_until_it_is_back(job: Job) -> None:
    job.edit("shop.csv", A2, WITHOUT_TEXT)
    summary = job.run()
    assert (product(job, "a2")["stale"], product(job, "a1")["stale"]) == ("no_text", None)
    assert (summary.counts["products"], summary.counts["stale"], summary.counts["made_anew"]) == (3, 1, 0)
    assert ("a2", "color") in job.values()  # kept
    assert summary.counts["values"] == 4  # without those of a2
    assert ("value", "mug", "color", "墨绿", 1, None) not in queue(job)
    assert "stale products, whose listing is rejected now 1" in shown(job, summary)

    create_views(job.spark, str(job.target), load_schema(job.folder / "schema"))
    for view in ("mug_products", "attributes"):
        assert {row[0] for row in job.spark.sql(f"SELECT DISTINCT product_id FROM {view}").collect()} & {
            "a1",
            "a2",
        } == {"a1"}
    assert job.spark.sql("SELECT stale FROM products WHERE product_id = 'a2'").collect()[0][0] == "no_text"

    again = job.run()
    changed = {name for name in summary.table_versions if again.table_versions[name] != summary.table_versions[name]}
    assert (changed, again.counts["stale"]) == ({"runs"}, 1)

    job.edit("shop.csv", WITHOUT_TEXT, A2)
    back = job.run()
    assert (back.counts["made_anew"], back.counts["products"], product(job, "a2")["stale"]) == (1, 4, None)
    assert "stale" not in back.counts


def test_a_stale_product_stays_so_while_everything_is_made_anew_and_leaves_where_absent_ones_do(job: Job) -> None:
    job.edit("shop.csv", A2, WITHOUT_TEXT)
    job.run("thresholds.tag=0.9")
    assert product(job, "a2")["stale"] == "no_text"
    assert ("a2", "color") in job.values()

    summary = job.run("when_absent=delete", "thresholds.tag=0.9")
    assert summary.counts["removed"] == 1
    assert ("a2", "color") not in job.values()
    assert "a2" not in {row["product_id"] for row in job.store.read("products").collect()}


def test_a_run_that_dies_while_it_marks_is_made_good(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    job.edit("shop.csv", A2, WITHOUT_TEXT)
    die_at("products", job, monkeypatch)
    assert product(job, "a2")["stale"] is None
    summary = job.run()
    assert (product(job, "a2")["stale"], summary.counts["stale"], summary.counts["products"]) == ("no_text", 1, 3)
    assert ("a2", "color") in job.values()


def test_copies_of_an_id_say_nothing_against_its_product(job: Job) -> None:
    summary = job.run(
        "when_absent=delete", "reject.duplicate_id=reject", "thresholds.tag=0.9"
    )  # everything is made anew
    assert (summary.counts["removed"], summary.counts["rejected"]) == (0, 6)
    assert product(job, "a1")["stale"] is None
    assert ("a1", "color") in job.values()


def test_goods_of_no_known_category_may_be_kept_without_one(job: Job) -> None:
    summary = job.run("unknown_category=none")
    a4 = product(job, "a4")
    assert (a4["category"], a4["category_origin"], a4["completeness"], a4["attributes"]) == (None, None, None, {})
    names = ("standardized", "rejected", "texts_inferred", "outside", "without_category", "made_anew")
    assert [summary.counts[name] for name in names] == [5, 4, 0, 1, 1, 1]
    assert (summary.quality["outside"], summary.quality["completeness"]) == (0.2, pytest.approx(0.75, abs=0.2))
    assert ("category wordings", None, None, "Boats", 1, None) in queue(job)
    assert "Of no known category, for example" in shown(job, summary)

    job.edit("schema/tiny.yaml", "[cup, 杯子]", "[cup, 杯子, boats]")
    taught = job.run("unknown_category=none")
    assert (product(job, "a4")["category"], taught.counts["outside"]) == ("mug", 0)
    assert not [row for row in queue(job) if row[0] == "category wordings"]


def test_the_model_decides_of_unknown_wordings_and_the_queue_says_what_it_holds_them_for(job: Job) -> None:
    summary = job.run("unknown_category=model", "thresholds.category=0")
    assert summary.counts["texts_inferred"] == 1
    (row,) = [row for row in queue(job) if row[0] == "category wordings"]
    guess = job.store.read("extractions").filter("category_confidence < 1").orderBy("run_id").collect()[-1]
    assert row == ("category wordings", None, None, "Boats", 1, guess["categories"][0]["id"])


def test_a_limit_of_what_is_outside_holds_the_run_before_it_writes(job: Job, finished: tuple[Path, RunSummary]) -> None:
    before = {name: job.store.version(name) for name in TABLES}
    with pytest.raises(
        LimitError,
        match=r"is held, nothing was published: 1 of 5 listings \(20\.0%\) are goods of no known category, "
        r"`outside` allows 10\.0%\. `facetmill gate` shows examples",
    ) as stopped:
        job.run("limits.outside=0.1")
    assert stopped.value.exit_code == 3
    assert {name for name in TABLES if job.store.version(name) != before[name]} == {"runs"}
    (row,) = job.store.read("runs").filter("state = 'held'").collect()
    assert [(each["product_id"], each["before"]) for each in row["examples"]] == [("a4", "boat")]
    seen = newest_run(job.store)
    assert seen is not None
    assert seen.run_id == finished[1].run_id
    assert job.run("limits.outside=0.2").quality["outside"] == 0.2


def test_the_checkpoint_tells_which_guesses_are_goods_of_the_schema(job: Job) -> None:
    level = Level(least=0.5, precision=0.95, coverage=0.8)
    known = Outliers(logit=0.0, base=-50.0, levels=(level,), listings=60)
    own = make_checkpoint(job.folder / "checkpoint", load_schema(job.folder / "schema"), outliers=known)
    wanted = (f"checkpoint={own}", "unknown_category=model", "thresholds.category=0")
    shutil.rmtree(job.target)  # a row that is rejected for the same reason keeps its detail
    summary = job.run(*wanted)
    (row,) = job.store.read("rejected").filter("product_id = 'a4'").collect()
    assert summary.counts["outside"] == 1
    assert row["detail"].endswith("goods of the schema by 0.00, 0.5 is needed")
    again = job.run(*wanted, "thresholds.category_precision=null")
    assert (again.counts["outside"], again.counts["texts_inferred"]) == (0, 0)  # the chance is stored
    assert product(job, "a4")["category_origin"] == "model"
