"""The standardize job for spark-submit.

    spark-submit --properties-file conf/spark/local.conf jobs/standardize.py --config conf/demo/job.yaml

Exit codes: 0 done, 2 something given is wrong (nothing was written), 3 beyond a limit of the config (nothing was
published), 75 stopped half way (run again to continue).
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    # spark-submit puts the script's folder first, where our module names would hide those of installed packages.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import click
from rich.console import Console

from jobs.config import JobConfig
from jobs.display import report
from jobs.display.progress import Progress
from jobs.language.names import Labels
from jobs.run.pipeline import run
from jobs.session.start import active_session
from udfs.config import load_config
from udfs.errors import FacetmillError
from udfs.schema.loading import load_schema


@click.command()
@click.option("--config", "config_file", required=True, type=click.Path(dir_okay=False), help="YAML file of the job.")
@click.option("--set", "overrides", multiple=True, metavar="KEY.PATH=VALUE", help="Override one key; may be repeated.")
@click.option("--lang", default="en", help="Language of the summary: en, or one of the schema.")
def main(config_file: str, overrides: tuple[str, ...], lang: str) -> None:
    """Standardize the sources of a job config into Delta tables."""
    try:
        config = load_config(config_file, JobConfig, overrides)
        labels = Labels(load_schema(config.schema_folder), lang)  # a wrong language is told before the run
        spark = active_session(f"facetmill {config.name}")
        summary = run(spark, config, Progress())
        report.show(spark, summary, labels, Console(highlight=False))
    except FacetmillError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
