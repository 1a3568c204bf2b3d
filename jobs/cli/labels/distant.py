"""``facetmill labels distant``: labelled listings out of what sellers state, without a labeller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from jobs.cli.labels.folder import REPORT, check_folder, write_folder
from jobs.cli.labels.sources import ReadListings, Sources, read_listings, session
from jobs.cli.options import lang_option, properties_option
from jobs.display.console import Cell, console, grid
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.session.places import default_schema
from training.distant.checked import compare
from training.distant.labels import DistantLabels, label
from training.distant.report import report_of
from training.distant.selection import drawn
from udfs.config import load_config
from udfs.errors import LabelError
from udfs.jsonl import json_object, numbered_lines
from udfs.records import Listing
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema

ROWS = "rows.jsonl"
"""Beside a drafted schema: product_id and category, null for listings that are of none."""
_TOLD = 3  # reasons of dropped statements in a line of the table


@click.command("distant", cls=Command)
@click.argument("paths", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--schema", "folder", default=default_schema, type=click.Path(),
    help="Schema folder  [default: conf/schema, or else the bundled one]",
)  # fmt: skip
@click.option("--out", required=True, type=click.Path(), help="Folder for the labels: new, empty, or of earlier ones.")
@click.option("--config", "config_path", metavar="FILE", type=click.Path(), help="A job config whose sources fit.")
@click.option(
    "--rows", metavar="FILE", type=click.Path(), help=f"Categories by product_id  [default: {ROWS} of the schema]"
)
@click.option("--foreign", multiple=True, metavar="SOURCE", help="Listings that are goods of no category; repeatable.")
@click.option(
    "--checked", metavar="FILE", type=click.Path(), help="Rows that a person has checked: precision and recall."
)
@click.option(
    "--limit", default=20_000, show_default=True, type=click.IntRange(min=1), help="Rows of each source to read."
)
@click.option("--most", type=click.IntRange(min=1), help="Rows of a category to write; rare attributes stay.")
@lang_option
@properties_option
def command(
    paths: tuple[str, ...],
    folder: str,
    out: str,
    config_path: str | None,
    rows: str | None,
    foreign: tuple[str, ...],
    checked: str | None,
    limit: int,
    most: int | None,
    lang: str,
    properties_file: str,
) -> None:
    """Find what sellers state in titles and descriptions, and write it as labelled listings to train on.

    A SOURCE is a file or table, or a job config, of which only `sources` is read. A value is looked for by what it
    means: 0.5 L finds 500ml. What the text says otherwise, or may say in other words, is dropped and counted; each
    label says how sure it is. A fifth of the statements is hidden and read from the texts, to tell how good they are.

    \b
    Example:
      facetmill labels distant export.csv --config job.yaml --schema conf/mine --out labels/mine
    """
    target, config = Path(out), load_config(config_path, Sources) if config_path else Sources()
    check_folder(target)
    schema = load_schema(folder)
    categories = read_categories(rows or Path(folder) / ROWS, schema, needed=rows is not None)
    right = read_lines(checked, "checked rows") if checked else None
    spark = session([*paths, *foreign], config, properties_file)
    read = read_listings(spark, paths, config, schema, limit)
    others = read_listings(spark, foreign, config, schema, limit).listings
    labels, report = make_labels(schema, read, categories, others, right, most)
    files = write_folder(target, labels.rows, report)
    show(console(), report, schema, lang)
    click.echo(f"{labels.n_rows:,} labelled listings in {', '.join(map(str, files))}; all figures in {target / REPORT}")


def make_labels(
    schema: Schema,
    read: ReadListings,
    categories: Mapping[str, str | None],
    foreign: Sequence[Listing],
    checked: Sequence[Mapping[str, Any]] | None,
    most: int | None = None,
) -> tuple[DistantLabels, dict[str, Any]]:
    """Labels, and what report.json says of them. Raises LabelError where there is nothing to label.

    ``most``: rows of a category that are kept at most; null for all.
    """
    labels = label(
        schema, read.listings, categories=categories, foreign=foreign, report=lambda line: click.echo(line, err=True)
    )
    labels.left_out.update({f"rejected: {reason}": n for reason, n in read.rejected.items()})
    if not any(category for category in labels.rows):
        told = "; ".join(f"{n:,} {reason}" for reason, n in labels.left_out.items() if n) or "there is no listing"
        raise LabelError(
            f"nothing to label: of {len(read.listings):,} listings none has a category of the schema ({told}). Map "
            f"`category` in a job config and give --config, add aliases to the schema, or give --rows"
        )
    if not labels.found:
        click.echo(f"note: {_nothing_found(labels)}", err=True)
    compared = compare(schema, [row for own in labels.rows.values() for row in own], checked) if checked else None
    if most is not None:
        labels.rows = {category: drawn(own, most) for category, own in labels.rows.items()}
    return labels, report_of(schema, labels, compared)


def _nothing_found(labels: DistantLabels) -> str:
    """Why the labels teach categories alone."""
    stated = sum(labels.absent.values()) + sum(labels.dropped.values())
    if not stated:
        return (
            "no seller states anything that the schema knows, so these labels teach categories alone; map the sellers' "
            "attributes in a job config (`seller_attributes`), see `facetmill keys`, or label by hand"
        )
    return (
        f"none of {stated:,} statements stands in a title or description, so these labels teach categories alone, and "
        "what is not stated; report.json says why, by attribute"
    )


def read_categories(path: str | Path, schema: Schema, *, needed: bool) -> dict[str, str | None]:
    """Category by product_id from JSON lines; none where the file is not there and nobody asked for it.

    Raises LabelError.
    """
    if not needed and not Path(path).exists():
        return {}
    found: dict[str, str | None] = {}
    for line in read_lines(path, "categories of listings"):
        product_id, category = line.get("product_id"), line.get("category")
        if product_id is None:
            continue
        if category is not None and category not in schema.categories:
            raise LabelError(
                f"{path}: {product_id} has the category {category!r}, which the schema does not have; it has "
                f"{', '.join(schema.categories)}"
            )
        found[str(product_id)] = category
    return found


def read_lines(path: str | Path, what: str) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines. Raises LabelError with file and line."""
    found: list[dict[str, Any]] = []
    try:
        for number, line in numbered_lines(str(path)):
            try:
                found.append(json_object(line))
            except ValueError as fault:
                raise LabelError(f"{path}:{number}: {fault}") from fault
    except OSError as cause:
        raise LabelError(f"cannot read {what} from {path}: {cause.strerror}") from cause
    return found


