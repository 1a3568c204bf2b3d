"""Commands that train: one checkpoint, or many to see what labels are worth."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from benchmarks.quality.commands.options import (
    FOLDER,
    config_option,
    data_option,
    default_config,
    names_argument,
    report,
)
from jobs.cli.options import set_option


@click.command()
@names_argument
@data_option
@click.option("--checkpoint", required=True, type=FOLDER, help="The folder to write; its data goes beside it.")
@config_option
@click.option("--dev-share", type=float, help="Share of the listings by which the epoch is chosen.")
@set_option
def train(
    names: tuple[str, ...],
    data: Path,
    checkpoint: Path,
    config: str | None,
    dev_share: float | None,
    overrides: tuple[str, ...],
) -> None:
    """Train one checkpoint for one or several data sets."""
    from benchmarks.quality.checkpoint import train_checkpoint

    began = time.monotonic()
    wanted = [*overrides, *([f"dev_share={dev_share}"] if dev_share is not None else [])]
    chosen = config or default_config(names)
    train_checkpoint(names, data, checkpoint, config=chosen, overrides=wanted, report=report())
    click.echo(f"trained in {time.monotonic() - began:.0f} s")


@click.command()
@names_argument
@data_option
@click.option("--n", default=100, show_default=True, type=click.IntRange(1), help="Listings to label.")
@click.option("--begin", default=50, show_default=True, type=click.IntRange(2), help="Random ones labelled before.")
@click.option(
    "--strategy",
    "strategies",
    multiple=True,
    default=("random", "next"),
    show_default=True,
    type=click.Choice(["random", "next"]),
    help="Who chooses them; repeatable.",
)
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(1))
@click.option("--pool", default=1000, show_default=True, type=click.IntRange(1), help="Listings to choose from.")
@click.option("--dev", default=200, show_default=True, type=click.IntRange(1), help="Listings of others that judge.")
@config_option
@set_option
@click.option("--output", default=Path("build/active"), show_default=True, type=FOLDER)
def active(
    names: tuple[str, ...],
    data: Path,
    strategies: tuple[str, ...],
    seeds: int,
    output: Path,
    config: str | None,
    overrides: tuple[str, ...],
    **sizes: int,
) -> None:
    """What 100 labels are worth where `facetmill labels next` chooses them, beside random ones and none.

    Gold answers stand in for the person. Prints a line of JSON for each training, then F1 of the seeds in a table.
    """
    from benchmarks.quality.active import Settings, rounds, table

    rows = []
    for name in names:
        settings = Settings(config or default_config([name]), overrides, **sizes)
        for row in rounds([name], data, output, strategies, seeds, settings, report()):
            click.echo(json.dumps(row))
            rows.append(row)
    output.mkdir(parents=True, exist_ok=True)
    (output / "report.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    click.echo(table(rows))
