"""``python -m benchmarks.quality``: train, predict, evaluate, compare, split, and whatever else judges checkpoints."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from benchmarks.quality.datasets import DATA_SETS
from jobs.cli.options import Commands, Decorator, set_option

if TYPE_CHECKING:
    from training.backbones.sentences import Sentences

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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def main() -> None:
    """How good the values are, on public data sets.

    English: wdc, oa_mine, ae_110k. Chinese: jd_titles, taobao, reviews_zh.

    \b
    Example:
      python -m benchmarks.quality train wdc --data DIR --checkpoint build/quality/wdc
      python -m benchmarks.quality train jd_titles taobao reviews_zh --data DIR --checkpoint build/quality/zh
      python -m benchmarks.quality predict wdc --checkpoint build/quality/wdc --input FILE --output pred.jsonl
      python -m benchmarks.quality evaluate wdc oa_mine ae_110k --data DIR
    """
    # Waiting threads that spin make training several times slower wherever anything else runs; read when torch loads.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


@main.command()
@names_argument
@data_option
@click.option("--checkpoint", required=True, type=FOLDER, help="The folder to write; its data goes beside it.")
@config_option
@click.option("--dev-share", type=float, help="Share of the listings by which the epoch is chosen.")
@set_option
def train(
    names: tuple[str, ...],
    data: Path,
    checkpoint: Path,
    config: str | None,
    dev_share: float | None,
    overrides: tuple[str, ...],
) -> None:
    """Train one checkpoint for one or several data sets."""
    from benchmarks.quality.checkpoint import train_checkpoint

    began = time.monotonic()
    wanted = [*overrides, *([f"dev_share={dev_share}"] if dev_share is not None else [])]
    chosen = config or _default_config(names)
    train_checkpoint(names, data, checkpoint, config=chosen, overrides=wanted, report=_report())
    click.echo(f"trained in {time.monotonic() - began:.0f} s")


@main.command()
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


@main.command()
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
        training |= {"config": config or _default_config(names), "chosen": chosen or tuple(range(folds))}
        scored = cross_validate(names, data, output, folds=folds, report=_report(), **training)
    click.echo(write_report(output, scored, data))


@main.command()
@click.argument("base", type=FOLDER)
@click.argument("other", type=FOLDER)
@data_option
def compare(base: Path, other: Path, data: Path) -> None:
    """Two outputs of evaluate: the difference of each figure, and between what bounds chance may have put it."""
    from benchmarks.quality.comparison import COLUMNS
    from benchmarks.quality.comparison import compare as compare_outputs
    from benchmarks.quality.report import markdown

    click.echo(markdown(COLUMNS, list(compare_outputs(base, other, data))))


@main.command()
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


@main.command()
@click.option("--checkpoint", required=True, type=FOLDER)
@data_option
def distractors(checkpoint: Path, data: Path) -> None:
    """How often the model names a value of changed listings: asked as another category, words of titles shuffled."""
    from benchmarks.quality.distractors import rates, table

    click.echo(table(rates(checkpoint, data)))


@main.command()
@click.option("--checkpoint", required=True, type=FOLDER)
@click.option(
    "--input", "source", required=True, type=FILE, help="Listings as JSON lines, as `facetmill predict` takes."
)
@click.option("--threshold", default=0.5, show_default=True, type=click.FloatRange(0, 1))
def masking(checkpoint: Path, source: Path, threshold: float) -> None:
    """How many choices fall when the words with half of their attention are masked, in one line."""
    from benchmarks.quality.masking import masked_choices

    click.echo(masked_choices(checkpoint, source, threshold))


@main.command()
@click.option("--checkpoint", required=True, type=FOLDER)
@click.option("--data", type=FOLDER, help="The folder that holds catalogs/ and jd_titles/.")
@click.option(
    "--config",
    default="conf/demo/job.yaml",
    show_default=True,
    type=click.Path(),
    help="Whose sources the checkpoint is for.",
)
@click.option("--properties-file", default="conf/spark/local.conf", show_default=True, type=click.Path())
@click.option("--paths", is_flag=True, help="Give every listing the path of a category and an unknown level below it.")
@click.option("--precision", default=0.95, show_default=True, type=click.FloatRange(0, 1), help="category_precision.")
@click.option("--seed", default=13, show_default=True)
@click.option("--input", "source", type=FILE, help="Place the listings of this file instead; JSON lines with an id.")
@click.option("--output", "target", type=FILE, help="Where their lines go: id, category or null, confidence.")
def outside(
    checkpoint: Path,
    data: Path | None,
    config: str,
    properties_file: str,
    paths: bool,
    precision: float,
    seed: int,
    source: Path | None,
    target: Path | None,
) -> None:
    """How many categories are right where four of five listings are of none: sellers' categories are hidden.

    Foreign listings whose title or path names a category of the schema are left out and counted.
    """
    from benchmarks.quality.outside.mixture import read_mixture
    from benchmarks.quality.outside.placing import open_checkpoint, place, place_file, with_paths
    from benchmarks.quality.outside.scoring import table

    if bool(source) != bool(target) or bool(source) == bool(data):
        raise click.UsageError("give either --data, or --input and --output")
    pipeline = open_checkpoint(checkpoint, precision)
    if source and target:
        target.write_text("".join(place_file(pipeline, source)), encoding="utf-8")
    elif data:
        mixture = read_mixture(config, properties_file, pipeline.schema, data, seed)
        given = with_paths(mixture, pipeline.schema, seed) if paths else mixture
        click.echo("\n".join(table(place(pipeline, given), given)))


@main.command()
@names_argument
@data_option
@click.option("--n", default=100, show_default=True, type=click.IntRange(1), help="Listings to label.")
@click.option("--begin", default=50, show_default=True, type=click.IntRange(2), help="Random ones labelled before.")
@click.option(
    "--strategy", "strategies", multiple=True, default=("random", "next"), show_default=True,
    type=click.Choice(["random", "next"]), help="Who chooses them; repeatable.",
)  # fmt: skip
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(1))
@click.option("--pool", default=1000, show_default=True, type=click.IntRange(1), help="Listings to choose from.")
@click.option("--dev", default=200, show_default=True, type=click.IntRange(1), help="Listings of others that judge.")
@config_option
@set_option
@click.option("--output", default=Path("build/active"), show_default=True, type=FOLDER)
def active(
    names: tuple[str, ...],
    data: Path,
    strategies: tuple[str, ...],
    seeds: int,
    output: Path,
    config: str | None,
    overrides: tuple[str, ...],
    **sizes: int,
) -> None:
    """What 100 labels are worth where `facetmill labels next` chooses them, beside random ones and none.

    Gold answers stand in for the person. Prints a line of JSON for each training, then F1 of the seeds in a table.
    """
    from benchmarks.quality.active import Settings, rounds, table

    rows = []
    for name in names:
        settings = Settings(config or _default_config([name]), overrides, **sizes)
        for row in rounds([name], data, output, strategies, seeds, settings, _report()):
            click.echo(json.dumps(row))
            rows.append(row)
    output.mkdir(parents=True, exist_ok=True)
    (output / "report.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    click.echo(table(rows))


@main.command("hidden-maps")
@click.option("--checkpoint", required=True, type=FOLDER)
@click.option("--schema", "folder", type=click.Path(), help="Schema folder  [default: the checkpoint's own]")
@click.option(
    "--input", "sources", required=True, multiple=True, type=FILE,
    help="Listings with seller_attributes as JSON lines, as `facetmill predict` takes; repeatable.",
)  # fmt: skip
@click.option("--rows", type=FILE, help="Categories by product_id, as `facetmill schema draft` writes them.")
@click.option("--hide-categories", is_flag=True, help="The model has to find the category, too.")
@click.option("--pairs", type=FILE, help="left,right: pages of one product; each is judged by the other's map.")
@click.option("--category-precision", default=0.95, show_default=True, type=click.FloatRange(0, 1))
def hidden_maps(
    checkpoint: Path,
    folder: str | None,
    sources: tuple[Path, ...],
    rows: Path | None,
    hide_categories: bool,
    pairs: Path | None,
    category_precision: float,
) -> None:
    """Values read from texts whose maps are hidden, against what the rules make of the maps.

    Counted are values that stand in the text in some spelling. Give listings of shops that training has not seen.
    """
    from benchmarks.quality.hidden.maps import read_file, score, table, with_others_maps
    from jobs.cli.labels.distant import read_categories
    from udfs.checkpoint.manifest import read_schema
    from udfs.pipeline import Pipeline
    from udfs.schema.loading import load_schema
    from udfs.settings import Batching, Thresholds

    schema = load_schema(folder) if folder else read_schema(checkpoint)
    thresholds = Thresholds(category_precision=category_precision)
    pipeline = Pipeline.load(str(checkpoint), schema, thresholds, Batching())
    categories = read_categories(rows, schema, needed=True) if rows else {}
    listings = [listing for source in sources for listing in read_file(source, schema, categories)]
    listings = with_others_maps(listings, pairs) if pairs else listings
    click.echo("\n".join(table(score(pipeline, listings, hide_categories=hide_categories))))


@main.group()
def drafted() -> None:
    """What drafting makes of catalogs of strangers."""


@drafted.command()
@click.option("--data", required=True, type=FOLDER, help="The folder that holds catalogs/.")
def categories(data: Path) -> None:
    """Drafted categories: share of listings that land in one, and B-cubed F1 with the paths of one catalog hidden."""
    from benchmarks.quality.drafted.categories import table

    click.echo("\n".join(table(data, _sentences())))


@drafted.command()
@click.option("--data", required=True, type=FOLDER, help="The folder that holds catalogs/.")
@click.option("--no-encoder", is_flag=True, help="Names are compared by their words alone.")
def keys(data: Path, no_encoder: bool) -> None:
    """Drafted attributes of product pages against a table of keys made by hand: B-cubed, junk, kinds."""
    from benchmarks.quality.drafted.keys import table

    click.echo("\n".join(table(data, None if no_encoder else _sentences())))


def _sentences() -> Sentences:
    from training.backbones.sentences import MULTILINGUAL, Sentences

    return Sentences(MULTILINGUAL)


def _default_config(names: Sequence[str]) -> str:
    """English text alone is read best by an English backbone."""
    return CONFIGS[frozenset(DATA_SETS[name].language for name in names)]


def _refuse_given(context: click.Context, *names: str) -> None:
    """Raises UsageError where the command line has options that only a training would heed."""
    options = {parameter.name: parameter.opts[0] for parameter in context.command.params}
    given = [options[name] for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        raise click.UsageError(
            f"--checkpoint scores a trained checkpoint on all of the data, so {', '.join(given)} would change nothing; "
            "leave out either"
        )


def _report() -> Any:
    """Progress with the seconds since the command began."""
    began = time.monotonic()
    return lambda message: click.echo(f"{time.monotonic() - began:6.0f} s  {message}")


if __name__ == "__main__":
    main()
