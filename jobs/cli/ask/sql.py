"""``facetmill sql``: queries over the tables of a finished run, for people and for pipes."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Literal

import click
import duckdb
from rich.console import Console

from jobs.cli.configs import ReadFrom
from jobs.cli.options import lang_option, properties_option, reading_options
from jobs.display.cells import cell, plain
from jobs.display.console import console, grid, one_line
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.reading.dialects import differs, first_line, may_be_of_spark
from jobs.reading.light import LightLibrary
from jobs.reading.published.duck import files_there
from jobs.reading.queries import Queries
from udfs.errors import InputError

_QUERIES = ("select", "with", "from", "values", "table", "describe", "desc", "show", "explain")
Engine = Literal["auto", "duckdb", "spark"]


@click.command("sql", cls=Command)
@click.argument("query")
@reading_options
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="Rows on a terminal.")
@click.option(
    "--engine", default="auto", show_default=True, type=click.Choice(["auto", "duckdb", "spark"]),
    help="auto: DuckDB, at once, or Spark where the query is one that only Spark reads, or reads otherwise.",
)  # fmt: skip
@lang_option
@properties_option
def command(query: str, place: ReadFrom, limit: int, engine: Engine, lang: str, properties_file: str) -> None:
    """Run a SQL query over the tables of the last run and the views of each category, CATEGORY_products and
    CATEGORY_typed, printing a table, or CSV when piped.

    It reads those tables alone, and writes nothing. Which engine ran it is said on stderr.

    \b
    Example:
      facetmill sql "SELECT brand, count(*) FROM tea_products GROUP BY brand" --config conf/demo/job.yaml > brands.csv
    """
    require_query(query)
    out, why = console(), ""
    if engine != "spark":
        why = (differs(query) or "") if engine == "auto" else ""
        if not why:
            library, labels = place.open(properties_file, lang)
            why = _in_duckdb(out, library, labels, query, limit, last=engine == "duckdb")
            if not why:
                return
    _in_spark(out, place, properties_file, lang, query, limit, why)


def require_query(statement: str) -> None:
    """Raises InputError when a statement would do more than read."""
    verb = re.match(r"[\s(]*(\w*)", statement)
    if verb is None or verb.group(1).lower() not in _QUERIES:
        got = one_line(statement, 60)
        raise InputError(f"expected a query, got {got!r}; tables are only read here, begin with SELECT")


def _in_duckdb(out: Console, library: LightLibrary, labels: Labels, query: str, limit: int, *, last: bool) -> str:
    """Print the answer; or return why Spark has to be asked, which is not where DuckDB is the ``last`` one."""
    queries = Queries(library.tables, labels)
    try:
        answer = queries.ask(query)
    except duckdb.Error as cause:
        if not last and may_be_of_spark(cause, query):
            return first_line(cause)
        there = f"; there are {', '.join(queries.names)}" if "Table with name" in str(cause) else ""
        raise _refused(first_line(cause) + there) from cause
    click.echo("engine: duckdb", err=True)
    try:
        with files_there(library.tables):
            show_rows(out, answer.headings, answer.rows(), labels, limit)
    except (duckdb.Error, OSError) as cause:  # what a later batch meets Arrow hands on as an OSError
        raise _refused(first_line(cause)) from cause
    return ""


def _in_spark(out: Console, place: ReadFrom, properties_file: str, lang: str, query: str, limit: int, why: str) -> None:
    from jobs.reading.spark_queries import SparkQueries

    click.echo(f"engine: spark{f', as {why}' if why else ''}", err=True)
    library, labels = place.open_in_spark(properties_file, lang)
    headings, rows = SparkQueries(library, labels).ask(query, limit + 1 if out.is_terminal else None)
    show_rows(out, headings, rows, labels, limit)


def show_rows(out: Console, headings: Sequence[str], rows: Iterator[Sequence[Any]], labels: Labels, limit: int) -> None:
    """Print a table of at most ``limit`` rows, or all rows as CSV when piped."""
    if not out.is_terminal:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(["" if value is None else plain(value) for value in row] for row in rows)
        return
    some = list(islice(rows, limit + 1))
    out.print(grid(out, headings, [[cell(value) for value in row] for row in some[:limit]]))
    if len(some) > limit:
        out.print(labels.say("… there are more rows; show them with --limit, or pipe them as CSV"))


def _refused(told: str) -> InputError:
    return InputError(f"cannot run the query: {told}")
