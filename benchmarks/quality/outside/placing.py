"""What the product makes of listings whose category nobody told, or told by an upper level of a path alone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.quality.outside.mixture import Mixture
from benchmarks.quality.outside.scoring import Placed
from jobs.config import Reject
from jobs.sources.json_lines import ListingError, read_listing
from udfs.checkpoint.manifest import read_schema
from udfs.pipeline import Pipeline
from udfs.records import Listing
from udfs.schema.definitions import wordings_of
from udfs.schema.schema import Schema
from udfs.settings import Batching, Thresholds

_LEVELS = (
    "Aisle 7",
    "Sonstiges",
    "New In",
    "Top 100",
    "货架七",
    "本周上新",
    "热卖专区",
)  # of shops; no schema knows them


def open_checkpoint(checkpoint: Path, precision: float | None) -> Pipeline:
    """The checkpoint with its own schema and the job's usual thresholds; ``precision`` as ``category_precision``."""
    thresholds = Thresholds(category_precision=precision)
    return Pipeline.load(str(checkpoint), read_schema(checkpoint), thresholds, Batching())


def place(pipeline: Pipeline, mixture: Mixture) -> list[Placed]:
    """What becomes of each row of a mixture."""
    results = pipeline.process([row.listing for row in mixture.rows])
    return [Placed(row, result.category) for row, result in zip(mixture.rows, results, strict=True)]


def with_paths(mixture: Mixture, schema: Schema, seed: int) -> Mixture:
    """The mixture with a path for every row: a name of its own category, or of one drawn, above an unknown level."""
    rng = random.Random(seed)
    names = {key: sorted(wordings_of(key, each)) for key, each in schema.categories.items()}
    rows = []
    for row in mixture.rows:
        category = row.gold or rng.choice([*names])
        path = f"{rng.choice(names[category])} >> {rng.choice(_LEVELS)}"
        rows.append(replace(row, listing=_as_read(row.listing, path, schema)))
    return replace(mixture, rows=tuple(rows))


def _as_read(listing: Listing, path: str, schema: Schema) -> Listing:
    """The listing as ``predict`` reads it with this category."""
    fields = ("product_id", "title", "description", "site")
    line = {name: getattr(listing, name) for name in fields} | {"category": path}
    return read_listing(json.dumps(line).encode(), schema, Reject().max_characters)


def place_file(pipeline: Pipeline, source: Path) -> Iterator[str]:
    """Listings of a file, as JSON lines with an ``id``, to lines of id, category (null for none) and confidence."""
    lines = [line for line in source.read_bytes().splitlines() if line.strip()]
    read = [_line(line, pipeline.schema) for line in lines]
    results = iter(pipeline.process([listing for _, listing in read if listing]))
    for name, listing in read:
        result = next(results) if listing else None
        category = result.category if result else None
        confidence = result.decided.confidence if result and category else 0.0
        yield json.dumps({"id": name, "category": category, "confidence": confidence}, ensure_ascii=False) + "\n"


def _line(line: bytes, schema: Schema) -> tuple[object, Listing | None]:
    """The id of a line, and its listing; null where ``predict`` would reject it."""
    data = json.loads(line)
    name = data.get("id", data.get("product_id"))
    try:
        return name, read_listing(
            json.dumps(data | {"product_id": str(name)}).encode(), schema, Reject().max_characters
        )
    except ListingError:
        return name, None
