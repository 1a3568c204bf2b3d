"""``facetmill labels import``: what people labelled in Label Studio as labelled listings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from jobs.cli.labels.rows import write_rows
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.session.places import default_schema
from udfs.errors import LabelError
from udfs.schema.loading import load_schema

_TOLD = 10  # tasks without labels that are named


@click.command("import", cls=Command)
@click.argument("file", metavar="EXPORT.json", type=click.Path())
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False), help="Labelled listings, as training reads them."
)
@click.option(
    "--schema", "folder", default=default_schema, type=click.Path(),
    help="Schema folder  [default: conf/schema, or else the bundled one]",
)  # fmt: skip
def command(file: str, out: str, folder: str) -> None:
    """Read an export of Label Studio (format JSON) of tasks that `facetmill labels export` made.

    Tasks that nobody labelled, that two people labelled differently, or whose labels break the schema are left out and
    named with the reason.

    \b
    Example:
      facetmill labels import project-1.json --schema conf/schema --out labels/checked.jsonl
    """
    from training.data.examples import read_examples
    from training.labelling.label_studio import read_export

    log = console(stderr=True)
    schema = load_schema(folder)
    tasks = read_tasks(file)
    rows, left = read_export(tasks, schema)
    _, rejected = read_examples(rows, schema)
    broken = {rejection.row for rejection in rejected}
    kept = [row for place, row in enumerate(rows) if place not in broken]
    told = [f"task {one.number} ({one.product_id}): {one.reason}" for one in left]
    told += [f"listing {one.product_id}: {one.reason}" for one in rejected]
    for line in told[:_TOLD]:
        log.print(line)
    if len(told) > _TOLD:
        log.print(f"and {len(told) - _TOLD:,} more")
    if not kept:
        raise LabelError(f"{file}: none of its {len(tasks):,} tasks gives labels; nothing was written")
    write_rows(out, kept)
    log.print(f"{len(kept):,} labelled listings in {out}, {len(told):,} tasks left out")


def read_tasks(path: str) -> list[Any]:
    """The tasks of an export. Raises LabelError where the file is no list of JSON."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as cause:
        raise LabelError(f"cannot read the export {path}: {cause.strerror}; correct EXPORT.json") from cause
    except (ValueError, RecursionError) as cause:
        raise LabelError(f"{path} is no JSON ({cause}); export the project of Label Studio as JSON") from cause
    if not isinstance(found, list):
        raise LabelError(f"{path} holds {type(found).__name__}, not a list of tasks; export the project as JSON")
    return found
