"""A catalog with four times as many goods of other kinds: what a run meets where its schema knows one in five."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.quality.outside.catalogs import Foreign, read_foreign
from jobs.cli.run.dry_run import read_rows
from jobs.config import JobConfig, Reject
from jobs.session.short import short_session
from jobs.sources.sources import open_sources
from udfs.config import load_config
from udfs.records import Listing
from udfs.schema.definitions import wordings_of
from udfs.schema.schema import Schema
from udfs.screening import screen
from udfs.text.keys import plain

OWN = "own"
"""Source of the catalog's own listings."""

TIMES = 4
"""Foreign listings for each of the catalog's own."""

_ALL = 1_000_000  # rows of a source; benchmarks read small ones


@dataclass(frozen=True, slots=True)
class Mixed:
    """A listing without its category, where it is from, and ``gold``, null for goods of another kind."""

    listing: Listing
    source: str
    gold: str | None


@dataclass(frozen=True, slots=True)
class Mixture:
    """``rows`` in an order of chance; ``left_out``: foreign listings by source that name a category of the schema, or
    that the job would reject for their text."""

    rows: tuple[Mixed, ...]
    left_out: Counter[str]


def mix(own: Sequence[Listing], foreign: Iterable[Foreign], schema: Schema, seed: int) -> Mixture:
    """Hide the categories of the ``own`` listings, and put :data:`TIMES` as many foreign ones among them."""
    names = _Names(schema)
    left_out: Counter[str] = Counter()
    usable: dict[str, list[Foreign]] = {}
    for one in foreign:
        if names.occur_in(f"{one.title}\n{one.path}") or not _is_accepted(one, schema):
            left_out[one.source] += 1
        else:
            usable.setdefault(one.source, []).append(one)
    rng = random.Random(seed)
    wanted = TIMES * len(own)
    drawn: list[Foreign] = []
    for place, (_, rows) in enumerate(sorted(usable.items(), key=lambda item: len(item[1]))):
        share = (wanted - len(drawn)) // (len(usable) - place)
        drawn += rng.sample(rows, min(share, len(rows)))
    mixed = [Mixed(replace(one, category=None), OWN, one.category) for one in own]
    mixed += [Mixed(_listing(number, one), one.source, None) for number, one in enumerate(drawn)]
    rng.shuffle(mixed)
    return Mixture(tuple(mixed), left_out)


def read_mixture(config_file: str, properties_file: str, schema: Schema, data: Path, seed: int) -> Mixture:
    """The mixture of a job's sources, as the job reads them, with the catalogs under ``data``."""
    config = load_config(config_file, JobConfig)
    return mix(_own_listings(config, properties_file, schema), read_foreign(data), schema, seed)


def _own_listings(config: JobConfig, properties_file: str, schema: Schema) -> list[Listing]:
    """The listings whose seller gives a category that the schema knows."""
    spark = short_session("facetmill outside", properties_file, delta=True)
    rows = [row for one in open_sources(spark, config.sources) for row in read_rows(one, schema, config, _ALL)]
    own = [
        Listing(row["product_id"], row["title"], row["description"], row["category"], site=row["site"])
        for row in rows if row["reason"] is None and row["category"]
    ]  # fmt: skip
    return sorted(own, key=lambda one: one.product_id)


def _listing(number: int, one: Foreign) -> Listing:
    return Listing(f"{one.source}-{number}", one.title, one.description)


def _is_accepted(one: Foreign, schema: Schema) -> bool:
    screened = screen(
        schema, Reject().max_characters, product_id="1", title=one.title, description=one.description, category=None,
        sites=(), seller_attributes=(),
    )  # fmt: skip
    return screened.reason is None


class _Names:
    """The names of a schema's categories, to be found in a text: whole words, or characters of Chinese."""

    def __init__(self, schema: Schema) -> None:
        names = {plain(wording) for key, each in schema.categories.items() for wording in wordings_of(key, each)}
        parts = [rf"\b{re.escape(name)}s?\b" if name.isascii() else re.escape(name) for name in sorted(names)]
        self._pattern = re.compile("|".join(parts))

    def occur_in(self, text: str) -> bool:
        return self._pattern.search(plain(text)) is not None
