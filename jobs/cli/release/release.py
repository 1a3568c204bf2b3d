"""``facetmill release``: publish a run that a gate holds."""

from __future__ import annotations

import click

from jobs.cli.configs import ReadFrom
from jobs.cli.options import deciding_options, lang_option, properties_option, target_options
from jobs.display import report
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.display.progress import Progress
from jobs.language.names import Labels
from jobs.session.start import build_session
from udfs.schema.loading import load_schema

STOPPED = "readers stay on the last published run; run the job again"


@click.command("release", cls=Command, stopped=STOPPED)
@click.argument("run")
@target_options
@deciding_options
@lang_option
@properties_option
def command(run: str, place: ReadFrom, by: str, why: str, lang: str, properties_file: str) -> None:
    """Publish a held RUN from what it has staged, without reading, inferring or standardizing anything again.

    It works with the config that the run had. Schema, decisions, checkpoint and tables must be as they were. Call it
    from the folder that the run was called from.

    \b
    Example:
      facetmill release 20261128T131716Z-7aca2d --config conf/demo/job.yaml --by "Li Wei" --why "as planned"
    """
    from jobs.run.release.resume import release

    spark = build_session("facetmill release", properties_file)
    summary, config = release(spark, place.tables_at, run, by, why, Progress())
    report.show(spark, summary, Labels(load_schema(config.schema_folder), lang), console())
