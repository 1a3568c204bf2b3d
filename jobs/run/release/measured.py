"""What gates measure, of tables before they are written: one aggregate by category and attribute."""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.gates.limits import UNSURE
from jobs.lake.current import current, of_current

_PAIR = ("product_id", "attribute")


class Facts(NamedTuple):
    """Tables attributes and products of one run, or of some of its products."""

    attributes: DataFrame
    products: DataFrame

    def of(self, ids: DataFrame) -> Facts:
        """Those of some products."""
        return Facts(*(table.join(ids, "product_id", "left_semi") for table in self))


def counts(live: Facts | None, was: Facts | None, now: Facts) -> DataFrame:
    """Rows for :func:`jobs.gates.figures.figures_of`. ``live``: all that the earlier run says; ``was`` and ``now``: the
    products that this run touches, or all, as that run left them and as this one does. Null without an earlier run.
    """
    sides = [_tallied(now, "in")]
    if live is not None and was is not None:
        sides += [_tallied(live, "before"), _tallied(was, "out"), _moved_counts(was, now)]
    return reduce(lambda one, other: one.unionByName(other, True), sides)


def moved(was: Facts, now: Facts) -> DataFrame:
    """product_id, attribute, category, ``was`` and ``now`` (standard values, in order), and how many are ``lost`` and
    ``changed``, of attributes of products that have lost or changed any.
    """
    both = _values(was, "was").unionByName(_values(now, "now"), True)
    sets = both.groupBy(*_PAIR).agg(
        F.first("category").alias("category"),
        *(F.sort_array(F.collect_set(side)).alias(side) for side in ("was", "now")),
    )
    lost = F.greatest(F.lit(0), F.size("was") - F.size("now"))
    found = sets.withColumns({"lost": lost, "changed": F.size(F.array_except("was", "now")) - lost})
    return found.filter("lost > 0 OR changed > 0")


def _moved_counts(was: Facts, now: Facts) -> DataFrame:
    summed = moved(was, now).groupBy("category", "attribute")
    return summed.agg(F.sum("lost").alias("lost"), F.sum("changed").alias("changed")).withColumn("side", F.lit("moved"))


def _values(facts: Facts, side: str) -> DataFrame:
    standard = of_current(facts.attributes, facts.products).filter(F.col("status") == "standard")
    return standard.select(*_PAIR, "category", F.col("value").alias(side))


def _tallied(facts: Facts, side: str) -> DataFrame:
    standard = F.col("status") == "standard"
    by_attribute = of_current(facts.attributes, facts.products).groupBy("category", "attribute").agg(
        _count(standard & (F.col("ordinal") == 0), "filled"), _count(F.col("status") != "missing", "amount"),
        _count(standard, "standard"), _count(F.col("status") == "unmapped", "unmapped"),
        _count(standard & (F.col("confidence") < UNSURE), "unsure"),
    )  # fmt: skip
    known = current(facts.products).filter(F.col("category").isNotNull())
    by_category = known.groupBy("category").agg(F.count(F.lit(1)).alias("products"))
    return by_attribute.unionByName(by_category, True).withColumn("side", F.lit(side))


def _count(condition: Column, name: str) -> Column:
    return F.count_if(condition).alias(name)
