"""Whether two targets hold the same: a table kept up to date, or written by another version, and one made from nothing.

    spark-submit ... benchmarks/speed/same_tables.py TARGET FRESH 0.5 0.6
    spark-submit ... benchmarks/speed/same_tables.py TARGET FRESH --exact

Prints JSON, for each table: rows of both, rows that only one has or that differ, the largest difference of a
confidence, and columns that only one has, which are not compared. Nor are the run, model and schema that wrote a row.

Values must be equal. Confidences may differ by ``TOLERANCE``: the texts were read in other batches, and sums of rounded
numbers depend on their order. So a confidence that near to one of the thresholds named may fall on its other side: what
differs by such a claim is counted apart, and must stay rare. ``detail``, and ``alternatives`` of earlier versions, tell
scores as text and which claims lost by them, and are not compared; nor is table claims.

``--exact`` excuses nothing: all columns must be equal, what the newest run's model said of texts and values too, and
the claims that lost where both targets have that table. It fits two runs over the same texts from nothing. The exit
code is 1 where they differ.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from pyspark.sql import functions as F

from benchmarks.speed.submit import FIGURES
from jobs.lake.store import Store
from jobs.lake.tables.target import TABLES
from jobs.session.start import active_session
from udfs.errors import TableError

COMPARED = ("products", "attributes", "tags", "rejected", "unmapped")
LOST = "claims"
"""Claims that lost: compared by ``--exact`` alone, as their numbering moves with each that a threshold lets through."""
CACHES = ("extractions", "matches")
"""What the model said: compared by ``--exact`` alone, as other batches give other scores."""
CONFIDENCES = frozenset({"confidence", "category_confidence", "score", "suggested_score"})
TOLERANCE = 0.02
RARE = 0.01
"""Share of a table's rows that may differ by claims at a threshold."""
_WRITTEN_BY = frozenset({"run_id", "source_model", "model", "schema"})
_LEFT_OUT = frozenset({"detail", "alternatives"})
_EXAMPLES = 3

Row = Mapping[str, Any]
Claim = tuple[str, str | None]
"""A product, and what of it: see :func:`_about`."""


