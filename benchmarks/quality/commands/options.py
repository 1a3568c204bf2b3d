"""What the commands share: data sets by name, folders, configs, folds, progress."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from benchmarks.quality.datasets import DATA_SETS
from jobs.cli.options import Decorator

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
CONFIGS = {
    frozenset({"en"}): "conf/training/quality.yaml",
    frozenset({"zh"}): "conf/training/quality_chinese.yaml",
    frozenset({"en", "zh"}): "conf/training/quality_bilingual.yaml",
}
# The names of benchmarks.quality.tasks.TASKS, which loads torch: help should be instant.
TASKS = ("wdc", "wdc_normalized", "wdc_normalize_gold", "oa_mine", "ae_110k", "jd_titles", "taobao", "reviews_zh")

names_argument: Decorator = click.argument(
    "names", nargs=-1, required=True, type=click.Choice(list(DATA_SETS)), metavar="NAME…"
)
data_option: Decorator = click.option(
    "--data", required=True, type=FOLDER,
    help=f"The folder that holds {', '.join(f'{data_set.folder}/' for data_set in DATA_SETS.values())}.",
)  # fmt: skip
config_option: Decorator = click.option(
    "--config", help="A training config without schema, labelled and output.",
    show_default="by the data sets' languages one of " + ", ".join(CONFIGS.values()),
)  # fmt: skip
folds_option: Decorator = click.option("--folds", default=5, show_default=True, type=click.IntRange(2))
share_option: Decorator = click.option(
    "--share", default=1.0, show_default=True, type=click.FloatRange(0, 1, min_open=True),
    help="Learn from this share of the training folds.",
)  # fmt: skip


def default_config(names: Sequence[str]) -> str:
    """English text alone is read best by an English backbone."""
    return CONFIGS[frozenset(DATA_SETS[name].language for name in names)]


def report() -> Any:
    """Progress with the seconds since the command began."""
    began = time.monotonic()
    return lambda message: click.echo(f"{time.monotonic() - began:6.0f} s  {message}")
