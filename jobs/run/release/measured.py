"""What gates measure, of tables before they are written: values side by side, and sums by category and attribute."""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.gates.limits import UNSURE
from jobs.lake.current import current, of_current

_PAIR = ("product_id", "attribute")
_VALUE = ("ordinal", "status", "value", "raw_value", "confidence")


class Facts(NamedTuple):
    """Tables attributes and products of one run, or of some of its products."""

    attributes: DataFrame
    products: DataFrame

    def of(self, ids: DataFrame) -> Facts:
        """Those of some products."""
        return Facts(*(table.join(ids, "product_id", "left_semi") for table in self))

    def told(self, side: str) -> DataFrame:
        """What gates look at of current products with a category: a row for each value, and one without attribute for
        each product.
        """
        values = of_current(self.attributes, self.products).select(*_PAIR, "category", *_VALUE)
        known = current(self.products).filter(F.col("category").isNotNull()).select("product_id", "category")
        return values.unionByName(known, True).withColumn("side", F.lit(side))


def is_unsure() -> Column:
    """Of values: whether one is a standard one of low confidence."""
    return (F.col("status") == "standard") & (F.col("confidence") < UNSURE)


def tallied(told: DataFrame) -> DataFrame:
    """Rows for :func:`jobs.gates.figures.figures_of`, but for what is lost and changed."""
    standard, is_value = F.col("status") == "standard", F.col("attribute").isNotNull()
    return told.groupBy("side", "category", "attribute").agg(
        F.count_if(~is_value).alias("products"),
        F.count_if(standard & (F.col("ordinal") == 0)).alias("filled"),
        F.count_if(F.col("status") != "missing").alias("amount"),
        F.count_if(standard).alias("standard"),
        F.count_if(F.col("status") == "unmapped").alias("unmapped"),
        F.count_if(is_unsure()).alias("unsure"),
    )


def moved(told: DataFrame) -> DataFrame:
    """product_id, attribute, category, ``before`` and ``after`` (standard values, in order), and how many are ``lost``
    and ``changed``, of attributes of products that have lost or changed any. ``told``: of the sides ``out`` and ``in``.
    """
    sides = {
        name: F.sort_array(F.collect_set(F.when(F.col("side") == side, F.col("value"))))
        for name, side in (("before", "out"), ("after", "in"))
    }
    sets = told.filter("status = 'standard'").groupBy(*_PAIR).agg(
        F.min_by("category", F.col("side") == "in").alias("category"), *(sides[name].alias(name) for name in sides)
    )  # fmt: skip
    lost = F.greatest(F.lit(0), F.size("before") - F.size("after"))
    found = sets.withColumns({"lost": lost, "changed": F.size(F.array_except("before", "after")) - lost})
    return found.filter("lost > 0 OR changed > 0")


def counts(told: DataFrame, live: DataFrame | None) -> DataFrame:
    """All rows for :func:`jobs.gates.figures.figures_of`. ``live``: all that the earlier run says, of side ``before``;
    null without one.
    """
    if live is None:
        return tallied(told)
    sums = (
        moved(told).groupBy("category", "attribute").agg(F.sum("lost").alias("lost"), F.sum("changed").alias("changed"))
    )
    parts = [tallied(told), tallied(live), sums.withColumn("side", F.lit("moved"))]
    return reduce(lambda one, other: one.unionByName(other, True), parts)
