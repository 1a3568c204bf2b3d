"""The derived tables of a whole job without a model: made once, left alone, and changed where a product did."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from rich.console import Console

from jobs.answers.facets import facets
from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.lake.runs import RunSummary
from jobs.lake.store import Store
from jobs.lake.tables.answers.changes import VALUE_CHANGES
from jobs.lake.tables.target import DERIVED
from jobs.reading.changes.compared import Compared
from jobs.reading.changes.sides import sides
from jobs.reading.library import Library
from jobs.reading.published.target import Target
from jobs.run import pipeline
from udfs.config import load_config
from udfs.errors import RunError

SHOP = """sku,name,body,cat,props
a,ACME mug,"品牌: 艾克米
容量: 500 ml",Mug,"{""Colour"":""jet black"",""容量"":""0.35 l""}"
b,艾克米 马克杯,,杯子,"{""品牌"":""艾克米"",""颜色"":""白色"",""Capacity"":""350ml""}"
c,Lamp,,台灯,"{""power"":""9 W""}"
"""
COLUMNS = {
    "product_id": "sku", "title": "name", "description": "body", "category": "cat",
    "seller_attributes": "from_json(props, 'map<string,string>')",
}  # fmt: skip


class Job:
    """A job of three products in a folder of its own."""

    def __init__(self, spark: SparkSession, folder: Path, schema: Path) -> None:
        self.spark, self.source, self.file = spark, folder / "shop.csv", folder / "job.yaml"
        self.store = Store(spark, str(folder / "target"))
        self.source.write_text(SHOP, encoding="utf-8")
        config = {
            "name": "test", "target": str(folder / "target"), "checkpoint": "none", "schema": str(schema),
            "sources": [{"name": "shop", "format": "csv", "path": str(self.source), "columns": COLUMNS}],
        }  # fmt: skip
        self.file.write_text(json.dumps(config), encoding="utf-8")

    def run(self, *overrides: str) -> RunSummary:
        config = load_config(self.file, JobConfig, overrides)
        return pipeline.run(self.spark, config, Progress(Console(file=io.StringIO())))

    def edit(self, old: str, new: str) -> None:
        text = self.source.read_text(encoding="utf-8")
        assert old in text
        self.source.write_text(text.replace(old, new), encoding="utf-8")

    def written_by(self, summary: RunSummary, name: str, *columns: str) -> set[tuple[object, ...]]:
        rows = self.store.read(name).filter(f"run_id = '{summary.run_id}'").select(*columns)
        return {tuple(row) for row in rows.collect()}


def changes(job: Job) -> set[tuple[object, ...]]:
    """All rows of table changes. Those of the last run are those that ``facetmill diff`` tells."""
    rows = job.store.read("changes").collect()
    told = Compared(*sides(job.store.target, (), None, None)).rows().read_all().to_pylist()
    names = ("product_id", "category", "attribute", "kind", "before", "after", "cause")
    last = max(row["run_id"] for row in rows)
    own = {tuple(row[name] for name in names) for row in rows if row["run_id"] == last}
    assert own == {tuple(row[name] for name in names) for row in told if row["kind"] in VALUE_CHANGES}
    return {(row["run_id"], *(row[name] for name in names)) for row in rows}


@pytest.fixture(scope="module")
def once(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, tiny_schema_folder: Path, empty_target: Path
) -> tuple[Path, RunSummary]:
    """The target of a job that has run once, to be copied."""
    folder = tmp_path_factory.mktemp("once")
    target = shutil.copytree(empty_target, folder / "target")
    return target, Job(spark, folder, tiny_schema_folder).run()


@pytest.fixture
def job(spark: SparkSession, tmp_path: Path, once: tuple[Path, RunSummary], tiny_schema_folder: Path) -> Job:
    """A job that has run once."""
    shutil.copytree(once[0], tmp_path / "target")
    return Job(spark, tmp_path, tiny_schema_folder)


@pytest.fixture
def first(once: tuple[Path, RunSummary]) -> RunSummary:
    """What its run did."""
    return once[1]


def test_only_rows_that_a_changed_product_concerns_are_written(
    job: Job, first: RunSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(DERIVED) <= first.table_versions.keys()
    assert {(r["attribute"], r["value"], r["products"]) for r in job.store.read("facets").collect()} == {
        ("brand", "Acme", 2), ("capacity", "350 ml", 2), ("color", "Black", 1), ("color", "White", 1),
        ("power", "9 W", 1),
    }  # fmt: skip
    (conflict,) = job.store.read("conflicts").collect()
    assert (conflict["kind"], conflict["value"], conflict["other_value"]) == ("two statements", "350 ml", "500 ml")
    terms = {(r["product_id"], r["term"]) for r in job.store.read("search_terms").collect()}
    assert {("a", "艾克米"), ("a", "jet black"), ("b", "白色"), ("c", "9 瓦"), ("c", "灯")} <= terms
    assert job.store.read("dictionary").count() == 4
    assert job.store.read("changes").isEmpty()  # of a first run all is gained

    with monkeypatch.context() as patched:
        patched.setattr("jobs.run.derive.counted", lambda *_: pytest.fail("the tables were looked at"))
        second = job.run()
    assert {name for name in DERIVED if second.table_versions[name] != first.table_versions[name]} == set()

    job.edit("白色", "黑色")
    third = job.run()
    colors = job.store.read("facets").filter("attribute = 'color'").collect()
    assert [(r["value"], r["products"], r["position"]) for r in colors] == [("Black", 2, 1)]
    assert {product for (product,) in job.written_by(third, "search_terms", "product_id")} == {"b"}
    same = {"coverage", "conflicts", "dictionary"}
    assert {name for name in DERIVED if third.table_versions[name] == second.table_versions[name]} == same
    assert changes(job) == {(third.run_id, "b", "mug", "color", "changed", "White", "Black", "text")}
    assert second.table_versions["changes"] == first.table_versions["changes"]


def test_a_catalog_without_conflicts_is_left_alone_too(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    job.edit("500 ml", "350 ml")
    job.run()
    assert job.store.read("conflicts").isEmpty()

    monkeypatch.setattr("jobs.run.derive.counted", lambda *_: pytest.fail("the tables were looked at"))
    job.run()


def test_a_renamed_category_renews_what_its_products_are_searched_by(
    spark: SparkSession, tmp_path: Path, tiny_schema_folder: Path, once: tuple[Path, RunSummary]
) -> None:
    schema = shutil.copytree(tiny_schema_folder, tmp_path / "schema")
    shutil.copytree(once[0], tmp_path / "target")
    job = Job(spark, tmp_path, schema)
    file = schema / "tiny.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("zh: 灯}", "zh: 灯具}"), encoding="utf-8")
    job.run()
    terms = {
        r["term"] for r in job.store.read("search_terms").filter("product_id = 'c' AND kind = 'category'").collect()
    }
    assert terms == {"lamp", "灯具"}


def test_corrected_code_makes_them_anew(job: Job, first: RunSummary, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("jobs.run.derive.facets", lambda counts, *_: facets(counts, *_).filter("value = 'Black'"))
        patched.setattr("jobs.run.read.answers_digest", lambda _: "corrected")
        patched.setattr("jobs.run.finish.answers_digest", lambda _: "corrected")
        second = job.run()
    assert [row["value"] for row in job.store.read("facets").collect()] == ["Black"]
    assert second.table_versions["search_terms"] == first.table_versions["search_terms"]  # they came out the same


def test_a_run_that_wants_none_leaves_them_and_the_next_one_makes_good(job: Job) -> None:
    job.edit("白色", "黑色")
    without = job.run("answers=false")
    assert set(DERIVED).isdisjoint(without.table_versions)
    assert Target(job.store.target).arrow("facets").num_rows == 0  # those that lie there are of another run
    assert Library.open(job.spark, job.store.target).table("facets").isEmpty()
    assert job.store.read("facets").filter("attribute = 'color'").count() == 2

    job.run()
    colors = job.store.read("facets").filter("attribute = 'color'").collect()
    assert [(r["value"], r["products"]) for r in colors] == [("Black", 2)]


def test_what_a_run_that_died_left_is_made_good(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    job.edit('""Colour"":""jet black""', '""Colour"":""white""')

    def die(*_: object, **__: object) -> None:
        raise RunError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("jobs.run.finish.record", die)
        with pytest.raises(RunError, match="killed"):
            job.run()
    last = job.run()
    assert changes(job) == {(last.run_id, "a", "mug", "color", "changed", "Black", "White", "text")}

    assert {(r["attribute"], r["value"]) for r in job.store.read("facets").filter("attribute = 'color'").collect()} == {
        ("color", "White")
    }
    assert job.store.read("search_terms").filter("term = 'jet black'").isEmpty()