def main() -> None:
    """Compare the tables of the two targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("fresh")
    parser.add_argument("thresholds", nargs="*", type=float)
    parser.add_argument("--exact", action="store_true", help="excuse nothing, and compare what the model said too")
    options = parser.parse_args()
    spark = active_session("facetmill same tables")
    here, fresh = Store(spark, options.target), Store(spark, options.fresh)
    found = compare_exactly(here, fresh) if options.exact else compare(here, fresh, options.thresholds)
    print(FIGURES + json.dumps(found), flush=True)
    sys.exit(1 if options.exact and not equal(found) else 0)


def compare(here: Store, fresh: Store, thresholds: Sequence[float]) -> dict[str, dict[str, Any]]:
    """:func:`differences` by table, where other batches may have moved confidences."""
    ours, theirs = ({name: rows_of(store, name, _LEFT_OUT) for name in COMPARED} for store in (here, fresh))
    # Of each claim that counted: what was below its threshold is not in the tables of one, but then in the other's.
    told = [row for name in ("products", "attributes", "tags") for row in [*ours[name], *theirs[name]]]
    unsure = near_a_threshold(told, thresholds)
    return {name: differences(ours[name], theirs[name], TABLES[name].keys, unsure) for name in COMPARED}


def compare_exactly(here: Store, fresh: Store) -> dict[str, dict[str, Any]]:
    """:func:`differences` by table, caches too, where nothing may differ."""
    found = {}
    lost = [LOST] if has_claims(here) and has_claims(fresh) else []
    for name in (*COMPARED, *lost, *CACHES):
        keys = [key for key in TABLES[name].keys if key not in _WRITTEN_BY]
        found[name] = differences(rows_of(here, name), rows_of(fresh, name), keys, tolerance=0.0)
    return found


def has_claims(store: Store) -> bool:
    """Whether a target is of a version that has the table."""
    return store.version(LOST) is not None


def rows_of(store: Store, name: str, left_out: Set[str] = frozenset()) -> list[Row]:
    """A table as it stands; of a cache, what the newest run's model said."""
    # Not by the store, which fills up what an earlier version did not write.
    frame = store.spark.read.format("delta").load(store.path(name))
    if name in CACHES:
        run = store.read("runs").orderBy(F.desc("finished_at")).first()
        if run is None:
            raise TableError(f"{store.target} holds no finished run to compare; run the job first")
        frame = frame.filter((F.col("model") == run["model"]) & (F.col("schema") == run["model_schema"]))
    columns = [column for column in frame.columns if column not in _WRITTEN_BY | left_out]
    rows: list[Row] = frame.select(*columns).toArrow().to_pylist()
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
    here: Sequence[Row],
    fresh: Sequence[Row],
    keys: Sequence[str],
    unsure: Set[Claim] = frozenset(),
    tolerance: float = TOLERANCE,
) -> dict[str, Any]:
    """``rows``, ``fresh_rows``, ``only_here``, ``only_fresh``, ``differing``, ``at_threshold``, ``confidence``,
    ``columns_here``, ``columns_fresh``, ``examples``.

    ``confidence`` is the largest difference of confidences; one above ``tolerance`` counts as a differing row too.
    Rows about what is ``unsure`` count as ``at_threshold`` only. ``columns_here`` and ``columns_fresh`` are those that
    the other has not. ``examples`` are a few rows that differ or that only one has, with the columns that differ as
    both have them.
    """
    products = {product for product, _ in unsure}
    ours, theirs = _by_key(here, keys), _by_key(fresh, keys)
    counts = dict.fromkeys(("only_here", "only_fresh", "differing", "at_threshold"), 0)
    examples: list[dict[str, Any]] = []
    for key in sorted(ours.keys() | theirs.keys(), key=str):
        one, other = ours.get(key), theirs.get(key)
        changed = _changed(one, other, tolerance) if one and other else {}
        if one and other and not changed:
            continue
        what = "only_fresh" if one is None else "only_here" if other is None else "differing"
        counts["at_threshold" if _excused(one or other or {}, unsure, products) else what] += 1
        examples.append({**dict(zip(keys, key, strict=False)), "what": what, **changed})
    common = [(ours[key], theirs[key]) for key in ours.keys() & theirs.keys()]
    columns, fresh_columns = (set().union(*rows[:1]) for rows in (here, fresh))
    return {
        "rows": len(here),
        "fresh_rows": len(fresh),
        **counts,
        "confidence": max((_distance(one, other) for one, other in common), default=0.0),
        "columns_here": sorted(columns - fresh_columns) if fresh else [],
        "columns_fresh": sorted(fresh_columns - columns) if here else [],
        "examples": examples[:_EXAMPLES],
    }


def _by_key(rows: Iterable[Row], keys: Sequence[str]) -> dict[tuple[Any, ...], Row]:
    """Rows by key and a number, which tells rows of one key apart: none may hide another."""
    seen: Counter[tuple[Any, ...]] = Counter()
    found = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        found[*key, seen[key]] = row
        seen[key] += 1
    return found


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


def _changed(one: Row, other: Row, tolerance: float) -> dict[str, list[Any]]:
    """Columns of both that differ, with both values."""
    common = [name for name in one if name in other]
    return {
        name: [str(one[name]), str(other[name])]
        for name in common
        if not _same(name, one[name], other[name], tolerance)
    }


def _same(name: str, one: Any, other: Any, tolerance: float) -> bool:
    if name in CONFIDENCES and one is not None and other is not None:
        return bool(abs(one - other) <= tolerance)
    return bool(_comparable(one) == _comparable(other))


def _comparable(value: Any) -> Any:
    """Maps come as lists of pairs, in the order they were made in, which says nothing."""
    if isinstance(value, list) and all(isinstance(item, tuple) for item in value):
        return sorted(value)
    return value


def _distance(one: Row, other: Row) -> float:
    numbers = [(one[name], other[name]) for name in CONFIDENCES & one.keys() & other.keys()]
    return max((abs(a - b) for a, b in numbers if a is not None and b is not None), default=0.0)


if __name__ == "__main__":
    main()
