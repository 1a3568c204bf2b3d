"""Commands that look at one checkpoint: what it does where it should be silent, and with maps hidden."""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.quality.commands.options import FILE, FOLDER, data_option


@click.command()
@click.option("--checkpoint", required=True, type=FOLDER)
@data_option
def distractors(checkpoint: Path, data: Path) -> None:
    """How often the model names a value of changed listings: asked as another category, words of titles shuffled."""
    from benchmarks.quality.distractors import rates, table

    click.echo(table(rates(checkpoint, data)))


@click.command()
@click.option("--checkpoint", required=True, type=FOLDER)
@click.option(
    "--input", "source", required=True, type=FILE, help="Listings as JSON lines, as `facetmill predict` takes."
)
@click.option("--threshold", default=0.5, show_default=True, type=click.FloatRange(0, 1))
def masking(checkpoint: Path, source: Path, threshold: float) -> None:
    """How many choices fall when the words with half of their attention are masked, in one line."""
    from benchmarks.quality.masking import masked_choices

    click.echo(masked_choices(checkpoint, source, threshold))


@click.command()
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


@click.command("hidden-maps")
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
