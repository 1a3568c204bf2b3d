"""``facetmill diff``: what differs between two runs, by attribute and by cause."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click
from rich.console import Console

from jobs.cli.configs import ReadFrom
from jobs.cli.options import lang_option, properties_option, reading_options
from jobs.cli.outputs import check_output, open_output
from jobs.display.console import console, grid, one_line
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.reading.changes.compared import KINDS, Compared
from jobs.reading.changes.sides import sides
from jobs.reading.exports.writers import WRITERS, require_sheet
from jobs.reading.queries import Answer
from udfs.errors import InputError

_VALUE = 36  # cells of a value in the list of examples
_NAMED = 6  # attributes that are named in a sentence


@click.command("diff", cls=Command)
@click.argument("runs", nargs=-1, metavar="[RUN_A [RUN_B]]")
@reading_options
@click.option("--against", metavar="DIR", help="Compare with the tables of another target, as they were before.")
@click.option("--examples", default=10, show_default=True, type=click.IntRange(min=0), help="Examples to show.")
@click.option("--limit", default=30, show_default=True, type=click.IntRange(min=1), help="Attributes to show.")
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
@click.option("--out", metavar="FILE", help="Every change as a row: .csv, .parquet, .jsonl or .xlsx.")
@lang_option
@properties_option
def command(
    runs: tuple[str, ...], place: ReadFrom, against: str | None, examples: int, limit: int, as_json: bool,
    out: str | None, lang: str, properties_file: str,
) -> None:  # fmt: skip
    """Show what differs between two runs: values gained, lost, changed and re-mapped, and what each change is due to.

    Without RUN_A it is the run before RUN_B, without RUN_B that is the newest. Several causes of one change are all
    named, joined by +. No Spark is needed.

    \b
    Example:
      facetmill diff --config conf/demo/job.yaml
    """
    if place.run:
        raise InputError("cannot use --run here: give the runs as arguments, RUN_A and RUN_B")
    library, labels = place.open(properties_file, lang)
    compared = Compared(*sides(library.target, runs, against, properties_file))
    if out:
        _write(compared, out, place)
    if as_json:
        click.echo(json.dumps(_told(compared, examples), ensure_ascii=False, default=str))
    else:
        show_diff(console(), compared, labels, examples, limit)


def show_diff(out: Console, compared: Compared, labels: Labels, examples: int, limit: int) -> None:
    """Print which runs they are, what became of products, counts by attribute and cause, and examples."""
    for line in _remarks(compared, labels):
        out.print(line)
    counts = compared.counts()
    if not counts:
        out.print(labels.say("no value differs"))
        return
    kinds = [kind for kind in KINDS if any(row[kind] for row in counts)]
    heads = ["value lost" if kind == "lost" else kind for kind in kinds]  # elsewhere it is claims that are lost
    columns = [labels.say(name) for name in ("category", "attribute", *heads, "cause")]
    cells = [
        [
            labels.category(row["category"]), labels.attribute(row["category"], row["attribute"]),
            *(row[kind] or None for kind in kinds), _cause(row["cause"], labels),
        ]
        for row in counts[:limit]
    ]  # fmt: skip
    out.print()
    out.print(grid(out, columns, cells))
    if len(counts) > limit:
        out.print(labels.say("{:,} more, shown by --limit or --json").format(len(counts) - limit))
    _examples(out, compared.examples(examples), labels)


def _examples(out: Console, rows: Sequence[Mapping[str, Any]], labels: Labels) -> None:
    if not rows:
        return
    names = ("attribute", "before", "after", "raw text", "products", "product_id", "cause")
    cells = [
        [
            labels.attribute(row["category"], row["attribute"]), *(_value(row[side]) for side in ("before", "after")),
            _value(row["raw_after"] or row["raw_before"]), row["products"], row["product_id"],
            _cause(row["cause"], labels),
        ]
        for row in rows
    ]  # fmt: skip
    out.print()
    out.print(grid(out, [labels.say(name) for name in names], cells, title=labels.say("Examples")))


def _value(text: str | None) -> str:
    return one_line(text or "–", _VALUE)


def _cause(cause: str, labels: Labels) -> str:
    return " + ".join(labels.say(part) for part in cause.split(" + "))


def _remarks(compared: Compared, labels: Labels) -> Iterator[str]:
    before, after = compared.before, compared.after
    yield f"{labels.say('before')}  {before.run['run_id']}  {before.place}"
    yield f"{labels.say('after')}  {after.run['run_id']}  {after.place}"
    if before.run["version"] != after.run["version"]:
        said = labels.say("made by two versions of facetmill: {} and {}")
        yield said.format(before.run["version"], after.run["version"])
    if not (before.run.get("recipe_parts") and after.run.get("recipe_parts")):
        yield labels.say("a run is from before parts of recipes were noted: causes are unknown but for text and source")
    told = compared.products
    said = labels.say("{:,} products: {:,} new, {:,} gone, {:,} with another listing, {:,} with another category")
    yield said.format(told["products"], told["new"], told["gone"], told["listing"], told["category"])
    if told["rejected"] or told["accepted"]:
        said = labels.say("{:,} whose listing is rejected now, {:,} whose listing is accepted again")
        yield said.format(told["rejected"], told["accepted"])
    for side, names in compared.attributes_of_one().items():
        if names:
            shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
            yield labels.say(f"attributes with values {side} alone: {{}}").format(shown)


def _told(compared: Compared, examples: int) -> dict[str, Any]:
    ends = {"before": compared.before, "after": compared.after}
    return {
        **{side: {"target": each.place, "run_id": each.run["run_id"]} for side, each in ends.items()},
        "products": compared.products,
        "attributes": compared.counts(),
        "examples": compared.examples(examples),
        "attributes_of_one": compared.attributes_of_one(),
    }


def _write(compared: Compared, out: str, place: ReadFrom) -> None:
    kind = out.rpartition(".")[2].lower()
    if kind not in WRITERS:
        raise InputError(f"cannot tell the format of {out}; end it with .{', .'.join(WRITERS)}")
    check_output(out, place.config_path or "-", force=False)
    reader = compared.rows()
    if kind == "xlsx":
        require_sheet(compared.n_changes, len(reader.schema))
    with open_output(out) as file:
        count = WRITERS[kind](Answer(reader, reader.schema.names, reader.schema.names), {}, file)
    click.echo(f"{count:,} rows written to {out}", err=True)