def show(out: Console, report: Mapping[str, Any], schema: Schema, lang: str) -> None:
    """The report as a table, a line for each attribute."""
    labels = Labels(schema, lang)
    names = [
        "category",
        "attribute",
        "stated",
        "labelled",
        "not in text",
        "text alone",
        "dropped",
        "hidden and read",
        "agrees",
    ]
    checked = any("checked" in line for line in report["attributes"])
    columns = [labels.say(name) for name in [*names, *(["precision", "recall"] if checked else [])]]
    out.print(grid(out, columns, _lines(report["attributes"], labels, checked)))
    for reason, n in report["left_out"].items():
        out.print(f"{labels.say('left out')}: {n:,} {labels.say(reason)}")


def _lines(attributes: Iterable[Mapping[str, Any]], labels: Labels, checked: bool) -> Iterator[list[Cell]]:
    for line in attributes:
        category, attribute = line["category"], line["attribute"]
        dropped = list(line["dropped"].items())[:_TOLD]
        told = "; ".join(f"{n:,} {labels.say(reason)}" for reason, n in dropped)
        cells: list[Cell] = [
            labels.category(category), labels.attribute(category, attribute), line["stated"], line["labelled"],
            line["not_stated_in_text"], line["read_alone"], told or None,
            f"{line['hidden_read']:,} / {line['hidden']:,}", line["hidden_agreement"],
        ]  # fmt: skip
        judged = line.get("checked", {})
        yield [*cells, judged.get("p"), judged.get("r")] if checked else cells
