"""``facetmill labels next``: the listings whose labels would help most, with what the model suggests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource
from rich.console import Console

from jobs.cli.configs import CONFIG_VARIABLE, job_config, nearest_config
from jobs.cli.labels.rows import write_rows
from jobs.cli.options import lang_option, properties_option
from jobs.cli.run.predict import json_lines, open_input
from jobs.config import Reject
from jobs.display.console import console
from jobs.display.endings import CONFIG_FILE, Command
from jobs.language.names import Labels
from jobs.session.places import default_schema, require_places
from jobs.sources.json_lines import ListingError, read_listing
from jobs.train import labelled_rows
from udfs.errors import CheckpointError, InputError, LabelError
from udfs.records import Listing
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.settings import Batching, Thresholds

if TYPE_CHECKING:
    from training.data.examples import Example
    from training.labelling.choosing import Unlabelled, VectorsOf
    from udfs.pipeline import Pipeline


@click.command("next", cls=Command)
@click.argument("source", metavar="[FILE]", required=False)
@click.option("--n", "count", default=40, show_default=True, type=click.IntRange(1), help="How many to pick.")
@click.option(
    "--config", "config_path", envvar=CONFIG_VARIABLE, show_envvar=True, metavar="FILE", type=click.Path(),
    default=nearest_config, show_default=f"without FILE, the nearest {CONFIG_FILE} upwards",
    help="A job config: pick from the products of its last run.",
)  # fmt: skip
@click.option("--run", metavar="RUN_ID", help="With a config: an earlier run of its target  [default: the newest]")
@click.option("--target", metavar="DIR", help="With a config: tables that lie elsewhere than it says.")
@click.option("--checkpoint", type=click.Path(), help="With FILE: whose suggestions are wanted; none: diversity alone.")
@click.option("--schema", "folder", type=click.Path(), help="With FILE  [default: the checkpoint's own]")
@click.option("--labels", "labelled", metavar="GLOB", help="What has labels already: it is not picked, nor its likes.")
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="File for `facetmill labels edit`.")
@click.option(
    "--pool", default=20_000, show_default=True, type=click.IntRange(1), help="Texts to choose from, at most."
)
@click.option("--force", is_flag=True, help="Replace what is at --out.")
@properties_option
@lang_option
def command(
    source: str | None, count: int, config_path: str | None, run: str | None, target: str | None,
    checkpoint: str | None, folder: str | None,
    labelled: str | None, out: str, pool: int, force: bool, properties_file: str, lang: str,
) -> None:  # fmt: skip
    """Pick the listings whose labels would help the model most, with its suggestions for a person to check.

    Helpful is what stands for many and is unlike all that has labels, so say with --labels what has. Give FILE,
    JSON lines as for `facetmill predict`, or the config of a job that has run. Each line that is written has
    "checked": false; training refuses it until `facetmill labels edit`, or Label Studio, has made labels of it.

    \b
    Examples:
      facetmill labels next --config conf/demo/job.yaml --out labels/next.jsonl
      facetmill labels next listings.jsonl --checkpoint build/demo/checkpoint --n 20 --out labels/next.jsonl
    """
    from training.labelling.choosing import choose, rows_to_label, without

    if source and click.get_current_context().get_parameter_source("config_path") is not ParameterSource.COMMANDLINE:
        config_path = None  # meant for other commands
    if bool(source) == bool(config_path):
        raise InputError("cannot pick listings: give either FILE, or --config with the config of a job that has run")
    if Path(out).exists() and not force:
        raise LabelError(
            f"{out} exists, and may hold labels; go on with `facetmill labels edit {out}`, or give --force"
        )
    log = console(stderr=True)
    if source:
        schema, texts, vectors, suggest = _of_file(source, checkpoint, folder, pool, log)
    else:
        schema, texts, vectors, suggest = _of_run(config_path or "", target, run, properties_file, pool, log)
    known = [example.listing for example in labelled_examples(labelled, schema, log)] if labelled else []
    left = without(texts, known)
    if not left:
        raise LabelError(f"nothing is left to label: all {len(texts):,} texts have labels in {labelled}")
    with log.status("choosing"):
        chosen = suggest([left[place] for place in choose(left, count, vectors, known)])
    write_rows(out, rows_to_label(chosen, schema))
    products = sum(one.products for one in chosen)
    said = Labels(schema, lang).say("{:,} of {:,} texts, of {:,} products, in {}; label them with: {}")
    log.print(said.format(len(chosen), len(left), products, out, f"facetmill labels edit {out}{_schema_of(folder)}"))


def _schema_of(folder: str | None) -> str:
    return f" --schema {folder}" if folder else ""


class Found(NamedTuple):
    """The ``texts`` to choose from, where they lie, and what adds the model's suggestions to those that are chosen."""

    schema: Schema
    texts: list[Unlabelled]
    vectors: VectorsOf
    suggest: Callable[[list[Unlabelled]], list[Unlabelled]] = list


