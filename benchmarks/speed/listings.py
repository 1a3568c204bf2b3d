"""The listings that are measured on: generated or read, repeated, and written as the source table of a job."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from udfs.errors import SourceError
from udfs.jsonl import json_object, numbered_lines
from udfs.records import Listing
from udfs.schema.schema import Schema

COLUMNS = {name: name for name in ("product_id", "title", "description", "category", "locale", "seller_attributes")}
"""``columns`` of the job config: ours are named as the job's."""

_PARTS = 8
_PARQUET = pa.schema(
    [(name, pa.string()) for name in COLUMNS if name != "seller_attributes"]
    + [("seller_attributes", pa.map_(pa.string(), pa.string()))]
)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A listing as a seller delivers it; ``category`` and the keys of ``seller_attributes`` in the seller's words."""

    product_id: str
    title: str
    description: str | None = None
    category: str | None = None
    locale: str | None = None
    seller_attributes: dict[str, str] = field(default_factory=dict)


def with_repeats(unique: Iterable[SourceRow], n: int, share: float, seed: int = 0) -> Iterator[SourceRow]:
    """``n`` rows, of which exactly ``share`` (rounded down) say what an earlier row says, under an id of their own.

    Fewer where there are too few different ones.
    """
    rng = random.Random(seed)
    source = iter(unique)
    earlier: list[SourceRow] = []
    for number in range(n):
        if int((number + 1) * share) > int(number * share) and earlier:
            yield replace(rng.choice(earlier), product_id=f"R{number:08}")
            continue
        row = next(source, None)
        if row is None:
            return
        earlier.append(row)
        yield row


def read_rows(path: Path) -> Iterator[SourceRow]:
    """Rows of a file of JSON lines: ``title`` and, where given, the other keys of :class:`SourceRow`.

    Raises SourceError where a line is no listing, or an id comes twice.
    """
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            row = json_object(line)
        except ValueError as fault:
            raise SourceError(f"{path}:{number}: {fault}") from fault
        product_id = str(row.get("product_id") or f"L{number:08}")
        if not isinstance(row.get("title"), str) or product_id in seen:
            raise SourceError(f"{path}:{number}: a listing needs a `title` and a `product_id` that is its own")
        seen.add(product_id)
        sellers = {str(key): str(value) for key, value in (row.get("seller_attributes") or {}).items()}
        yield SourceRow(
            product_id, row["title"], row.get("description"), row.get("category"), row.get("locale"), sellers
        )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        yield from numbered_lines(path)
    except OSError as cause:
        raise SourceError(f"cannot read the listings {path}: {cause}; give a file of one JSON object a line") from cause


def first(rows: Iterable[SourceRow], n: int, where: object) -> list[SourceRow]:
    """The first ``n`` rows. Raises SourceError when there are fewer."""
    found = list(islice(rows, n))
    if len(found) < n:
        raise SourceError(f"{where} holds {len(found)} listings, {n} are needed; give more, or ask for fewer --rows")
    return found


def write_source(rows: Iterable[SourceRow], path: Path) -> None:
    """Write a Parquet file in place of the one that was there, in parts that several tasks can read."""
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for row in rows:
        for name, value in asdict(row).items():
            columns[name].append(list(value.items()) if isinstance(value, dict) else value)
    table = pa.table(columns, schema=_PARQUET)
    pq.write_table(table, path, row_group_size=max(1, table.num_rows // _PARTS))


def as_listings(rows: Iterable[SourceRow], schema: Schema) -> list[Listing]:
    """The rows as the predictor takes them."""
    return [Listing(row.product_id, row.title, row.description, schema.find_category(row.category)) for row in rows]
