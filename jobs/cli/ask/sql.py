"""``facetmill sql``: queries over the tables of the newest finished run, for people and for pipes."""

from __future__ import annotations

import csv
import re
import sys

import click
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame
from rich.console import Console

from jobs.cli.options import config_option, lang_option, open_library, properties_option
from jobs.display.cells import cell, plain
from jobs.display.console import console, grid, one_line
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.language.readable import headings
from jobs.reading.library import Library
from jobs.reading.views import register_views
from jobs.session.faults import first_line
from jobs.session.settings import compile_queries
from udfs.errors import InputError

_QUERIES = ("select", "with", "from", "values", "table", "describe", "desc", "show", "explain")


@click.command("sql", cls=Command)
@click.argument("query")
@config_option()
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="Rows on a terminal.")
@lang_option
@properties_option
def command(query: str, config_path: str, limit: int, lang: str, properties_file: str) -> None:
    """Run a SQL query over the tables of the last run and CATEGORY_products, printing a table, or CSV when piped.

    \b
    Example:
      facetmill sql "SELECT brand, count(*) FROM tea_products GROUP BY brand" --config conf/demo/job.yaml > brands.csv
    """
    require_query(query)
    library, labels = open_library(config_path, properties_file, lang)
    show_query(console(), library, labels, query, limit)


def require_query(statement: str) -> None:
    """Raises InputError when a statement would do more than read."""
    verb = re.match(r"[\s(]*(\w*)", statement)
    if verb is None or verb.group(1).lower() not in _QUERIES:
        got = one_line(statement, 60)
        raise InputError(f"expected a query, got {got!r}; tables are only read here, begin with SELECT")


def show_query(out: Console, library: Library, labels: Labels, statement: str, limit: int) -> None:
    """Run a query over the published views: a table of at most ``limit`` rows, or all rows as CSV when piped.

    Raises InputError when Spark cannot run it.
    """
    register_views(library, labels)
    compile_queries(library.store.spark)
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
    out.print(grid(out, headings(frame), [[cell(value) for value in row] for row in rows[:limit]]))
    if len(rows) > limit:
        out.print(labels.say("… there are more rows; show them with --limit, or pipe them as CSV"))


def _csv(frame: DataFrame) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(headings(frame))
    for row in frame.toLocalIterator():
        writer.writerow(["" if value is None else plain(value) for value in row])
