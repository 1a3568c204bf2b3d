"""Commands that judge drafts of catalogs of strangers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.quality.commands.options import FILE, FOLDER
from jobs.cli.options import Commands, properties_option

if TYPE_CHECKING:
    from training.backbones.sentences import Sentences


@click.group(cls=Commands)
def drafted() -> None:
    """What drafting makes of catalogs of strangers."""


@drafted.command()
@click.option("--data", required=True, type=FOLDER, help="The folder that holds catalogs/.")
def categories(data: Path) -> None:
    """Drafted categories: share of listings that land in one, and B-cubed F1 with the paths of one catalog hidden."""
    from benchmarks.quality.drafted.categories import table

    click.echo("\n".join(table(data, _sentences())))


@drafted.command()
@click.option("--data", required=True, type=FOLDER, help="The folder that holds catalogs/.")
@click.option("--no-encoder", is_flag=True, help="Names are compared by their words alone.")
def keys(data: Path, no_encoder: bool) -> None:
    """Drafted attributes of product pages against a table of keys made by hand: B-cubed, junk, kinds."""
    from benchmarks.quality.drafted.keys import table

    click.echo("\n".join(table(data, None if no_encoder else _sentences())))


@drafted.command()
@click.option("--target", required=True, type=FOLDER, help="Tables of a finished run, such as DIR/warehouse.")
@click.option("--config", type=FILE, help="The job's config  [default: facetmill.yaml beside the target]")
@click.option("--key-table", type=FILE, help="Count names of this table alone; without those that say nothing.")
@properties_option
def statements(target: Path, config: Path | None, key_table: Path | None, properties_file: str) -> None:
    """What became of sellers' statements in a run: share that ends as a standard value, and where others are lost."""
    from benchmarks.quality.drafted.finished_run import report

    click.echo("\n".join(report(target, config, key_table, properties_file)))


def _sentences() -> Sentences:
    from training.backbones.sentences import MULTILINGUAL, Sentences

    return Sentences(MULTILINGUAL)
