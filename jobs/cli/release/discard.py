"""``facetmill discard``: drop a run that a gate holds."""

from __future__ import annotations

import click

from jobs.cli.configs import ReadFrom
from jobs.cli.options import deciding_options, properties_option, target_options
from jobs.display.endings import Command
from jobs.session.short import short_session


@click.command("discard", cls=Command)
@click.argument("run")
@target_options
@deciding_options
@properties_option
def command(run: str, place: ReadFrom, by: str, why: str, properties_file: str) -> None:
    """Drop a held RUN: its row in table runs keeps who decided so, and why; what it had staged is deleted.

    \b
    Example:
      facetmill discard 20261128T131716Z-7aca2d --config conf/demo/job.yaml --by "Li Wei" --why "the export was cut off"
    """
    from jobs.run.release.resume import discard

    discard(short_session("facetmill discard", properties_file, delta=True), place.tables_at, run, by, why)
    click.echo(f"run {run} is discarded; readers stay on the last published run")
