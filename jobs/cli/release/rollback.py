"""``facetmill rollback``: publish an earlier run again."""

from __future__ import annotations

import click

from jobs.cli.configs import ReadFrom
from jobs.cli.options import deciding_options, properties_option, target_options
from jobs.display.endings import Command
from jobs.display.progress import Progress
from jobs.session.short import short_session

STOPPED = "readers stay on the last published run; roll back again, or run the job"


@click.command("rollback", cls=Command, stopped=STOPPED)
@click.argument("run")
@target_options
@deciding_options
@properties_option
def command(run: str, place: ReadFrom, by: str, why: str, properties_file: str) -> None:
    """Restore all tables of an earlier live RUN together, and publish them as a new run.

    What people wrote, and the caches, stay as they are. The next run of the job makes its products anew where its
    schema or config is not that of RUN: bring them back as well.

    \b
    Example:
      facetmill rollback 20261128T131716Z-7aca2d --config conf/demo/job.yaml --by "Li Wei" --why "brands are wrong"
    """
    from jobs.run.release.rollback import rollback

    spark = short_session("facetmill rollback", properties_file, delta=True)
    new = rollback(spark, place.tables_at, run, by, why, Progress())
    click.echo(f"run {new} is published: the tables of run {run}")
