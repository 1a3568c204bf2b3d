"""``facetmill show``: the tables of a finished run, for people."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from jobs.cli.configs import ReadFrom
from jobs.cli.options import lang_option, properties_option, reading_options
from jobs.display.card import show_card, stored_card
from jobs.display.cells import cell
from jobs.display.console import console, grid
from jobs.display.endings import Command
from jobs.display.texts import show_texts
from jobs.lake.tables.target import TABLES
from jobs.language.names import Labels
from jobs.language.readable import readable
from jobs.reading.light import LightLibrary
from jobs.reading.queries import Queries
from jobs.reading.wide import view_names
from udfs.errors import InputError

_SAMPLES: dict[str, tuple[str, ...]] = {
    "products": ("product_id", "category", "title", "attributes", "completeness"),
    "attributes": ("product_id", "attribute", "status", "value", "raw_value", "origin", "rule", "confidence"),
    "unmapped": ("category", "attribute", "raw_value", "products", "suggested_value", "suggested_score"),
    "rejected": ("source", "product_id", "reason", "detail", "raw"),
}
_ORDER = {"unmapped": "products DESC", "runs": "finished_at DESC", "rejected": "reason"}
_CATEGORIES = """
    SELECT category, count(*) AS n, avg(completeness) AS completeness FROM products
    WHERE stale IS NULL AND category IS NOT NULL GROUP BY category ORDER BY n DESC, category LIMIT 20
"""
_QUEUE = "SELECT * FROM unmapped ORDER BY products DESC, category, attribute, value_key LIMIT 5"
_BEST = """
    SELECT DISTINCT ON (category, chinese) category, chinese, product_id FROM (
        SELECT *, coalesce(regexp_matches(title, '[\u4e00-\u9fff]'), false) AS chinese FROM products
        WHERE stale IS NULL AND category IS NOT NULL
    ) ORDER BY category, chinese, completeness DESC, product_id DESC
"""


@click.command("show", cls=Command)
@click.argument("table", required=False)
@reading_options
@click.option("--limit", default=5, show_default=True, type=click.IntRange(min=1), help="Rows of each table.")
@click.option("--demo", is_flag=True, help="Show six listings before and after instead, and what to type next.")
@lang_option
@properties_option
def command(table: str | None, place: ReadFrom, limit: int, demo: bool, lang: str, properties_file: str) -> None:
    """Show the last finished run: its summary and samples of its tables, or the first rows of one TABLE or view.

    \b
    Example:
      facetmill show unmapped --limit 20 --config conf/demo/job.yaml
    """
    library, labels = place.open(properties_file, lang)
    if table:
        show_table(console(), library, labels, table, limit)
    elif demo:
        show_demo(console(), library, labels, place.options if lang == "en" else f"{place.options} --lang {lang}")
    else:
        show_run(console(), library, labels, limit)


def show_run(out: Console, library: LightLibrary, labels: Labels, limit: int) -> None:
    """Summary of the run, where its tables lie, and the first rows of those that people read."""
    queries = Queries(library.tables, labels)
    _summary(out, library, labels, queries)
    for name, columns in _SAMPLES.items():
        rows = _first(queries, labels, name, limit)[1]
        cells = [[cell(row[column]) for column in columns] for row in rows]
        title = labels.say("{} (first {})").format(name, len(rows))
        out.print()
        out.print(grid(out, [labels.say(column) for column in columns], cells, title=title))


def _summary(out: Console, library: LightLibrary, labels: Labels, queries: Queries) -> None:
    from jobs.display import report  # knows Spark, as a run ends with it
    from jobs.gates.verdicts import Verdict
    from jobs.lake.runs import RunSummary

    row = library.run
    told = (
        "run_id", "name", "started_at", "model", "model_schema", "counts", "seconds", "quality", "sources",
        "table_versions", "finished_at",
    )  # fmt: skip
    verdicts = tuple(Verdict.of(each) for each in row.get("verdicts") or ())
    summary = RunSummary(target=library.target, verdicts=verdicts, **{name: row[name] for name in told})
    categories, queue = (queries.ask(query).dicts() for query in (_CATEGORIES, _QUEUE))
    report.show_summary(summary, labels, out, categories, queue)
    out.print()
    places = [[name, row["table_versions"].get(name), labels.say(TABLES[name].comment)] for name in TABLES]
    columns = [labels.say(column) for column in ("table", "version", "what")]
    out.print(grid(out, columns, places, title=labels.say("Tables in {}").format(library.target)))


def show_demo(out: Console, library: LightLibrary, labels: Labels, options: str, count: int = 6) -> None:
    """A few listings before and after, and what to type next, with these ``options``."""
    cards = [stored_card(product) for product in library.products(_various(library, labels, count))]
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
        (f"dry-run {library.run['sources'][0]['path']}", "what listings would become, without writing"),
    ):
        out.print(f"  facetmill {command}{options}")
        out.print(Text(f"      {labels.say(why)}", style="dim"))


def _has_texts(library: LightLibrary) -> bool:
    return "texts" in library.tables.versions


def _texts(out: Console, library: LightLibrary, labels: Labels, ids: list[str]) -> None:
    """The texts of that product among several which has most of them."""
    made = [row for row in library.rows("texts", product_id=ids) if row["text"] is not None]
    if made:
        counts = Counter(row["product_id"] for row in made)
        most = min(counts, key=lambda each: (-counts[each], ids.index(each)))
        rows = sorted((row for row in made if row["product_id"] == most), key=_text_order)
        words = sorted(library.rows("keywords", product_id=most), key=lambda row: (row["language"], row["rank"]))
        show_texts(out, rows, words, labels)


def _text_order(row: dict[str, Any]) -> tuple[str, ...]:
    return row["kind"], row["style"], row["language"]


def _various(library: LightLibrary, labels: Labels, count: int) -> list[str]:
    """Ids of well filled products, of as many categories as possible, English and Chinese in turn."""
    found = {(category, chinese): key for category, chinese, key in Queries(library.tables, labels).ask(_BEST).rows()}
    ids = []
    for index, category in enumerate(sorted({category for category, _ in found})):
        wanted = bool(index % 2)
        ids.append(found.get((category, wanted)) or found[category, not wanted])
    return ids[:count]


def show_table(out: Console, library: LightLibrary, labels: Labels, name: str, limit: int) -> None:
    """First rows of one table or view. Raises InputError for any other name."""
    names = view_names(labels.schema)
    if name not in names:
        raise InputError(f"there is no table {name!r}; there are {', '.join(names)}")
    columns, rows = _first(Queries(library.tables, labels), labels, name, limit)
    out.print(grid(out, columns, [[cell(value) for value in row.values()] for row in rows]))


def _first(queries: Queries, labels: Labels, name: str, limit: int) -> tuple[list[str], list[dict[str, Any]]]:
    """Headings, and the first rows by column."""
    answer = queries.ask(f'SELECT * FROM "{name}" ORDER BY {_ORDER.get(name, "1")} LIMIT {limit}')
    rows = answer.dicts()
    return answer.headings, [readable(row, labels) for row in rows] if name in TABLES else rows
