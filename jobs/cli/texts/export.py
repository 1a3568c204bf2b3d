"""``facetmill texts export``: the texts of the newest finished run as a CSV file that people edit."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO, Any

import click
from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from jobs.cli.configs import ReadFrom
from jobs.cli.options import lang_option, properties_option, reading_options
from jobs.cli.outputs import check_output, open_output
from jobs.cli.texts.rows import COLUMNS, digest, same_line_ends
from jobs.cli.texts.stored import require_texts
from jobs.display.cells import plain
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.reading.library import Library
from jobs.writing.due import KEY, newest_edits
from udfs.errors import InputError


@click.command("export", cls=Command, stopped="what was done lies in FILE.partial, and FILE is as it was")
@reading_options
@click.option("--out", "--output", "target", required=True, metavar="FILE.csv", help="The file; - for standard output.")
@click.option("--style", "styles", multiple=True, metavar="NAME", help="Only this style; repeatable.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Only this language; repeatable.")
@click.option("--category", "categories", multiple=True, metavar="ID", help="Only this category; repeatable.")
@click.option("--outdated", is_flag=True, help="Only edited texts of which a fact has changed since.")
@lang_option
@properties_option
def command(
    place: ReadFrom,
    target: str,
    styles: tuple[str, ...],
    languages: tuple[str, ...],
    categories: tuple[str, ...],
    outdated: bool,
    lang: str,
    properties_file: str,
) -> None:
    """Write the texts of the last run as CSV, to be edited and read by `facetmill texts import`.

    Edit `text`, `status` and `note`; the other columns tell. Texts that could not be made are there with their reason:
    write one, and it is kept.

    \b
    Example:
      facetmill texts export --out texts.csv --style shop_page --config conf/demo/job.yaml
    """
    check_output(target, place.config_path or "-", force=False)
    library, labels = place.open_in_spark(properties_file, lang)
    require_texts(library)
    wanted = {"style": styles, "language": languages, "category": categories}
    chosen = _chosen(library, wanted, outdated=outdated)
    with open_output(target) as file:
        written = write_texts_csv(_with_notes(library, chosen), file, mark=target != "-")
    console(stderr=True).print(labels.say("{:,} texts written to {}").format(written, target))


def _chosen(library: Library, wanted: dict[str, tuple[str, ...]], *, outdated: bool) -> DataFrame:
    """Rows of table texts. Raises InputError for a style, language or category that none of them has."""
    texts = library.table("texts")
    for column, values in wanted.items():
        if not values:
            continue
        known = sorted(row[0] for row in texts.select(column).distinct().collect() if row[0])
        if unknown := [value for value in values if value not in known]:
            raise InputError(f"no text is of {column} {', '.join(unknown)}; there are {', '.join(known) or 'none'}")
        texts = texts.filter(F.col(column).isin(*values))
    return texts.filter("outdated") if outdated else texts


def _with_notes(library: Library, texts: DataFrame) -> Iterator[Row]:
    """The texts in order, each with what was noted at its edit."""
    edits = newest_edits(library.table("text_edits")).select(*KEY, "edited_at", "note")
    noted = texts.join(edits, [*KEY, "edited_at"], "left")
    yield from noted.orderBy(*KEY).toLocalIterator()


def write_texts_csv(rows: Iterator[Row], file: IO[bytes], *, mark: bool) -> int:
    """Write rows of table texts, and return their number.

    ``mark``: begin with the mark of UTF-8, without which spreadsheets take Chinese for another encoding.
    """
    file.write(codecs.BOM_UTF8 if mark else b"")
    buffer, count = io.StringIO(), 0
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for count, row in enumerate(rows, 1):  # noqa: B007  the last number is the answer
        writer.writerow([_cell(value) for value in _cells(row)])
        file.write(buffer.getvalue().encode())
        buffer.seek(0)
        buffer.truncate()
    file.write(buffer.getvalue().encode())
    return count


def _cells(row: Row) -> list[Any]:
    key = (row["product_id"], row["kind"], row["style"], row["language"])
    text = same_line_ends(row["text"] or "")
    told = row.asDict() | {"text": text, "digest": digest(key, text, row["status"]), "detail": _detail(row)}
    return [told[name] for name in COLUMNS]


def _detail(row: Row) -> str | None:
    """Why there is no text, or what speaks against one."""
    detail: str | None = row["detail"]
    return f"{row['reason']}: {detail}" if row["reason"] else detail


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else plain(value)
