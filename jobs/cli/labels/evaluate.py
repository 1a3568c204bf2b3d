"""``facetmill evaluate``: how right a checkpoint is on labelled listings, attribute by attribute."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from jobs.cli.options import lang_option
from jobs.display.console import Cell, console, grid
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.train import labelled_rows
from udfs.errors import LabelError
from udfs.schema.loading import load_schema
from udfs.settings import Batching, Thresholds

if TYPE_CHECKING:
    from training.evaluation.intervals import Figure, Figures
    from training.evaluation.report import Report

_TOLD = 5  # reasons for rows that are left out
_FEW = 30
"""Labelled values of an attribute below which its figures say little."""


@click.command("evaluate", cls=Command)
@click.option("--labels", "files", required=True, metavar="GLOB", help="Labelled listings as JSON lines.")
@click.option("--checkpoint", required=True, type=click.Path(), help="Folder that training wrote.")
@click.option("--schema", "folder", type=click.Path(), help="Schema folder  [default: the checkpoint's own]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@lang_option
def command(files: str, checkpoint: str, folder: str | None, as_json: bool, lang: str) -> None:
    """Precision, recall and F1 of standardized values by attribute, and how many categories are right.

    Listings are read without their categories and sellers' maps, by the model and the rules of the job. Label some that
    the checkpoint was not trained on: on others it looks better than it is. Every figure has its 95 % interval: by
    Wilson's score, over all attributes by drawing listings.

    \b
    Example:
      facetmill evaluate --labels labels/checked.jsonl --checkpoint build/demo/checkpoint
    """
    from training.config import LabelledSource
    from training.data.examples import read_examples
    from training.evaluation.report import report
    from udfs.pipeline import Pipeline

    log = console(stderr=True)
    rows = list(labelled_rows(LabelledSource(format="json", path=files)))
    schema = load_schema(folder) if folder else None
    with log.status("loading the checkpoint"):
        pipeline = Pipeline.load(checkpoint, schema, Thresholds(), Batching())
    examples, rejected = read_examples(rows, pipeline.schema)
    for rejection in rejected[:_TOLD]:
        log.print(f"row {rejection.row + 1} ({rejection.product_id}) is left out: {rejection.reason}")
    if len(rejected) > _TOLD:
        log.print(f"and {len(rejected) - _TOLD:,} more are left out")
    if not examples:
        raise LabelError(
            f"cannot evaluate: none of the {len(rows):,} rows of {files} can be used; see the reasons above"
        )
    with log.status(f"reading {len(examples):,} listings"):
        found = report(pipeline, examples)
    if as_json:
        click.echo(json.dumps(as_object(found), ensure_ascii=False))
        return
    labels = Labels(pipeline.schema, lang)
    out = console()
    columns = ("category", "attribute", "labelled", "predicted", "precision", "95 %", "recall", "95 %", "F1", "95 %")
    out.print(grid(out, [labels.say(column) for column in columns], _rows(found, labels)))
    known = _shown(found.category)
    out.print(f"{labels.say('category right')}: {known[0]} ({known[1]}), {found.listings:,} {labels.say('listings')}")
    few = [key for key, own in found.attributes.items() if own.gold < _FEW]
    if few:
        out.print(
            labels.say("{:,} attributes have fewer than {} labels: their intervals are wide").format(len(few), _FEW)
        )


def as_object(found: Report) -> dict[str, Any]:
    """All figures by name; each share with its bounds, null of nothing."""
    return {
        "listings": found.listings,
        "category": found.category._asdict(),
        "values": _object(found.values),
        "attributes": [
            {"category": category, "attribute": key, **_object(own)}
            for (category, key), own in found.attributes.items()
        ],
    }


def _object(own: Figures) -> dict[str, Any]:
    shares = {name: getattr(own, name)._asdict() for name in ("precision", "recall", "f1")}
    return {**shares, "predicted": own.predicted, "gold": own.gold, "correct": own.correct}


def _rows(found: Report, labels: Labels) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[labels.say("all attributes"), "", *_cells(found.values)]]
    rows += [
        [labels.category(category), labels.attribute(category, key), *_cells(own)]
        for (category, key), own in found.attributes.items()
    ]
    return rows


def _cells(own: Figures) -> list[Cell]:
    shares = [cell for figure in (own.precision, own.recall, own.f1) for cell in _shown(figure)]
    return [own.gold, own.predicted, *shares]


def _shown(figure: Figure) -> tuple[str, str]:
    """A share and its bounds; a dash for nothing to divide by."""
    if figure.value is None:
        return "–", ""
    return f"{figure.value:.2f}", f"{figure.low:.2f}–{figure.high:.2f}"
