"""``facetmill train``: a checkpoint from labelled listings."""

from __future__ import annotations

import click

from jobs import train as training
from jobs.cli.options import set_option
from jobs.display.endings import Command


@click.command("train", cls=Command)
@click.option("--config", "config_path", required=True, type=click.Path(), help="Such as conf/training/demo.yaml.")
@set_option
@click.option("--properties-file", type=click.Path(), help="Spark settings, for labels in Delta or Parquet tables.")
def command(config_path: str, overrides: tuple[str, ...], properties_file: str | None) -> None:
    """Train a checkpoint on labelled listings: the same as spark-submit jobs/train.py.

    \b
    Example:
      facetmill train --config conf/training/demo.yaml --set optimization.epochs=4
    """
    if properties_file:
        from jobs.session.start import build_session

        build_session("facetmill train", properties_file)  # training reads labelled tables in the session it finds
    arguments = ["--config", config_path, *(f"--set={override}" for override in overrides)]
    training.main.main(arguments, prog_name="facetmill train")
