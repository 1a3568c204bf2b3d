"""``facetmill show``: the tables of the newest finished run, for people."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click
from pyspark.sql import functions as F
from rich.console import Console
from rich.text import Text

from jobs.cli.options import config_option, lang_option, open_library, properties_option
from jobs.display import report
from jobs.display.card import show_card, stored_card
from jobs.display.cells import cell
from jobs.display.console import console, grid
from jobs.display.endings import Command
from jobs.display.texts import show_texts
from jobs.lake.current import current
from jobs.lake.runs import RunSummary
from jobs.lake.tables.target import TABLES
from jobs.language.names import Labels
from jobs.language.readable import headings, readable
from jobs.reading.library import Library
from jobs.reading.views import view, view_names
from udfs.errors import InputError

_SAMPLES: dict[str, tuple[str, ...]] = {
    "products": ("product_id", "category", "title", "attributes", "completeness"),
    "attributes": ("product_id", "attribute", "status", "value", "raw_value", "origin", "rule", "confidence"),
    "unmapped": ("category", "attribute", "raw_value", "products", "suggested_value", "suggested_score"),
    "rejected": ("source", "product_id", "reason", "detail", "raw"),
}
_ORDER = {"unmapped": (F.desc, "products"), "runs": (F.desc, "finished_at"), "rejected": (F.asc, "reason")}


@click.command("show", cls=Command)
@click.argument("table", required=False)
@config_option()
@click.option("--limit", default=5, show_default=True, type=click.IntRange(min=1), help="Rows of each table.")
@click.option("--demo", is_flag=True, help="Show six listings before and after instead, and what to type next.")
@lang_option
@properties_option
def command(table: str | None, config_path: str, limit: int, demo: bool, lang: str, properties_file: str) -> None:
    """Show the last finished run: its summary and samples of its tables, or the first rows of one TABLE or view.

    \b
    Example:
      facetmill show unmapped --limit 20 --config conf/demo/job.yaml
    """
    library, labels = open_library(config_path, properties_file, lang)
    if table:
        show_table(console(), library, labels, table, limit)
    elif demo:
        options = f" --config {config_path}"
        show_demo(console(), library, labels, options if lang == "en" else f"{options} --lang {lang}")
    else:
        show_run(console(), library, labels, limit)


def show_run(out: Console, library: Library, labels: Labels, limit: int) -> None:
    """Summary of the run, where its tables lie, and the first rows of those that people read."""
    _summary(out, library, labels)
    for name, columns in _SAMPLES.items():
        rows = _first(library, labels, name, limit)[1]
        cells = [[cell(row[column]) for column in columns] for row in rows]
        title = labels.say("{} (first {})").format(name, len(rows))
        out.print()
        out.print(grid(out, [labels.say(column) for column in columns], cells, title=title))


def _summary(out: Console, library: Library, labels: Labels) -> None:
    row = library.run_row()
    told = (
        "run_id", "name", "started_at", "model", "model_schema", "counts", "seconds", "quality", "table_versions",
        "finished_at",
    )  # fmt: skip
    sources = [source.asDict() for source in row["sources"]]
    summary = RunSummary(target=library.store.target, sources=sources, **{name: row[name] for name in told})
    report.show(library.store.spark, summary, labels, out)
    out.print()
    places = [[name, row["table_versions"].get(name), labels.say(TABLES[name].comment)] for name in TABLES]
    columns = [labels.say(column) for column in ("table", "version", "what")]
    out.print(grid(out, columns, places, title=labels.say("Tables in {}").format(library.store.target)))


def show_demo(out: Console, library: Library, labels: Labels, options: str, count: int = 6) -> None:
    """A few listings before and after, and what to type next, with these ``options``."""
    cards = [stored_card(product) for product in library.products(_various(library, count))]
    for card in cards:
        show_card(out, card, labels)
    _texts(out, library, labels, [card.product_id for card in cards if card.product_id])
    out.print()
    out.print(Text(labels.say("What next"), style="bold"))
    activate = Path(sys.prefix, "bin", "activate")
    if activate.exists() and "VIRTUAL_ENV" not in os.environ:
        out.print(f"  source {os.path.relpath(activate)}")
        out.print(Text(f"      {labels.say('puts facetmill and spark-submit on the PATH')}", style="dim"))
    product, category = (cards[0].product_id, cards[0].category) if cards else ("PRODUCT_ID", "CATEGORY")
    for command, why in (
        (f"explain {product}", "the whole chain behind each value"),
        *([(f"describe {product}", "the texts made of its facts")] if _has_texts(library) else []),
        ("show unmapped", "what the schema does not know yet, most products first"),
        (f'sql "SELECT * FROM {category}_products"', "the tables in SQL; piped, it is CSV"),
        (f"dry-run {library.run_row()['sources'][0]['path']}", "what listings would become, without writing"),
    ):
        out.print(f"  facetmill {command}{options}")
        out.print(Text(f"      {labels.say(why)}", style="dim"))


def _has_texts(library: Library) -> bool:
    return "texts" in library.run.table_versions


def _texts(out: Console, library: Library, labels: Labels, ids: list[str]) -> None:
    """The texts of that product among several which has most of them."""
    if not _has_texts(library):
        return
    made = library.table("texts").filter(F.col("text").isNotNull() & F.col("product_id").isin(ids))
    rows = made.orderBy("kind", "style", "language").collect()
    if rows:
        counts = Counter(row["product_id"] for row in rows)
        most = min(counts, key=lambda each: (-counts[each], ids.index(each)))
        words = library.table("keywords").filter(F.col("product_id") == most).orderBy("language", "rank").collect()
        show_texts(out, [row for row in rows if row["product_id"] == most], words, labels)


def _various(library: Library, count: int) -> list[str]:
    """Ids of well filled products, of as many categories as possible, English and Chinese in turn."""
    categorized = current(library.table("products")).filter(F.col("category").isNotNull())
    products = categorized.withColumn("chinese", F.col("title").rlike("[\u4e00-\u9fff]"))
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
    out.print(grid(out, columns, [[cell(value) for value in row.values()] for row in rows]))


def _first(library: Library, labels: Labels, name: str, limit: int) -> tuple[list[str], list[dict[str, Any]]]:
    """Headings, and the first rows by column."""
    frame = view(library, name, labels)
    direction, column = _ORDER.get(name, (F.asc, frame.columns[0]))
    rows = frame.orderBy(direction(column)).limit(limit).collect()
    return headings(frame), [readable(row, labels) if name in TABLES else row.asDict() for row in rows]
