"""The standardize job for spark-submit.

    spark-submit --properties-file conf/spark/local.conf jobs/standardize.py --config conf/demo/job.yaml

Exit codes: 0 done, 2 something given is wrong (nothing was published), 3 beyond a limit of the config (the same), 75
stopped half way (run again to continue), 130 stopped by Ctrl-C (the same).
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    # spark-submit puts the script's folder first, where our module names would hide those of installed packages.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import click
from rich.console import Console

from jobs.config import load_job
from jobs.display import report
from jobs.display.endings import Command
from jobs.display.progress import Progress
from jobs.language.names import Labels
from jobs.run.pipeline import STOPPED, run
from jobs.session.places import require_places
from jobs.session.start import active_session
from udfs.schema.loading import load_schema


@click.command(cls=Command, stopped=STOPPED)
@click.option("--config", "config_file", required=True, type=click.Path(dir_okay=False), help="YAML file of the job.")
@click.option("--set", "overrides", multiple=True, metavar="KEY.PATH=VALUE", help="Override one key; may be repeated.")
@click.option("--refresh-statistics", is_flag=True, help="Count values and phrases of the catalog anew for its texts.")
@click.option("--strict-decisions", is_flag=True, help="Stop before anything is written if a decision has no effect.")
@click.option("--lang", default="en", help="Language of the summary: en, or one of the schema.")
def main(
    config_file: str, overrides: tuple[str, ...], refresh_statistics: bool, strict_decisions: bool, lang: str
) -> None:
    """Standardize the sources of a job config into Delta tables."""
    config = load_job(config_file, overrides)
    if refresh_statistics:
        config = config.with_fresh_statistics()
    if strict_decisions:
        config = config.model_copy(update={"strict_decisions": True})
    require_places(config_file, config.places)
    labels = Labels(load_schema(config.schema_folder), lang)  # a wrong language is told before the run
    spark = active_session(f"facetmill {config.name}")
    summary = run(spark, config, Progress())
    report.show(spark, summary, labels, Console(highlight=False))


if __name__ == "__main__":
    main()
