"""Commands that judge by data sets: their own formats in and out, and figures."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from benchmarks.quality.commands.options import (
    FILE,
    FOLDER,
    TASKS,
    config_option,
    data_option,
    default_config,
    folds_option,
    names_argument,
    report,
    share_option,
)
from jobs.cli.options import set_option


@click.command()
@click.argument("name", type=click.Choice(TASKS))
@click.option("--checkpoint", required=True, type=FOLDER)
@click.option("--input", "source", required=True, type=FILE, help="A file of the data set's own format.")
@click.option("--output", "target", required=True, type=FILE, help="In the data set's own format.")
def predict(name: str, checkpoint: Path, source: Path, target: Path) -> None:
    """Predict what a file's labels should say, from its texts, categories and sites alone."""
    from benchmarks.quality.predict import predict as predict_file

    began = time.monotonic()
    n = predict_file(name, checkpoint, source, target)
    click.echo(f"{n} listings in {time.monotonic() - began:.0f} s")


@click.command()
@names_argument
@data_option
@click.option("--checkpoint", type=FOLDER, help="Score this one on all of the data, and train none.")
@folds_option
@click.option("--fold", "chosen", multiple=True, type=int, help="Hold out this one only; repeatable.")
@share_option
@config_option
@set_option
@click.option("--output", default=Path("build/quality"), show_default=True, type=FOLDER)
@click.pass_context
def evaluate(
    context: click.Context,
    /,
    names: tuple[str, ...],
    data: Path,
    checkpoint: Path | None,
    folds: int,
    chosen: tuple[int, ...],
    output: Path,
    config: str | None,
    **training: Any,
) -> None:
    """Cross-validate by product: P, R and F1 or accuracy, calibration error, precision and coverage of sure values."""
    from benchmarks.quality.evaluate import cross_validate, evaluate_checkpoint
    from benchmarks.quality.report import write_report

    if checkpoint:
        _refuse_given(context, "folds", "chosen", "share", "config", "overrides")
        scored = evaluate_checkpoint(names, data, checkpoint)
    else:
        training |= {"config": config or default_config(names), "chosen": chosen or tuple(range(folds))}
        scored = cross_validate(names, data, output, folds=folds, report=report(), **training)
    click.echo(write_report(output, scored, data))


@click.command()
@click.argument("base", type=FOLDER)
@click.argument("other", type=FOLDER)
@data_option
def compare(base: Path, other: Path, data: Path) -> None:
    """Two outputs of evaluate: the difference of each figure, and between what bounds chance may have put it."""
    from benchmarks.quality.comparison import COLUMNS
    from benchmarks.quality.comparison import compare as compare_outputs
    from benchmarks.quality.report import markdown

    click.echo(markdown(COLUMNS, list(compare_outputs(base, other, data))))


@click.command()
@names_argument
@data_option
@folds_option
@click.option("--fold", required=True, type=int, help="The fold to hold out.")
@share_option
@click.option("--output", required=True, type=FOLDER, help="Gets train/ and held_out/, laid out as the data is.")
def split(names: tuple[str, ...], data: Path, folds: int, fold: int, share: float, output: Path) -> None:
    """Write the folds that evaluate would use, in the data sets' own formats."""
    from benchmarks.quality.folds import write_split

    write_split(names, data, output, folds=folds, fold=fold, share=share)


def _refuse_given(context: click.Context, *names: str) -> None:
    """Raises UsageError where the command line has options that only a training would heed."""
    options = {parameter.name: parameter.opts[0] for parameter in context.command.params}
    given = [options[name] for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        raise click.UsageError(
            f"--checkpoint scores a trained checkpoint on all of the data, so {', '.join(given)} would change nothing; "
            "leave out either"
        )
