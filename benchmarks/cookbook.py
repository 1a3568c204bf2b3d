"""The answers of docs/cookbook.md, made anew from a target, or compared with it.

    python -m benchmarks.cookbook build/plain --schema conf/schema

Each question of the page is a heading, then a query in a block of SQL, then its rows in a block of CSV. Whoever asks is
a function of a query: Spark here, and in tests whatever reads the tables.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from udfs.atomic import write_texts

PAGE = Path("docs/cookbook.md")
_ENTRY = re.compile(
    r"^### (?P<question>[^\n]+)\n\n```sql\n(?P<query>.*?)^```\n\n```csv\n(?P<rows>.*?)^```$", re.MULTILINE | re.DOTALL
)

Ask = Callable[[str], tuple[Sequence[str], Sequence[Sequence[Any]]]]
"""A query to the names of its columns and its rows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its query and its rows as CSV."""

    question: str
    query: str
    rows: str


def entries(page: str) -> list[Entry]:
    """The questions of a page, in order."""
    return [Entry(*found.group("question", "query", "rows")) for found in _ENTRY.finditer(page)]


def answer(query: str, ask: Ask) -> str:
    """The rows of a query as CSV, numbers with at most four decimals: engines print the same number in several ways."""
    columns, rows = ask(query)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def answered(page: str, ask: Ask) -> str:
    """The page with the rows of all its queries made anew."""
    return "".join(_renewed(page, ask))


def _renewed(page: str, ask: Ask) -> Iterator[str]:
    end = 0
    for found in _ENTRY.finditer(page):
        yield page[end : found.start("rows")]
        yield answer(found["query"], ask)
        end = found.end("rows")
    yield page[end:]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value
    number = f"{float(value):.4f}".rstrip("0").rstrip(".")
    return "0" if number == "-0" else number


def spark_asks(target: str, schema: str) -> Ask:
    """Ask a target's views in Spark."""
    from jobs.reading.views import create_views
    from jobs.session.start import build_session
    from udfs.schema.loading import load_schema

    spark = build_session("cookbook", Path("conf/spark/local.conf"))
    create_views(spark, target, load_schema(Path(schema)))

    def ask(query: str) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        frame = spark.sql(query)
        return frame.columns, frame.collect()

    return ask


@click.command(help=__doc__)
@click.argument("target")
@click.option("--schema", default="conf/schema", show_default=True)
@click.option("--page", default=str(PAGE), show_default=True, type=click.Path(exists=True, dir_okay=False))
def main(target: str, schema: str, page: str) -> None:
    """Write the page."""
    text = Path(page).read_text(encoding="utf-8")
    write_texts({Path(page): answered(text, spark_asks(target, schema))})
    click.echo(f"{len(entries(text))} questions answered", err=True)


if __name__ == "__main__":
    sys.exit(main())
