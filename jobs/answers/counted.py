"""Products by attribute, value, source and state, counted once for all tables that need it."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from jobs.answers.guide import Guide

_GROUP = ("category", "attribute", "source", "state", "value_id", "value")


def counted(attributes: DataFrame, products: DataFrame, guide: Guide) -> DataFrame:
    """``products`` with equal category, attribute, source, state and facet.

    For the facet see :func:`with_facets`. ``state`` is one of :data:`jobs.lake.tables.answers.coverage.STATES` in rows
    that stand for the attribute of a product, null in those of its further values. Rows without an attribute count all
    products of a category and source. ``attributes`` may have stale products, ``products`` are current ones.
    """
    known = products.filter(F.col("category").isNotNull()).select("product_id", "category", "source")
    faceted = with_facets(attributes, guide)
    placed = (_each_once(faceted) if guide.several_quantities else faceted).join(known, ["product_id", "category"])
    by_value = placed.withColumn("state", _state()).groupBy(*_GROUP).agg(F.count(F.lit(1)).alias("products"))
    totals = known.groupBy("category", "source").agg(F.count(F.lit(1)).alias("products"))
    return by_value.unionByName(totals, allowMissingColumns=True)


def with_facets(attributes: DataFrame, guide: Guide) -> DataFrame:
    """The attributes with their facet: ``value_id`` and ``value``, or the range of a quantity as ``value``.

    Both are null where there is no standard value, and of identifiers; ``own`` is the value as it stands in the table.
    """
    number, standard = F.col("number"), F.col("status") == "standard"
    within = F.col("bucket").isNull() | ((F.col("lower") <= number) & (number < F.col("upper")))
    same = [attributes[key] == guide.attributes[key] for key in ("category", "attribute")]
    joined = attributes.join(F.broadcast(guide.attributes), [*same, within], "left")
    joined = joined.drop(guide.attributes["category"], guide.attributes["attribute"])
    shown = standard & ~F.col("kind").eqNullSafe("identifier")
    return joined.select(
        "product_id", "category", "attribute", "ordinal", "status", "origin", "confidence", "raw_value", "labels",
        "kind", "maker", "names", "several", "bucket",
        _is_unsure().alias("unsure"),
        F.col("value").alias("own"),
        F.when(shown, F.col("value_id")).alias("value_id"),
        F.when(shown, F.coalesce("bucket", "value")).alias("value"),
    )  # fmt: skip


def _is_unsure() -> Column:
    """Whether a claim lost as the model was not sure enough: see the resolver."""
    return F.array_join("alternatives.reason", "\n").contains("below the threshold")


def _state() -> Column:
    """All values of an attribute have one status, and one teller: its first row stands for all."""
    status, by_model = F.col("status"), F.col("origin") == "model"
    state = (
        F.when(status.isin("unmapped", "invalid"), status)
        .when((status == "missing") & F.coalesce("unsure", F.lit(False)), "low_confidence")
        .when(status == "missing", "missing")
        .when(by_model & F.col("raw_value").isNull(), "implied")
        .when(by_model, "found")
        .otherwise("stated")
    )
    return F.when(F.col("ordinal") == 0, state)


def _each_once(rows: DataFrame) -> DataFrame:
    """Rows with facets, without those of a further quantity in the same range of the same product."""
    is_quantity = F.coalesce(F.col("several") & F.col("bucket").isNotNull(), F.lit(False))
    earlier = Window.partitionBy("product_id", "attribute", "value").orderBy("ordinal")
    numbered = rows.filter(is_quantity).withColumn("_copy", F.row_number().over(earlier))
    return rows.filter(~is_quantity).unionByName(numbered.filter(F.col("_copy") == 1).drop("_copy"))
