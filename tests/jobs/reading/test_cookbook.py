"""The answers of docs/cookbook.md are those of the demo's catalog, by sellers and rules alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession
from rich.console import Console

from benchmarks.cookbook import Ask, Entry, answer, answered, entries
from jobs import demo_sources
from jobs.config import JobConfig
from jobs.display.progress import Progress
from jobs.language.names import Labels
from jobs.reading.published.target import Target
from jobs.reading.queries import Queries
from jobs.reading.views import create_views
from jobs.run.pipeline import run
from udfs.config import load_config
from udfs.schema.loading import load_schema

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/cookbook.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def target(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo's tables, made without a model."""
    folder = tmp_path_factory.mktemp("plain")
    catalog = ROOT / "conf/demo/catalog"
    demo_sources.build(spark, str(catalog / "warehouse.jsonl"), str(folder / "warehouse"))
    places = [catalog / "shop_export.csv", catalog / "marketplace.jsonl", folder / "warehouse"]
    overrides = [f"sources.{number}.path={place}" for number, place in enumerate(places)]
    overrides += ["checkpoint=none", "texts=null", f"schema={ROOT / 'conf/schema'}", f"target={folder / 'target'}"]
    config = load_config(ROOT / "conf/demo/job.yaml", JobConfig, overrides)
    return run(spark, config, Progress(Console(file=io.StringIO()))).target


@pytest.fixture(scope="module", params=["spark", "duckdb"])
def ask(request: pytest.FixtureRequest, spark: SparkSession, target: str) -> Ask:
    """Who is asked."""
    schema = load_schema(ROOT / "conf/schema")
    create_views(spark, target, schema)
    queries = Queries(Target(target), Labels(schema, "en"))

    def by_spark(query: str) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        frame = spark.sql(query)
        return frame.columns, frame.collect()

    def by_duckdb(query: str) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        found = queries.ask(query)
        return found.names, list(found.rows())

    return {"spark": by_spark, "duckdb": by_duckdb}[request.param]


def test_the_page_has_its_questions() -> None:
    assert len(entries(PAGE)) == PAGE.count("\n### ") == 26
    assert answered(PAGE, lambda _: (["a"], [])).count("```csv\na\n```") == 26


@pytest.mark.parametrize("entry", entries(PAGE), ids=lambda entry: str(entry.question))
def test_the_answer_is_right(ask: Ask, entry: Entry) -> None:
    assert answer(entry.query, ask) == entry.rows


def test_numbers_are_written_alike() -> None:
    rows = [(1, 1.0, 0.123456, None, "1.0", True, -0.00001)]

    assert answer("", lambda _: (list("abcdefg"), rows)) == "a,b,c,d,e,f,g\n1,1,0.1235,,1.0,true,0\n"
