"""What the driver knows of each value: its labels, its place among the others, the ranges of numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from jobs.answers.order import places
from jobs.answers.ranges import MOST, QUANTILES, Bucket, edges, ranges, single
from jobs.lake.local import local_frame
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema

_KEY = "category STRING, attribute STRING"
_BUCKETS = f"{_KEY}, bucket STRING, lower DOUBLE, upper DOUBLE"
_VALUES = f"{_KEY}, key STRING, labels MAP<STRING, STRING>, place INT, range_from DOUBLE, range_to DOUBLE, unit STRING"
_Spread = Mapping[tuple[str, str], list[Bucket]]


@dataclass(frozen=True, slots=True)
class Guide:
    """Small frames that the driver makes.

    ``buckets``: of each quantity, with the numbers that fall in them, from ``lower`` up to below ``upper``. ``values``:
    ``labels`` and ``place`` by ``key``, which is the id of a value or the name of a bucket.
    """

    buckets: DataFrame
    values: DataFrame


def guide(counted: DataFrame, schema: Schema) -> Guide:
    """The guide to a catalog; ``counted``: see :func:`jobs.answers.counted.counted`.

    One small job finds how the numbers spread.
    """
    spark = counted.sparkSession
    buckets = {
        (row["category"], row["attribute"]): found
        for row in _spread(counted).collect()
        if (found := _buckets(schema.attribute(row["category"], row["attribute"]), schema.all_languages, row))
    }
    every = [(key, name, a) for key, each in schema.categories.items() for name, a in each.attributes.items()]
    return Guide(
        local_frame(spark, _BUCKETS, (row for one in every for row in _bounds(*one[:2], buckets))),
        local_frame(spark, _VALUES, (row for one in every for row in _values(*one, buckets))),
    )


def _spread(counted: DataFrame) -> DataFrame:
    """Quantiles of each quantity, its ends, and the numbers themselves where they are few."""
    numbers = counted.filter(F.col("number").isNotNull()).groupBy("category", "attribute", "number")
    summed = numbers.agg(F.sum("products").alias("n"))
    quantiles = F.percentile("number", F.array(*map(F.lit, QUANTILES)), F.col("n"))
    return summed.groupBy("category", "attribute").agg(
        quantiles.alias("quantiles"), F.min("number").alias("lowest"), F.max("number").alias("highest"),
        F.when(F.count(F.lit(1)) <= MOST, F.collect_list("number")).alias("numbers"),
    )  # fmt: skip


def _buckets(attribute: Attribute, languages: tuple[str, ...], spread: Row) -> list[Bucket]:
    if attribute.kind != "quantity" or attribute.unit is None:
        return []
    if spread["numbers"] is not None:
        return single(spread["numbers"], attribute.unit, languages)
    return ranges(edges(spread["quantiles"], spread["lowest"], spread["highest"]), attribute.unit, languages)


def _bounds(category: str, key: str, buckets: _Spread) -> Iterator[dict[str, Any]]:
    """Each bucket begins where the one before ends; single numbers at the next of them."""
    found = buckets.get((category, key), [])
    starts = [-math.inf, *(bucket.start for bucket in found[1:]), math.inf]
    for place, bucket in enumerate(found):
        yield {
            "category": category, "attribute": key, "bucket": bucket.value, "lower": starts[place],
            "upper": starts[place + 1],
        }  # fmt: skip


def _values(category: str, key: str, attribute: Attribute, buckets: _Spread) -> Iterator[dict[str, Any]]:
    own, ordered = {"category": category, "attribute": key}, places(attribute)
    for value_id, value in attribute.values.items():
        yield own | {"key": value_id, "labels": value.name.root, "place": ordered.get(value_id)}
    for place, bucket in enumerate(buckets.get((category, key), ()), 1):
        yield own | {
            "key": bucket.value, "labels": bucket.labels, "place": place, "range_from": bucket.start,
            "range_to": bucket.end, "unit": attribute.unit,
        }  # fmt: skip
