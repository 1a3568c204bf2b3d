"""``facetmill show`` and ``facetmill sql``: the tables of the newest finished run, for people and for pipes."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F
from rich.console import Console
from rich.text import Text

from jobs import report
from jobs.card import show_card
from jobs.display import Cell, grid, one_line
from jobs.labels import Labels
from jobs.readable import headings, readable
from jobs.reading import Library
from jobs.runs import RunSummary
from jobs.sources import first_line
from jobs.tables import TABLES
from jobs.views import create_views, view, view_names
from udfs.errors import InputError

_SAMPLES: dict[str, tuple[str, ...]] = {
    "products": ("product_id", "category", "title", "attributes", "completeness"),
    "attributes": ("product_id", "attribute", "status", "value", "raw_value", "origin", "rule", "confidence"),
    "unmapped": ("category", "attribute", "raw_value", "products", "suggested_value", "suggested_score"),
    "rejected": ("source", "product_id", "reason", "detail", "raw"),
}
_ORDER = {"unmapped": (F.desc, "products"), "runs": (F.desc, "finished_at"), "rejected": (F.asc, "reason")}
_QUERIES = ("select", "with", "from", "values", "table", "describe", "desc", "show", "explain")
_CELL = 60


def show_run(out: Console, library: Library, labels: Labels, limit: int) -> None:
    """Summary of the run, where its tables lie, and the first rows of those that people read."""
    _summary(out, library, labels)
    for name, columns in _SAMPLES.items():
        rows = _first(library, labels, name, limit)[1]
        cells = [[_cell(row[column]) for column in columns] for row in rows]
        title = labels.say("{} (first {})").format(name, len(rows))
        out.print()
        out.print(grid(out, [labels.say(column) for column in columns], cells, title=title))


def _summary(out: Console, library: Library, labels: Labels) -> None:
    row = library.run_row()
    summary = RunSummary(
        run_id=row["run_id"],
        name=row["name"],
        target=library.store.target,
        started_at=row["started_at"],
        model=row["model"],
        counts=row["counts"],
        seconds=row["seconds"],
        sources=[source.asDict() for source in row["sources"]],
        quality=row["quality"],
        table_versions=row["table_versions"],
        finished_at=row["finished_at"],
    )
    report.show(library.store.spark, summary, labels, out)
    out.print()
    places = [[name, row["table_versions"].get(name), labels.say(TABLES[name].comment)] for name in TABLES]
    columns = [labels.say(column) for column in ("table", "version", "what")]
    out.print(grid(out, columns, places, title=labels.say("Tables in {}").format(library.store.target)))


def show_demo(out: Console, library: Library, labels: Labels, options: str, count: int = 6) -> None:
    """A few listings before and after, and what to type next, with these ``options``."""
    cards = [product.card() for product in library.products(_various(library, count))]
    for card in cards:
        show_card(out, card, labels)
    out.print()
    out.print(Text(labels.say("What next"), style="bold"))
    activate = Path(sys.prefix, "bin", "activate")
    if activate.exists() and "VIRTUAL_ENV" not in os.environ:
        out.print(f"  source {os.path.relpath(activate)}")
        out.print(Text(f"      {labels.say('puts facetmill and spark-submit on the PATH')}", style="dim"))
    product, category = (cards[0].product_id, cards[0].category) if cards else ("PRODUCT_ID", "CATEGORY")
    for command, why in (
        (f"explain {product}", "the whole chain behind each value"),
        ("show unmapped", "what the schema does not know yet, most products first"),
        (f'sql "SELECT * FROM {category}_products"', "the tables in SQL; piped, it is CSV"),
        (f"dry-run {library.run_row()['sources'][0]['path']}", "what listings would become, without writing"),
    ):
        out.print(f"  facetmill {command}{options}")
        out.print(Text(f"      {labels.say(why)}", style="dim"))


def _various(library: Library, count: int) -> list[str]:
    """Ids of well filled products, of as many categories as possible, English and Chinese in turn."""
    products = library.table("products").withColumn("chinese", F.col("title").rlike("[\u4e00-\u9fff]"))
    best = products.groupBy("category", "chinese").agg(F.max_by("product_id", F.struct("completeness", "product_id")))
    found = {(row[0], bool(row[1])): row[2] for row in best.collect()}
    ids = []
    for index, category in enumerate(sorted({category for category, _ in found})):
        wanted = bool(index % 2)
        ids.append(found.get((category, wanted)) or found[category, not wanted])
    return ids[:count]


def show_table(out: Console, library: Library, labels: Labels, name: str, limit: int) -> None:
    """First rows of one table or view. Raises InputError for any other name."""
    names = view_names(labels.schema)
    if name not in names:
        raise InputError(f"there is no table {name!r}; there are {', '.join(names)}")
    columns, rows = _first(library, labels, name, limit)
    out.print(grid(out, columns, [[_cell(value) for value in row.values()] for row in rows]))


def _first(library: Library, labels: Labels, name: str, limit: int) -> tuple[list[str], list[dict[str, Any]]]:
    """Headings, and the first rows by column."""
    frame = view(library.store, library.run, name, labels)
    direction, column = _ORDER.get(name, (F.asc, frame.columns[0]))
    rows = frame.orderBy(direction(column)).limit(limit).collect()
    return headings(frame), [readable(row, labels) if name in TABLES else row.asDict() for row in rows]


def require_query(statement: str) -> None:
    """Raises InputError when a statement would do more than read."""
    verb = re.match(r"[\s(]*(\w*)", statement)
    if verb is None or verb.group(1).lower() not in _QUERIES:
        got = one_line(statement, 60)
        raise InputError(f"expected a query, got {got!r}; tables are only read here, begin with SELECT")


def query(out: Console, library: Library, labels: Labels, statement: str, limit: int) -> None:
    """Run a query over the published views: a table of at most ``limit`` rows, or all rows as CSV when piped.

    Raises InputError when Spark cannot run it.
    """
    create_views(library.store.spark, library.store.target, labels.schema, labels.lang)
    library.store.spark.conf.set("spark.sql.codegen.wholeStage", "true")  # a query may read the whole catalog
    try:
        frame = library.store.spark.sql(statement)
        if out.is_terminal:
            _table(out, frame, labels, limit)
        else:
            _csv(frame)
    except PySparkException as cause:
        raise InputError(f"cannot run the query: {first_line(cause)}") from cause


def _table(out: Console, frame: DataFrame, labels: Labels, limit: int) -> None:
    rows = frame.limit(limit + 1).collect()
    out.print(grid(out, headings(frame), [[_cell(value) for value in row] for row in rows[:limit]]))
    if len(rows) > limit:
        out.print(labels.say("… there are more rows; show them with --limit, or pipe them as CSV"))


def _csv(frame: DataFrame) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(headings(frame))
    for row in frame.toLocalIterator():
        writer.writerow(["" if value is None else _plain(value) for value in row])


def _cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, int | float) else one_line(_plain(value), _CELL)


def _plain(value: Any) -> str:
    """Nested values as JSON, times in ISO 8601, all else as it prints."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, Row):
        value = value.asDict(recursive=True)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_nested)
    return str(value)


def _nested(value: Any) -> Any:
    return value.asDict(recursive=True) if isinstance(value, Row) else str(value)
