"""The queries of the pages give equal rows by both engines."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.language.names import Labels
from jobs.reading.dialects import differs
from jobs.reading.library import Library
from jobs.reading.published.target import Target
from jobs.reading.queries import Queries
from jobs.reading.spark_queries import SparkQueries
from tests.jobs.reading.conftest import run_row, write, write_others
from udfs.schema.loading import load_schema

ROOT = Path(__file__).parents[3]
PAGES = (ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md")))
BRANDS = {
    "HP-1": ("Sony", "索尼"),
    "HP-2": ("Sony", "索尼"),
    "HP-3": ("Edifier", "漫步者"),
    "HP-4": ("Moondrop", "水月雨"),
}


def asked() -> Iterator[tuple[str, str]]:
    """Queries of `facetmill sql` in fenced blocks, with their language."""
    for page in PAGES:
        for block in re.findall(r"^```bash\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            for line in re.findall(r"^facetmill sql (?:\"[^\"]*\"|'[^']*'|\\\n|[^\n])*", block, re.MULTILINE):
                words = shlex.split(line.replace("\\\n", " "), comments=True)
                yield words[2], words[words.index("--lang") + 1] if "--lang" in words else "en"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Four headphones with brands, weights and colours."""
    folder = tmp_path_factory.mktemp("pages") / "target"
    values = []
    for number, (key, (brand, chinese)) in enumerate(BRANDS.items()):
        own = {"product_id": key, "category": "headphones"}
        values += [
            own | {"attribute": "brand", "value": brand, "labels": {"en": brand, "zh": chinese}},
            own | {"attribute": "color", "value": "Black", "labels": {"en": "Black", "zh": "黑色"}},
            own | {"attribute": "weight", "value": f"{number}.5 g", "number": number + 0.5, "unit": "g"},
        ]
    write(folder, "attributes", values)
    write(folder, "products", [{"product_id": key, "category": "headphones", "title": key} for key in BRANDS])
    write_others(folder)
    write(folder, "runs", [run_row("r", {"attributes": 0, "products": 0})])
    return str(folder)


@pytest.mark.parametrize(("query", "lang"), sorted(set(asked())))
def test_queries_of_the_pages_give_equal_rows_by_both_engines(
    spark: SparkSession, target: str, query: str, lang: str
) -> None:
    labels = Labels(load_schema(ROOT / "conf/schema"), lang)
    assert differs(query) is None
    found = [tuple(row) for row in Queries(Target(target), labels).ask(query).rows()]
    rows = [tuple(row) for row in SparkQueries(Library.open(spark, target), labels).ask(query, None)[1]]
    if "ORDER BY" not in query:
        found, rows = sorted(found), sorted(rows)
    assert found == rows


def test_there_are_such_queries() -> None:
    assert ("SELECT brand, avg(weight) FROM headphones_products GROUP BY brand", "en") in set(asked())
    assert any("headphones_products" in query and "COLLATE zh" in query for query, _ in asked())
