"""Fewer rows where training has little time: drawn so that rare attributes are taught as well."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

_BARE = 0.2  # weight of a row without any statement


def drawn(rows: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """At most so many rows of one category, in their order; the same ones in each run over the same rows.

    A row is as likely as its statements are rare: each counts one by the square root of how many rows have its
    attribute (weighted sampling by Efraimidis and Spirakis, 2006).
    """
    if len(rows) <= most:
        return [*rows]
    stated = [{span["attribute"] for span in row["spans"]} for row in rows]
    counts = Counter(attribute for own in stated for attribute in own)
    weights = [sum(1 / math.sqrt(counts[attribute]) for attribute in own) for own in stated]
    usual = sum(weights) / len(weights) or 1.0
    keys = [
        random.Random(str(row["product_id"])).random() ** (1 / (weight or _BARE * usual))
        for row, weight in zip(rows, weights, strict=True)
    ]
    chosen = sorted(sorted(range(len(rows)), key=keys.__getitem__, reverse=True)[:most])
    return [rows[place] for place in chosen]
