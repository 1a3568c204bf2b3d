"""``facetmill start``: a foreign export to published tables of its goods, hands off."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from jobs.cli.options import properties_option
from jobs.cli.start.place import Place
from jobs.display.endings import Command
from udfs.errors import ConfigError


@click.command("start", cls=Command, stopped="what is finished is kept, and the same command goes on from there")
@click.argument("paths", metavar="[FILE|DIR]...", nargs=-1)
@click.option("--out", required=True, type=click.Path(), help="Folder for everything: new, or of an earlier start.")
@click.option("--yes", is_flag=True, help="Ask nothing, and take what is guessed.")
@click.option(
    "--minutes",
    type=click.FloatRange(min=0),
    metavar="N",
    help="What training may take; 0 for a run of rules alone  [default: 8 for each 1,000 listings, 60 at most]",
)
@click.option(
    "--lang", default="en", type=click.Choice(["en", "zh"]), show_default=True, help="Language of the reports."
)
@properties_option
def command(
    paths: tuple[str, ...], out: str, yes: bool, minutes: float | None, lang: str, properties_file: str
) -> None:  # fmt: skip
    """Make tables of standard attributes of an export as it is: CSV, JSON, Excel, Parquet, or a Delta table.

    Guesses the columns, drafts a schema, labels listings by what their sellers state, trains a checkpoint and runs the
    job, each by the command that does it alone. What is done is not done again: call it once more after a stop, after
    corrections of the schema, or with a newer file. Everything lies in DIR: facetmill.yaml, schema, labels, checkpoint,
    warehouse, and sample.jsonl with values to grade.

    \b
    Example:
      facetmill start export.csv --out mine
    """
    place = Place(absolute(out))
    place.check()
    if not paths and not place.config.exists():
        raise ConfigError(f"nothing to start with: name files, as {place.config} does not exist yet")
    # Waiting threads that spin make training ten times slower wherever anything else runs; read once, when torch loads.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from jobs.cli.start.steps import Asked, Start

    asked = Asked(minutes, lang, properties_file, asks=not yes and sys.stdin.isatty())
    if code := Start(place, asked).go(paths):
        click.get_current_context().exit(code)


def absolute(path: str) -> Path:
    """A path that means the same from every folder, as the config's have to."""
    return Path(path).absolute()
