"""Whether two targets hold the same: a table kept up to date, and the same one made from nothing.

    spark-submit ... benchmarks/speed/same_tables.py TARGET FRESH 0.5 0.6

Prints JSON, for each table: rows of both, rows that only one has or that differ, and the largest difference of a
confidence. Values must be equal. Confidences may differ by ``TOLERANCE``: the texts were read in other batches, and
sums of rounded numbers depend on their order. So a confidence that near to one of the thresholds named may fall on its
other side: what differs by such a claim is counted apart, and must stay rare. ``detail`` and ``alternatives`` tell
scores as text and which claims lost by them, and are not compared.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from benchmarks.speed.submit import FIGURES
from jobs.lake.store import Store
from jobs.lake.tables.target import TABLES
from jobs.session.start import active_session

COMPARED = ("products", "attributes", "tags", "rejected", "unmapped")
CONFIDENCES = frozenset({"confidence", "category_confidence", "score", "suggested_score"})
TOLERANCE = 0.02
RARE = 0.01
"""Share of a table's rows that may differ by claims at a threshold."""
_LEFT_OUT = frozenset({"detail", "alternatives"})
_EXAMPLES = 3

Row = Mapping[str, Any]
Claim = tuple[str, str | None]
"""A product, and what of it: see :func:`_about`."""


def main() -> None:
    """Compare the tables of the two targets."""
    spark = active_session("facetmill same tables")
    stores = [Store(spark, target) for target in sys.argv[1:3]]
    ours, fresh = ({name: _rows(store, name) for name in COMPARED} for store in stores)
    # Of each claim that counted: what was below its threshold is not in the tables of one, but then in the other's.
    told = [row for name in ("products", "attributes", "tags") for row in [*ours[name], *fresh[name]]]
    unsure = near_a_threshold(told, [float(word) for word in sys.argv[3:]])
    found = {name: differences(ours[name], fresh[name], TABLES[name].keys, unsure) for name in COMPARED}
    print(FIGURES + json.dumps(found), flush=True)


def _rows(store: Store, name: str) -> list[Row]:
    columns = [column for column in TABLES[name].content if column not in _LEFT_OUT]
    rows: list[Row] = store.read(name).select(*columns).toArrow().to_pylist()
    return rows


def near_a_threshold(rows: Iterable[Row], thresholds: Sequence[float]) -> set[Claim]:
    """What other batches could lift over a threshold or below it."""
    return {
        (row["product_id"], _about(row))
        for row in rows
        for name in CONFIDENCES & row.keys()
        if row[name] is not None and any(abs(row[name] - threshold) <= TOLERANCE for threshold in thresholds)
    }


def differences(
    here: Sequence[Row], fresh: Sequence[Row], keys: Sequence[str], unsure: Set[Claim] = frozenset()
) -> dict[str, Any]:
    """``rows``, ``fresh_rows``, ``only_here``, ``only_fresh``, ``differing``, ``at_threshold``, ``confidence``,
    ``examples``.

    ``confidence`` is the largest difference of confidences; one above ``TOLERANCE`` counts as a differing row too.
    Rows about what is ``unsure`` count as ``at_threshold`` only. ``examples`` are a few rows that differ or that only
    one has, with the columns that differ as both have them.
    """
    products = {product for product, _ in unsure}
    ours, theirs = ({tuple(row[key] for key in keys): row for row in rows} for rows in (here, fresh))
    counts = dict.fromkeys(("only_here", "only_fresh", "differing", "at_threshold"), 0)
    examples: list[dict[str, Any]] = []
    for key in sorted(ours.keys() | theirs.keys(), key=str):
        one, other = ours.get(key), theirs.get(key)
        changed = _changed(one, other) if one and other else {}
        if one and other and not changed:
            continue
        what = "only_fresh" if one is None else "only_here" if other is None else "differing"
        counts["at_threshold" if _excused(one or other or {}, unsure, products) else what] += 1
        examples.append({**dict(zip(keys, key, strict=True)), "what": what, **changed})
    common = [(ours[key], theirs[key]) for key in ours.keys() & theirs.keys()]
    return {
        "rows": len(here),
        "fresh_rows": len(fresh),
        **counts,
        "confidence": max((_distance(one, other) for one, other in common), default=0.0),
        "examples": examples[:_EXAMPLES],
    }


def _about(row: Row) -> str | None:
    """The attribute of a value; "tags" of a tag, as one that goes moves the ranks of others; null of a product."""
    about: str | None = row.get("attribute", "tags" if "tag" in row else None)
    return about


def _excused(row: Row, unsure: Set[Claim], products: Set[str]) -> bool:
    """Whether a claim at a threshold explains how a row differs: of its attribute, or of the product's category.

    A product shows all its attributes, and a row of the review queue counts products.
    """
    if "product_id" not in row:
        return not products.isdisjoint(row.get("examples", ()))
    product, about = row["product_id"], _about(row)
    return product in products if about is None else (product, about) in unsure or (product, None) in unsure


def equal(found: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether all tables hold the same, but for a few claims at a threshold."""
    wrong = any(table[what] for table in found.values() for what in ("only_here", "only_fresh", "differing"))
    return not wrong and all(
        table["at_threshold"] <= max(1, RARE * max(table["rows"], table["fresh_rows"])) for table in found.values()
    )


def _changed(one: Row, other: Row) -> dict[str, list[Any]]:
    """Columns that differ, with both values."""
    return {name: [str(one[name]), str(other[name])] for name in one if not _same(name, one[name], other[name])}


def _same(name: str, one: Any, other: Any) -> bool:
    if name in CONFIDENCES and one is not None and other is not None:
        return bool(abs(one - other) <= TOLERANCE)
    return bool(_comparable(one) == _comparable(other))


def _comparable(value: Any) -> Any:
    """Maps come as lists of pairs, in the order they were made in, which says nothing."""
    if isinstance(value, list) and all(isinstance(item, tuple) for item in value):
        return sorted(value)
    return value


def _distance(one: Row, other: Row) -> float:
    numbers = [(one[name], other[name]) for name in CONFIDENCES & one.keys()]
    return max((abs(a - b) for a, b in numbers if a is not None and b is not None), default=0.0)


if __name__ == "__main__":
    main()
