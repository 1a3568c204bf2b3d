"""``facetmill schema draft``: a schema of one's own goods from nothing but an export."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from jobs.cli.options import properties_option, set_option
from jobs.cli.schema.drafted import show_draft, show_guess
from jobs.cli.schema.target import write_learned
from jobs.config import Source
from jobs.display.console import console
from jobs.display.endings import Command
from jobs.display.progress import Progress
from jobs.drafting.folder import KEYS, ROWS, earlier_draft, write_draft
from jobs.drafting.listings import SAMPLE, Catalog, totals
from jobs.drafting.rows import placed
from jobs.drafting.sources import Sources, config_text, file_source, open_all
from jobs.session.short import short_session
from training.backbones.sentences import Sentences, encoder_for
from training.drafting.catalog import CatalogListing
from training.drafting.categories.drafting import draft_categories
from training.drafting.draft import Draft, Earlier, draft
from training.drafting.folder.lines import key_lines
from training.drafting.keys.drafting import draft_keys
from udfs.atomic import write_texts
from udfs.config import load_config
from udfs.errors import ConfigError, SourceError

_CONFIGS = (".yaml", ".yml")


@click.command("draft", cls=Command)
@click.argument("paths", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--out", required=True, type=click.Path(), help="Folder for the schema: new, empty, or of an earlier draft."
)
@click.option("--save-config", type=click.Path(), metavar="FILE", help="Keep the guessed columns as a job config.")
@click.option(
    "--sample",
    default=SAMPLE,
    show_default=True,
    type=click.IntRange(min=1),
    help="Listings to look at; all are counted.",
)
@click.option("--encoder", metavar="NAME", help="Backbone that compares names  [default: by the titles' language]")
@click.option(
    "--lang", default="en", type=click.Choice(["en", "zh"]), show_default=True, help="Language of the report."
)
@set_option
@properties_option
def command(
    paths: tuple[str, ...],
    out: str,
    save_config: str | None,
    sample: int,
    encoder: str | None,
    lang: str,
    overrides: tuple[str, ...],
    properties_file: str,
) -> None:
    """Draft a schema from exports: categories, attributes, values, with the evidence for each.

    A SOURCE is a CSV, TSV, JSON, text or Parquet file, a folder of such, a Delta table, or a job config, of which only
    `sources` is read. Columns of a file are guessed, and shown. Over a folder of an earlier draft nothing is changed
    that is there: what is new is added, and marked.

    \b
    Example:
      facetmill schema draft export.csv --out conf/mine
    """
    target = Path(out)
    earlier = earlier_draft(target)
    sources = choose_sources(paths, overrides)
    _check_config(save_config)
    printed, progress = console(), Progress()
    spark = short_session("facetmill schema draft", properties_file, delta=any(s.format == "delta" for s in sources))
    with progress.stage("read"):
        opened = open_all(spark, sources)
        for each in opened:
            show_guess(progress, each, lang)
        if save_config:
            write_texts({Path(save_config): config_text(opened, _config(target))})
        catalog = Catalog([each.source for each in opened])
        total, keys, listings = catalog.count(), catalog.keys(), catalog.sample(sample)
    if not listings:
        raise SourceError(
            f"no listing of {', '.join(paths)} has an id and a text: there is nothing to draft a schema of"
        )
    made = draft_of(
        listings,
        Sentences(encoder or encoder_for([listing.opening for listing in listings])),
        progress,
        earlier,
        total,
    )
    with progress.stage("write"):
        category_of = {listing.product_id: made.category_of(listing.product_id) for listing in listings}
        beside = {
            KEYS: key_lines(totals(keys).items(), made.made, made.keys, made.evidence),
            ROWS: placed(catalog.rows(), listings, category_of, made.categories.left_out),
        }
        kept = write_draft(target, made.schema, made.state, beside, partial(write_learned, force=True))
    catalog.close()
    show_draft(printed, made, target, kept, lang)


def choose_sources(paths: Sequence[str], overrides: tuple[str, ...] = ()) -> list[Source]:
    """The sources of all configs and files; ``overrides`` are of the configs. Raises ConfigError."""
    found: list[Source] = []
    for path in paths:
        if path.lower().endswith(_CONFIGS):
            found += load_config(path, Sources, overrides).sources
        else:
            found.append(file_source(path, [source.name for source in found]))
    names = [source.name for source in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ConfigError(f"source names must differ, got twice: {', '.join(twice)}")
    return found


def draft_of(
    listings: Sequence[CatalogListing],
    embed: Sentences,
    progress: Progress,
    earlier: Earlier | None = None,
    total: int | None = None,
) -> Draft:
    """Categories, attributes and values of listings. ``total``: rows of the whole catalog."""
    with progress.stage("find categories"):
        categories = draft_categories(listings, embed)
        progress.note(f"{len(categories.categories):,} from {categories.how}")
    with progress.stage("find attributes"):
        keys = draft_keys(listings, embed)
        progress.note(f"{len(keys.attributes):,} from {len(keys.rows):,} keys, {len(keys.junk):,} of them left out")
    with progress.stage("assemble"):
        return draft(listings, categories, keys, earlier, total)


def _config(target: Path) -> dict[str, str]:
    """What a job config needs beside its sources; a person sets the rest."""
    return {"name": target.name, "target": f"build/{target.name}", "checkpoint": "none", "schema": str(target)}


def _check_config(path: str | None) -> None:
    if path and Path(path).exists():
        raise ConfigError(f"--save-config {path} is there already, and would be replaced; name another file")
