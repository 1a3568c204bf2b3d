"""``facetmill dry-run``: what each of the first listings of a file or table would become. Nothing is written.

Reading and screening are the job's own, in a small Spark session; the model runs in this process.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
import pyarrow as pa
from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException
from pyspark.sql import Row, SparkSession

from jobs.cli.configs import job_config
from jobs.cli.options import (
    config_option,
    lang_option,
    properties_option,
    set_option,
    untrained_options,
)
from jobs.config import UNMAPPED, Columns, Format, JobConfig, Source
from jobs.display.card import Card, category_remark, show_card
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.language.names import Labels
from jobs.session.faults import first_line
from jobs.session.places import require_places
from jobs.session.short import short_session
from jobs.sources.files.compression import without_packing
from jobs.sources.files.guessing import as_it_looks
from jobs.sources.screening import SCREENED, SCREENED_BY, settle
from jobs.sources.sources import CORRUPT, OpenSource, listings, open_sources, with_columns
from udfs.checkpoint.manifest import check_schema, read_manifest
from udfs.errors import ConfigError, SourceError
from udfs.reasons import Reason
from udfs.records import Listing
from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema
from udfs.settings import NOTHING_INFERRED
from udfs.spark.functions import screened

if TYPE_CHECKING:
    from udfs.pipeline import RulesPipeline, StandardListing

_SUFFIXES: dict[str, Format] = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".json": "json", ".jsonl": "json", ".ndjson": "json",
    ".parquet": "parquet", ".txt": "text",
}  # fmt: skip
_TABS = (".tsv", ".tab")
_CANONICAL = tuple(Columns.model_fields)
_NEEDED = ("product_id", "title")
_POSITION = "position"


@click.command("dry-run", cls=Command)
@click.argument("path", metavar="FILE|TABLE")
@config_option()
@click.option("--source", "source_name", metavar="NAME", help="Read FILE with the column mapping of this source.")
@click.option(
    "--checkpoint", type=click.Path(), help="Folder that training wrote; none: rules alone  [default: the config's]"
)
@untrained_options
@click.option("--limit", default=10, show_default=True, type=click.IntRange(min=1), help="Listings to show.")
@lang_option
@set_option
@properties_option
def command(
    path: str,
    config_path: str,
    source_name: str | None,
    checkpoint: str | None,
    allow_untrained: bool,
    ask_untrained: bool,
    limit: int,
    lang: str,
    overrides: tuple[str, ...],
    properties_file: str,
) -> None:
    """Show what each listing of a CSV, TSV, JSON, text or Parquet file or Delta table would become; nothing is written.

    CSV, TSV, JSON and text (a title a line) may be packed as .gz, .bz2 or .zst.

    A path that the config names is read with that source's mapping; any other with --source, or by columns named
    product_id, title, description, category, site (or else url), locale, seller_attributes, updated_at.

    \b
    Example:
      facetmill dry-run conf/demo/catalog/marketplace.jsonl --config conf/demo/job.yaml --limit 5 --lang zh
    """
    config = job_config(config_path, overrides)
    places = config.places
    if checkpoint:
        config = config.model_copy(update={"checkpoint": checkpoint})
        places = {"schema": config.schema_folder}
    flags = {"allow_untrained": allow_untrained, "ask_untrained": ask_untrained}
    config = config.model_copy(update={name: True for name, given in flags.items() if given})
    require_places(config_path, places)
    schema = load_schema(config.schema_folder)
    out, labels = console(), Labels(schema, lang)
    cards = dry_run(path, config, schema, source_name=source_name, limit=limit, properties_file=properties_file)
    for card in cards:
        show_card(out, card, labels)
    rejected = sum(card.rejected for card in cards)
    counts = labels.say("{:,} listings, {:,} of them rejected; nothing was written").format(len(cards), rejected)
    out.print(f"\n{counts}")


def dry_run(
    path: str, config: JobConfig, schema: Schema, *, source_name: str | None, limit: int, properties_file: str
) -> list[Card]:
    """Cards of the first ``limit`` listings, in the order of the file.

    ``path`` may be a source of the config; else the mapping of the source ``source_name`` is used, or columns of our
    own names are expected. Raises InputError when something given is wrong.
    """
    if told := _told(config, schema):
        click.echo(f"note: {told}", err=True)
    source = choose_source(path, config, source_name)
    with ThreadPoolExecutor(1) as pool:  # torch is imported while the JVM starts
        loading = pool.submit(_pipeline, config, schema)
        spark = short_session("facetmill dry-run", properties_file, delta=source.format == "delta")
        opened = open_file(spark, source)
        for note in opened.notes:
            click.echo(f"note: {note}", err=True)
        rows = read_rows(opened, schema, config, limit)
        return _cards(loading.result(), rows)


def _told(config: JobConfig, schema: Schema) -> str | None:
    """What is told of the model. Raises CheckpointError at once, not after Spark has started."""
    if not config.has_model:
        return NOTHING_INFERRED
    read_manifest(config.checkpoint)
    return check_schema(config.checkpoint, schema, config.untrained).untrained.told()


def _pipeline(config: JobConfig, schema: Schema) -> RulesPipeline:
    from udfs.pipeline import load_pipeline

    return load_pipeline(
        config.checkpoint, schema, config.thresholds, config.batching,
        unknown_category=config.unknown_category, untrained=config.untrained,
    )  # fmt: skip


class HasSources(Protocol):
    """A job config, or as much of one as reading needs."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """What may be read."""
        ...


def choose_source(path: str, config: HasSources, source_name: str | None) -> Source:
    """How to read a path: as the source of that name, as the config's source with this path, or by our column names.

    In the last case the source has no columns yet, see :func:`open_file`. Raises ConfigError.
    """
    by_name = {source.name: source for source in config.sources}
    if source_name is not None:
        if source_name not in by_name:
            raise ConfigError(f"the config has no source {source_name!r}; it has {', '.join(by_name)}")
        source = by_name[source_name]
        return source.model_copy(update={"path": path, "format": _format(path) or source.format, "version": None})
    for source in config.sources:
        if source.path == path or fnmatch(str(Path(path).absolute()), str(Path(source.path).absolute())):
            return source.model_copy(update={"path": path})
    kind = _format(path) or "text"
    tabs = Path(without_packing(path)).suffix.lower() in _TABS
    source = Source(name="file", format=kind, path=path, columns=UNMAPPED)
    return source.model_copy(update={"options": {"sep": "\\t" if tabs else "auto"}}) if kind == "csv" else source


def _format(path: str) -> Format | None:
    folder = Path(path)
    if (folder / "_delta_log").is_dir():
        return "delta"
    inside = folder.iterdir() if folder.is_dir() else iter(())
    kinds = {_SUFFIXES.get(Path(without_packing(name)).suffix.lower()) for name in chain([path], map(str, inside))}
    known = kinds - {None}
    return known.pop() if len(known) == 1 else None


def open_file(spark: SparkSession, source: Source) -> OpenSource:
    """Open a source; one without columns takes those of our names. Raises SourceError when needed ones are missing.

    What a file without columns is was guessed by its name; where its first bytes are certain, they count.
    """
    guessed = source.columns == UNMAPPED
    sure = _format(source.path) is not None
    (opened,) = open_sources(spark, [as_it_looks(spark, source, sure=sure) if guessed else source])
    if not guessed:
        return opened
    # SQL knows no case, nor do headers.
    found = {name.lower(): name for name in reversed(opened.frame.columns) if name != CORRUPT}
    if not found:
        raise SourceError(f"{source.path} holds nothing, not even a header")
    if missing := [name for name in _NEEDED if name not in found]:
        raise SourceError(
            f"{source.path} lacks the column {' and '.join(missing)}; it has {', '.join(reversed(found.values()))}. "
            f"Name the columns {', '.join(_CANONICAL)} (all but {' and '.join(_NEEDED)} may be absent), or give "
            "--source, the source of the config whose mapping fits; a file of titles, one a line, is named .txt"
        )
    columns = {name: found[name] for name in _CANONICAL if name in found}
    if sites := [found[name] for name in ("site", "url") if name in found]:
        columns["site"] = f"coalesce({', '.join(sites)})"  # as `facetmill predict` reads a line
    return with_columns(opened, Columns.model_validate(columns))


def read_rows(opened: OpenSource, schema: Schema, config: JobConfig, limit: int) -> list[Row]:
    """The first rows, screened as the job does; duplicates are only seen among them. Raises SourceError."""
    try:
        first = listings(opened).limit(limit).toArrow()
        # In this process: a UDF's Python worker would take seconds to start.
        columns = tuple(first[name] for name in SCREENED_BY)
        judged = screened(schema, config.reject.max_characters, columns, config.unknown_category)
        numbered = first.append_column(_POSITION, pa.array(range(len(first)), pa.int64()))
        rows = opened.frame.sparkSession.createDataFrame(numbered.append_column(SCREENED, judged))
        return settle(rows, config.reject.duplicate_id).orderBy(_POSITION).collect()
    except (PySparkException, Py4JJavaError) as cause:
        raise SourceError(f"cannot read the rows of {opened.source.path}: {first_line(cause)}") from cause


def _cards(pipeline: RulesPipeline, rows: Sequence[Row]) -> list[Card]:
    accepted = [row for row in rows if row["reason"] is None]
    results = iter(pipeline.process([_listing(row) for row in accepted]))
    return [_rejected_card(row) if row["reason"] else _card(next(results)) for row in rows]


def _listing(row: Row) -> Listing:
    own = (row["product_id"], row["title"], row["description"], row["category"])
    statements = tuple((each["key"], each["value"]) for each in row["seller_attributes"] or ())
    return Listing(*own, statements, row["site"], row["named"], row["wording"], row["titled"], row["remark"])


def _rejected_card(row: Row) -> Card:
    why = f"{row['reason']}: {row['detail']}" if row["detail"] else row["reason"]
    # Where what was mapped says little or nothing, show the row as it came.
    if row["reason"] in (Reason.UNDECODABLE, Reason.NO_ID):
        return Card(row["product_id"], None, row["raw"], None, why, rejected=True)
    return Card(row["product_id"], row["title"], row["description"], None, why, rejected=True)


def _card(result: StandardListing) -> Card:
    listing, decided = result.listing, result.decided
    own = (listing.product_id, listing.title, listing.description)
    if decided.reason is not None:
        return Card(*own, None, f"{decided.reason}: {decided.detail}", rejected=True)
    if decided.category is None:
        return Card(*own, None, decided.detail or "", site=listing.site)
    remark = category_remark(decided.origin, decided.confidence)
    remark = f"{remark}; {listing.unread}" if listing.unread else remark
    product = result.product
    tags, unknown = [tag.id for tag in product.tags], product.unknown_attributes or {}
    return Card(*own, result.category, remark, product.facts, tags, unknown, listing.site)
