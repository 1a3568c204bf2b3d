"""``facetmill``: the command line. Each command imports what it needs when it runs, so that help is instant."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jobs import VERSION
from jobs.cli_options import (
    DEMO_CONFIG,
    Commands,
    config_option,
    job_config,
    lang_option,
    open_library,
    properties_option,
    set_option,
)

if TYPE_CHECKING:
    from udfs.schema import Language


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, prog_name="facetmill")
def main() -> None:
    """Raw product listings to audited tables of standardized attributes.

    \b
    Exit codes: 0 done, 1 something unexpected or a check that failed, 2 correct what was given, 75 run again.
    """


@main.command(short_help="Standardize listings from a JSON lines file, without Spark.")
@click.option("--checkpoint", required=True, type=click.Path(), help="Folder that training wrote.")
@click.option("--input", "source", required=True, metavar="FILE", help="One listing a line; - for standard input.")
@click.option("--output", "target", required=True, metavar="FILE", help="One result a line; - for standard output.")
@click.option("--schema", "schema_folder", type=click.Path(), help="Schema folder  [default: the checkpoint's own]")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Such as thresholds.value=0.6.")
@lang_option
def predict(
    checkpoint: str,
    source: str,
    target: str,
    schema_folder: str | None,
    overrides: tuple[str, ...],
    lang: Language,
) -> None:
    """Standardize listings from a JSON lines file into another, without Spark.

    Listings have product_id, title, description, category (may be null), source, and may have site (or else url) and
    seller_attributes.

    \b
    Example:
      facetmill predict --checkpoint build/demo/checkpoint --input listings.jsonl --output pred.jsonl
    """
    from jobs import predict as predicting
    from jobs.display import console
    from jobs.labels import Labels
    from udfs.schema import load_schema

    log = console(stderr=True)
    settings = predicting.read_settings(overrides)
    schema = load_schema(schema_folder) if schema_folder else None
    with predicting.open_input(source) as (lines, size):
        with log.status("loading the checkpoint"):
            pipeline = predicting.load_pipeline(checkpoint, schema, settings.thresholds, settings.batching)
        with predicting.open_output(target) as sink:
            labels = Labels(pipeline.schema, lang)
            counts = predicting.predict(pipeline, lines, size, sink, settings.max_characters, log, labels)
    log.print(counts.said(labels))


@main.command("dry-run", short_help="Show what listings would become, without writing.")
@click.argument("path", metavar="FILE|TABLE")
@config_option()
@click.option("--source", "source_name", metavar="NAME", help="Read FILE with the column mapping of this source.")
@click.option("--checkpoint", type=click.Path(), help="Folder that training wrote  [default: the config's]")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(min=1), help="Listings to show.")
@lang_option
@set_option
@properties_option
def dry_run(
    path: str,
    config_path: str,
    source_name: str | None,
    checkpoint: str | None,
    limit: int,
    lang: Language,
    overrides: tuple[str, ...],
    properties_file: str,
) -> None:
    """Show what each listing of a CSV, JSON lines or Parquet file or Delta table would become; nothing is written.

    A path that the config names is read with that source's mapping; any other with --source, or by columns named
    product_id, title, description, category, site (or else url), locale, seller_attributes, updated_at.

    \b
    Example:
      facetmill dry-run conf/demo/catalog/marketplace.jsonl --limit 5 --lang zh
    """
    from jobs import dry_run as trial
    from jobs.card import show_card
    from jobs.display import console
    from jobs.labels import Labels
    from udfs.schema import load_schema

    config = job_config(config_path, overrides)
    if checkpoint:
        config = config.model_copy(update={"checkpoint": checkpoint})
    schema = load_schema(config.schema_folder)
    cards = trial.dry_run(path, config, schema, source_name=source_name, limit=limit, properties_file=properties_file)
    out, labels = console(), Labels(schema, lang)
    for card in cards:
        show_card(out, card, labels)
    rejected = sum(card.category is None for card in cards)
    counts = labels.say("{:,} listings, {:,} of them rejected; nothing was written").format(len(cards), rejected)
    out.print(f"\n{counts}")


@main.command(short_help="Standardize a catalog into Delta tables.")
@config_option(default=None)
@lang_option
@set_option
@properties_option
def run(config_path: str, lang: Language, overrides: tuple[str, ...], properties_file: str) -> None:
    """Run the standardize job in a local Spark session: the same as spark-submit jobs/standardize.py.

    \b
    Example:
      facetmill run --config conf/demo/job.yaml --set thresholds.value=0.6
    """
    from jobs import report
    from jobs.display import console
    from jobs.labels import Labels
    from jobs.pipeline import run as standardize
    from jobs.progress import Progress
    from jobs.session import build_session
    from udfs.schema import load_schema

    config = job_config(config_path, overrides)
    spark = build_session(f"facetmill {config.name}", properties_file)
    summary = standardize(spark, config, Progress())
    report.show(spark, summary, Labels(load_schema(config.schema_folder), lang), console())


@main.command(short_help="Train a checkpoint on labelled listings.")
@click.option("--config", "config_path", required=True, type=click.Path(), help="Such as conf/training/demo.yaml.")
@set_option
@click.option("--properties-file", type=click.Path(), help="Spark settings, for labels in Delta or Parquet tables.")
def train(config_path: str, overrides: tuple[str, ...], properties_file: str | None) -> None:
    """Train a checkpoint on labelled listings: the same as spark-submit jobs/train.py.

    \b
    Example:
      facetmill train --config conf/training/demo.yaml --set optimization.epochs=4
    """
    from jobs import train as training

    if properties_file:
        from jobs.session import build_session

        build_session("facetmill train", properties_file)  # training reads labelled tables in the session it finds
    arguments = ["--config", config_path, *(f"--set={override}" for override in overrides)]
    training.main.main(arguments, prog_name="facetmill train")


@main.command(short_help="Show everything behind one product's values.")
@click.argument("product_id")
@config_option()
@click.option("--attribute", metavar="NAME", help="Only this attribute: its id, or its name in either language.")
@lang_option
@properties_option
def explain(product_id: str, config_path: str, attribute: str | None, lang: Language, properties_file: str) -> None:
    """Print the chain behind each value of a product: raw text, rule, value, origin, and the claims that lost.

    \b
    Example:
      facetmill explain SKU-1001 --attribute brand
    """
    from jobs.display import console
    from jobs.explain import explain as explain_product
    from jobs.labels import Labels

    library, schema = open_library(config_path, properties_file)
    explain_product(console(), library, schema, Labels(schema, lang), product_id, attribute)


@main.command(short_help="Show the tables of the last run.")
@click.argument("table", required=False)
@config_option()
@click.option("--limit", default=5, show_default=True, type=click.IntRange(min=1), help="Rows of each table.")
@click.option("--demo", is_flag=True, help="Show six listings before and after instead, and what to type next.")
@lang_option
@properties_option
def show(table: str | None, config_path: str, limit: int, demo: bool, lang: Language, properties_file: str) -> None:
    """Show the last finished run: its summary and samples of its tables, or the first rows of one TABLE or view.

    \b
    Example:
      facetmill show unmapped --limit 20
    """
    from jobs import show as showing
    from jobs.display import console
    from jobs.labels import Labels

    library, schema = open_library(config_path, properties_file)
    labels = Labels(schema, lang)
    if table:
        showing.show_table(console(), library, labels, table, limit)
    elif demo:
        options = "" if config_path == DEMO_CONFIG else f" --config {config_path}"
        showing.show_demo(console(), library, labels, options if lang == "en" else f"{options} --lang {lang}")
    else:
        showing.show_run(console(), library, labels, limit)


@main.command(short_help="Query the tables of the last run.")
@click.argument("query")
@config_option()
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1), help="Rows on a terminal.")
@lang_option
@properties_option
def sql(query: str, config_path: str, limit: int, lang: Language, properties_file: str) -> None:
    """Run a SQL query over the tables of the last run and CATEGORY_products, printing a table, or CSV when piped.

    \b
    Example:
      facetmill sql "SELECT brand, count(*) FROM headphones_products GROUP BY brand" > brands.csv
    """
    from jobs import show as showing
    from jobs.display import console
    from jobs.labels import Labels

    showing.require_query(query)
    library, schema = open_library(config_path, properties_file)
    showing.query(console(), library, Labels(schema, lang), query, limit)


@main.group(short_help="Check the schema, or teach it rules.")
def schema() -> None:
    """Work with the schema: categories, attributes, values, tags."""


@schema.command()
@click.argument("folder", default="conf/schema", type=click.Path())
@lang_option
def check(folder: str, lang: Language) -> None:
    """Check a schema folder: all faults with file and line, or a table of what it holds.

    \b
    Example:
      facetmill schema check conf/schema
    """
    from jobs.display import console
    from jobs.labels import Labels
    from jobs.schema_check import show_schema
    from udfs.schema import load_schema

    show_schema(console(), folder, Labels(load_schema(folder), lang))


@schema.command()
@click.option("--labels", required=True, metavar="FILE", help="JSON lines: category, attribute, raw, value.")
@click.option("--schema", "folder", default="conf/schema", show_default=True, type=click.Path(), help="Schema folder.")
@click.option("--out", required=True, type=click.Path(), help="Folder for the schema with what was learned.")
@click.option("--min-support", default=2, show_default=True, type=click.IntRange(min=1), help="Pairs a rule needs.")
@click.option(
    "--min-precision", default=0.8, show_default=True, type=click.FloatRange(0, 1), help="Share it must make right."
)
@lang_option
def learn(labels: str, folder: str, out: str, min_support: int, min_precision: float, lang: Language) -> None:
    """Learn rules and aliases from pairs of what sellers wrote and the standard value, and write them into a schema.

    Each line names a category and an attribute of the schema by their ids, the raw text, and the value that is right
    for it, or a list of several. What was learned before is replaced; what people wrote stays.

    \b
    Example:
      facetmill schema learn --labels pairs.jsonl --schema conf/schema --out build/schema
    """
    from jobs.display import console
    from jobs.schema_learn import learn_schema
    from udfs.decision_list import Thresholds

    learn_schema(console(), labels, folder, out, Thresholds(min_support, min_precision), lang)


@main.command(short_help="Check this machine: Java, jars, packages, GPU, memory, disk, speed.")
@properties_option
@click.option(
    "--config",
    "config_path",
    type=click.Path(),
    help="A job config: its target is checked and its checkpoint measured.",
)
def doctor(properties_file: str, config_path: str | None) -> None:
    """Check this machine: Java, jars, packages, Arrow, torch, GPU, memory, disk, write access, and how fast it infers.

    \b
    Example:
      facetmill doctor --config conf/demo/job.yaml
    """
    from jobs import doctor as examination
    from jobs.display import console

    config = job_config(config_path) if config_path else None
    if not examination.report(console(), examination.examine(properties_file, config)):
        sys.exit(1)


if __name__ == "__main__":
    main()
