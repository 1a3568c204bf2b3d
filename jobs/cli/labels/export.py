"""``facetmill labels export``: listings as tasks of Label Studio, with the form to label them in."""

from __future__ import annotations

import json
from pathlib import Path

import click

from jobs.cli.labels.rows import read_rows
from jobs.cli.options import lang_option
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.session.places import default_schema
from udfs.atomic import write_texts
from udfs.errors import LabelError
from udfs.schema.loading import load_schema


@click.command("export", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="Tasks; the form goes beside, as .xml.")
@click.option(
    "--schema", "folder", default=default_schema, type=click.Path(),
    help="Schema folder  [default: conf/schema, or else the bundled one]",
)  # fmt: skip
@lang_option
def command(file: str, out: str, folder: str, lang: str) -> None:
    """Write listings as tasks of Label Studio, what is suggested as predictions, and the form for this schema.

    In Label Studio, paste the form into Settings > Labeling Interface > Code, and import the tasks.

    \b
    Example:
      facetmill labels export labels/next.jsonl --out tasks.json --schema conf/schema
    """
    from training.labelling.label_studio import form, task

    schema = load_schema(folder)
    labels = Labels(schema, lang)
    tasks = [task(row, schema) for row in read_rows(file)]
    target = Path(out)
    xml = target.with_suffix(".xml")
    try:
        write_texts({target: json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", xml: form(schema, lang)})
    except OSError as cause:
        raise LabelError(f"cannot write {target}: {cause.strerror}; correct --out") from cause
    predicted = sum("predictions" in each for each in tasks)
    said = labels.say("{:,} tasks, {:,} of them with predictions, in {}; the form is {}")
    console(stderr=True).print(said.format(len(tasks), predicted, target, xml))
