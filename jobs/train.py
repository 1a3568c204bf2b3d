"""``spark-submit jobs/train.py --config conf/training/demo.yaml``: labelled tables in, a checkpoint folder out.

The one place where Spark meets training: it reads the tables and hands plain rows over.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__" and Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    sys.path.pop(0)  # spark-submit puts the script's folder first, where our file names would hide other packages

import click

from jobs.display.endings import Command
from jobs.session.places import require_places
from udfs.config import load_config
from udfs.errors import LabelError
from udfs.jsonl import json_object, numbered_lines

if TYPE_CHECKING:
    from training.config import LabelledSource, TrainConfig


def labelled_rows(source: LabelledSource) -> Iterator[dict[str, Any]]:
    """Rows of one labelled table as plain dictionaries. Raises LabelError when it cannot be read.

    JSON lines are read as text, line by line: no schema is guessed, and Spark is started only for tables that need it.
    """
    if source.format == "json":
        yield from _json_lines(source.path)
        return
    from pyspark.errors import AnalysisException

    from jobs.session.start import active_session, require_delta

    spark = active_session("facetmill train")
    if source.format == "delta":
        require_delta(spark)
    reader = spark.read.format(source.format)
    if source.version is not None:
        reader = reader.option("versionAsOf", source.version)
    try:
        frame = reader.load(source.path)
    except AnalysisException as cause:
        raise LabelError(f"cannot read the labelled {source.format} table {source.path}: {cause}") from cause
    for row in frame.toLocalIterator():
        yield row.asDict(recursive=True)


def _json_lines(pattern: str) -> Iterator[dict[str, Any]]:
    import glob

    files = [file for file in sorted(glob.glob(pattern)) if Path(file).is_file()]
    if not files:
        raise LabelError(f"cannot read labelled listings: no file matches {pattern}")
    for file in files:
        for number, line in numbered_lines(file):
            try:
                yield json_object(line)
            except ValueError as fault:
                raise LabelError(f"{file}:{number}: {fault}") from fault


def run(config: TrainConfig) -> None:
    """Read every labelled source and train."""
    from training.train import train

    rows = [row for source in config.labelled for row in labelled_rows(source)]
    train(config, rows, lambda line: click.echo(line, err=True))


@click.command(help=__doc__, cls=Command, stopped="progress is kept, and the same command takes it up again")
@click.option("--config", "path", required=True, type=click.Path(), help="A file such as conf/training/demo.yaml.")
@click.option(
    "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override one key of the config; repeatable."
)
def main(path: str, overrides: tuple[str, ...]) -> None:
    """Entry point of spark-submit."""
    # Waiting threads that spin make training ten times slower wherever anything else runs; read once, when torch loads.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from training.config import TrainConfig

    config = load_config(path, TrainConfig, overrides)
    require_places(path, {"schema": config.schema_folder})
    run(config)


if __name__ == "__main__":
    main()
