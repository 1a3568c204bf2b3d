"""``facetmill export``: rows of a table or view as a file for other programs."""

from __future__ import annotations

from pathlib import Path

import click
import duckdb

from jobs.cli.configs import ReadFrom
from jobs.cli.options import lang_option, properties_option, reading_options
from jobs.cli.outputs import check_output, open_output
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.lake.tables.target import TABLES
from jobs.language.names import Labels
from jobs.reading.dialects import first_line
from jobs.reading.exports.writers import WRITERS, require_sheet
from jobs.reading.light import LightLibrary
from jobs.reading.queries import Answer, Queries
from jobs.reading.wide import view_names
from udfs.errors import InputError

FORMATS = tuple(WRITERS)


@click.command("export", cls=Command, stopped="what was done lies in FILE.partial, and FILE is as it was")
@reading_options
@click.option("--table", metavar="NAME", help="A table, such as attributes.")
@click.option("--view", metavar="NAME", help="The typed view of a category, such as tea_products.")
@click.option("--where", metavar="SQL", help="Only rows for which this holds, such as \"status = 'unmapped'\".")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="Format of the file  [default: as it is named]")
@click.option("--out", "--output", "out", required=True, metavar="FILE", help="The file; - for standard output.")
@lang_option
@properties_option
def command(
    place: ReadFrom, table: str | None, view: str | None, where: str | None, kind: str | None, out: str, lang: str,
    properties_file: str,
) -> None:  # fmt: skip
    """Write rows of a table or view as Parquet, CSV, JSON lines or a workbook, in the order of their keys.

    In CSV and workbooks nested columns are JSON, and no text is run as a formula: in CSV one that could be has ' before
    it. Parquet and JSON lines hold every value as it is.

    \b
    Example:
      facetmill export --view tea_products --where "net_weight >= 100" --out tea.xlsx --config conf/demo/job.yaml
    """
    name, kind = _chosen(table, view), kind or _by_name(out)
    check_output(out, place.config_path or "-", force=False)
    library, labels = place.open(properties_file, lang)
    known = list(TABLES) if table else [each for each in view_names(labels.schema) if each not in TABLES]
    if name not in known:
        raise InputError(f"there is no {'table' if table else 'view'} {name!r}; there are {', '.join(known)}")
    answer = _answer(library, labels, name, where, kind)
    comments = library.tables.comments(name) if table else {}
    with open_output(out) as file:
        count = WRITERS[kind](answer, comments, file)
    console(stderr=True).print(labels.say("{:,} rows written to {}").format(count, out))


def _chosen(table: str | None, view: str | None) -> str:
    if (table is None) == (view is None):
        raise InputError("cannot export: give either --table or --view with its name; `facetmill show` lists them")
    return table or view or ""


def _by_name(out: str) -> str:
    kind = Path(out).suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise InputError(f"cannot tell the format of {out}; name it with --format: {', '.join(FORMATS)}")
    return kind


def _answer(library: LightLibrary, labels: Labels, name: str, where: str | None, kind: str) -> Answer:
    """The rows; of a workbook they are counted first. Raises InputError."""
    queries = Queries(library.tables, labels)
    keys = ", ".join(TABLES[name].keys if name in TABLES else ("product_id",))
    rows = f'FROM "{name}"' + (f" WHERE ({where}\n)" if where else "")  # a comment in it ends with its line
    try:
        if kind == "xlsx":
            ((count,),) = queries.ask(f"SELECT count(*) {rows}").rows()
            require_sheet(count, len(queries.ask(f"SELECT * {rows} LIMIT 0").names))
        return queries.ask(f"SELECT * {rows} ORDER BY {keys}")
    except duckdb.Error as cause:
        raise InputError(
            f"cannot export {name}: {first_line(cause)}; --where is a condition of DuckDB's SQL"
        ) from cause
