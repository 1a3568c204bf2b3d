"""Published values for a person to grade: a fixed choice of them, each with the text that it was read from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pyspark.sql import functions as F

from jobs.lake.current import current, of_current
from jobs.reading.library import Library
from udfs.atomic import replacing

_KEYS = ("product_id", "attribute", "ordinal")


def published_sample(library: Library, n: int, seed: int) -> list[dict[str, Any]]:
    """``n`` standard values of current products, the same ones for a seed as long as they are published.

    Each has product_id, category, attribute, value, number and unit, origin, rule, confidence; raw_value, with its
    field and half-open start_offset and end_offset, null where it stands in no text; title and description.
    """
    products = current(library.table("products"))
    values = of_current(library.table("attributes"), products).filter(F.col("status") == "standard")
    chosen = values.orderBy(F.xxhash64(F.lit(seed), *_KEYS), *_KEYS).limit(n)
    shown = chosen.select(
        *_KEYS, "category", "value", "number", "unit", "origin", "rule", "confidence", "raw_value", "field",
        "start_offset", "end_offset",
    )  # fmt: skip
    texts = products.select("product_id", "title", "description")
    return [row.asDict() for row in shown.join(texts, "product_id").orderBy(*_KEYS).collect()]


def write_sample(library: Library, path: Path, n: int = 100, seed: int = 0) -> int:
    """Write the values as JSON lines; return how many there are."""
    rows = published_sample(library, n, seed)
    with replacing(path) as file:
        file.writelines(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
    return len(rows)
