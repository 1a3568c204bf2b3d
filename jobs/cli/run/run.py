"""``facetmill run``: the standardize job in a local Spark session."""

from __future__ import annotations

import click

from jobs.cli.configs import job_config
from jobs.cli.options import config_option, lang_option, properties_option, set_option
from jobs.display import report
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.display.progress import Progress
from jobs.language.names import Labels
from jobs.run.pipeline import STOPPED, run
from jobs.session.places import require_places, require_target
from jobs.session.properties import read_properties
from jobs.session.start import build_session
from udfs.schema.loading import load_schema


@click.command("run", cls=Command, stopped=STOPPED)
@config_option()
@lang_option
@set_option
@click.option("--refresh-statistics", is_flag=True, help="Count values and phrases of the catalog anew for its texts.")
@click.option("--strict-decisions", is_flag=True, help="Stop before anything is written if a decision has no effect.")
@properties_option
def command(
    config_path: str,
    lang: str,
    overrides: tuple[str, ...],
    refresh_statistics: bool,
    strict_decisions: bool,
    properties_file: str,
) -> None:
    """Run the standardize job in a local Spark session: the same as spark-submit jobs/standardize.py.

    \b
    Example:
      facetmill run --config conf/demo/job.yaml --set thresholds.value=0.6
    """
    config = job_config(config_path, overrides)
    if refresh_statistics:
        config = config.with_fresh_statistics()
    if strict_decisions:
        config = config.model_copy(update={"strict_decisions": True})
    require_places(config_path, config.places)
    require_target(config.target, read_properties(properties_file))
    labels = Labels(load_schema(config.schema_folder), lang)  # a wrong language is told before the run
    spark = build_session(f"facetmill {config.name}", properties_file)
    summary = run(spark, config, Progress())
    report.show(spark, summary, labels, console())
