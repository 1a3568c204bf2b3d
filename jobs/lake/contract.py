"""The tables of docs/data-contract.md, made of their definitions.

``python -m jobs.lake.contract`` writes them into the page; what people wrote around them stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from jobs.lake.tables.definitions import Column, Table
from jobs.lake.tables.target import TABLES
from udfs.atomic import write_texts
from udfs.errors import InputError

PAGE = "docs/data-contract.md"
BEGIN = "<!-- Made from jobs/lake/tables by `python -m jobs.lake.contract`; change the tables there. -->"
END = "<!-- end of the tables -->"


def with_tables(page: str) -> str:
    """The page with everything between its two marker lines made anew. Raises InputError when it lacks one."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise InputError(f"cannot write the tables: the page must hold these two lines, in order:\n  {BEGIN}\n  {END}")
    return f"{before}{BEGIN}\n{tables()}\n\n{END}{after}"


def tables() -> str:
    """Every table as a section of Markdown."""
    return "\n".join(line for table in TABLES.values() for line in _section(table))


def _section(table: Table) -> Iterator[str]:
    yield from ("", f"### `{table.name}`", "", table.comment, "")
    yield f"- Key: {_names(table.keys)}. Clustered by {_names(table.clustered)}."
    yield f"- Change data feed: {'on' if table.changes else 'off'}."
    for name in table.retired:
        yield f"- Column `{name}` of earlier versions stays in targets that have it; it is null in rows changed since."
    yield from (f"- Property `{key}`: `{value}`" for key, value in table.properties.items())
    yield from (f"- Constraint `{name}`: `{check}`" for name, check in table.checks.items())
    yield from ("", "| column | type | null | what it says |", "| --- | --- | --- | --- |")
    yield from map(_row, table.columns)


def _row(column: Column) -> str:
    null = "no" if column.required else "yes"
    comment = column.comment.replace("|", "\\|")
    return f"| `{column.name}` | `{column.type.lower()}` | {null} | {comment} |"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


@click.command(help=__doc__)
@click.option("--page", default=PAGE, show_default=True, type=click.Path(exists=True, dir_okay=False))
def main(page: str) -> None:
    """Write the page."""
    path = Path(page)
    try:
        write_texts({path: with_tables(path.read_text(encoding="utf-8"))})
    except InputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
