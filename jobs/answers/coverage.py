"""Rows of table coverage, which the driver makes: there are as many as the schema has attributes, by source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.lake.tables.answers.coverage import STATES
from udfs.schema.schema import Schema


class Group(NamedTuple):
    """Products that are counted together; those without an attribute are all of a category and source."""

    category: str
    source: str
    attribute: str | None
    state: str | None


Counts = Mapping[Group, int]


def counts_of(counted: DataFrame) -> Counts:
    """Products by group, of what :func:`jobs.answers.counted.counted` gives: one small job."""
    groups = counted.filter("tag IS NULL AND (attribute IS NULL OR state IS NOT NULL)").groupBy(*Group._fields)
    return {
        Group(*(row[name] for name in Group._fields)): row["n"]
        for row in groups.agg(F.sum("products").alias("n")).collect()
    }


def sold(counts: Counts) -> dict[str, int]:
    """Products of each category."""
    found: Counter[str] = Counter()
    for group, n in counts.items():
        if group.attribute is None:
            found[group.category] += n
    return dict(found)


def coverage(counts: Counts, schema: Schema) -> Iterator[dict[str, Any]]:
    """Products in each state, for all attributes of the categories and sources that have products.

    A product without a row for an attribute is missing it.
    """
    states: defaultdict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for group, n in counts.items():
        if group.attribute is not None and group.state is not None:
            states[group.category, group.source, group.attribute][group.state] = n
    for (category, source, attribute, _), n in sorted(counts.items(), key=lambda each: each[0][:2]):
        if attribute is None and category in schema.categories:
            for name in schema.categories[category].live:
                yield {
                    "category": category, "attribute": name, "source": source, "products": n,
                    **_states(states[category, source, name], n),
                }  # fmt: skip


def _states(found: Mapping[str, int], n: int) -> dict[str, int]:
    own = {state: found.get(state, 0) for state in STATES if state != "missing"}
    return own | {"missing": n - sum(own.values())}