def _of_file(source: str, checkpoint: str | None, folder: str | None, pool: int, log: Console) -> Found:
    """The texts of a file; the checkpoint, where there is one, reads those that are chosen."""
    from training.labelling.choosing import distinct, text_vectors

    pipeline = _open(checkpoint, load_schema(folder) if folder else None) if _is_one(checkpoint) else None
    schema = pipeline.schema if pipeline else load_schema(folder or default_schema())
    texts = distinct(_listings(source, schema, log))
    if not texts:
        raise LabelError(f"cannot pick listings: {source} holds none that can be used; see the reasons above")
    if len(texts) > pool:
        log.print(f"choosing from {pool:,} of {len(texts):,} texts, at random; --pool takes more")
    texts = texts[:pool]
    if pipeline is None:
        return Found(schema, texts, text_vectors)
    return Found(schema, texts, _encoder(pipeline), partial(_read, pipeline))


def _read(pipeline: Pipeline, texts: list[Unlabelled]) -> list[Unlabelled]:
    """The texts with what the model says of them."""
    found = pipeline.predictor.extract([one.listing for one in texts])
    return [replace(one, extraction=said) for one, said in zip(texts, found, strict=True)]


def _of_run(
    config_path: str, target: str | None, run: str | None, properties_file: str, pool: int, log: Console
) -> Found:
    """The texts of the last run's products; without its checkpoint they are compared by their words alone."""
    from jobs.cli.labels.run_texts import unlabelled_texts
    from jobs.reading.library import Library
    from jobs.session.short import short_session
    from training.labelling.choosing import text_vectors

    config = job_config(config_path)
    require_places(config_path, {"schema": config.schema_folder})
    schema = load_schema(config.schema_folder)
    spark = short_session("facetmill labels next", properties_file, delta=True)
    with log.status("reading the tables of the last run"):
        texts = unlabelled_texts(Library.open(spark, target or config.target, run), pool)
    if not texts:
        raise LabelError(f"cannot pick listings: the last run at {config.target} has no products")
    if not any(one.extraction for one in texts):
        log.print("no model has read these texts: they are chosen by how they differ alone")
        return Found(schema, texts, text_vectors)
    try:
        return Found(schema, texts, _encoder(_open(config.checkpoint, schema)))
    except CheckpointError as cause:
        log.print(f"listings are compared by their words alone: {cause}")
        return Found(schema, texts, text_vectors)


def _is_one(checkpoint: str | None) -> bool:
    return checkpoint not in (None, "none")


def _open(checkpoint: str | None, schema: Schema | None) -> Pipeline:
    from udfs.pipeline import Pipeline

    return Pipeline.load(checkpoint or "", schema, Thresholds(), Batching())


def _encoder(pipeline: Pipeline) -> VectorsOf:
    from udfs.serving.vectors import encoder_vectors

    return partial(encoder_vectors, pipeline.predictor)


def _listings(source: str, schema: Schema, log: Console) -> Iterator[Listing]:
    """The usable listings of a file of JSON lines; what cannot be used is counted by its reason."""
    reasons: dict[str, int] = {}
    with open_input(source) as (file, _):
        for line in json_lines(file, source):
            if not line.strip():
                continue
            try:
                yield read_listing(line, schema, Reject().max_characters)
            except ListingError as error:
                reasons[str(error.reason)] = reasons.get(str(error.reason), 0) + 1
    if reasons:
        told = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
        log.print(f"{sum(reasons.values()):,} lines are left out ({told})")


def labelled_examples(pattern: str, schema: Schema, log: Console) -> list[Example]:
    """Labelled rows, also those that nobody has checked: their texts were picked before. Raises LabelError."""
    from training.config import LabelledSource
    from training.data.examples import read_examples

    rows = list(labelled_rows(LabelledSource(format="json", path=pattern)))
    found, rejected = read_examples([{**row, "checked": None} for row in rows], schema)
    if rejected:
        first = rejected[0]
        log.print(
            f"{len(rejected):,} labels are left out, such as row {first.row + 1} ({first.product_id}): {first.reason}"
        )
    return found
