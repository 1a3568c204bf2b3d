"""What a catalog counts for its texts: values and phrases. Kept until somebody asks for them anew, so that texts of
products stay as they are while other products change."""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from udfs.writing.extracts.statistics import DOCUMENTS, PhraseCount
from udfs.writing.kit import Counts
from udfs.writing.planning.statistics import MOST_VALUES, Tally

_FEWEST = 3  # listings of a category that hold a phrase
_SHARE = 0.002  # of its listings: what is rarer is neither a phrase nor part of one


def value_rows(products: DataFrame, attributes: DataFrame) -> DataFrame:
    """Rows of table value_statistics, of current products and their attributes: as
    :func:`udfs.writing.planning.statistics.tallied` counts them."""
    null = F.lit(None).cast("string")
    stated = attributes.filter(F.col("status") == "standard").select(
        "product_id", "category", "attribute", F.coalesce("value_id", "value").alias("value")
    )
    by_value = stated.distinct().groupBy("category", "attribute", "value").agg(_products())
    common = Window.partitionBy("category", "attribute").orderBy(F.desc("products"), "value")
    kept = by_value.withColumn("_place", F.row_number().over(common)).filter(F.col("_place") <= MOST_VALUES)
    filled = stated.groupBy("category", "attribute").agg(F.count_distinct("product_id").cast("int").alias("products"))
    sold = products.filter(F.col("category").isNotNull()).groupBy("category").agg(_products())
    names = ("category", "attribute", "value", "products")
    return (
        sold.select("category", null.alias("attribute"), null.alias("value"), "products")
        .unionByName(filled.withColumn("value", null).select(*names))
        .unionByName(kept.select(*names))
    )


def phrase_rows(products: DataFrame, phrases_of: Any) -> DataFrame:
    """Rows of table phrase_statistics; ``phrases_of``: see :func:`udfs.spark.writing.phrases_of`."""
    known = products.filter(F.col("category").isNotNull())
    found = known.select("category", phrases_of("title", "description").alias("found")).filter(F.size("found") > 0)
    each = found.select(
        "category", F.get("found", 0).alias("language"),
        F.explode(F.concat(F.array(F.lit(DOCUMENTS)), F.slice("found", 2, F.size("found")))).alias("phrase"),
    )  # fmt: skip
    counted = each.groupBy("category", "language", "phrase").agg(F.count(F.lit(1)).cast("int").alias("listings"))
    total = F.max(F.when(F.col("phrase") == DOCUMENTS, F.col("listings"))).over(
        Window.partitionBy("category", "language")
    )
    least = F.greatest(F.lit(float(_FEWEST)), _SHARE * total)
    frequent = counted.withColumn("_least", least).filter(
        (F.col("phrase") == DOCUMENTS) | (F.col("listings") >= F.col("_least"))
    )
    return frequent.drop("_least")


def counts_of(values: DataFrame, phrases: DataFrame) -> Counts:
    """The rows of both tables on the driver: some hundred a category and attribute, and as many phrases."""
    return Counts(
        tuple(Tally(**row.asDict()) for row in values.select(*Tally._fields).collect()),
        tuple(PhraseCount(**row.asDict()) for row in phrases.select(*PhraseCount._fields).collect()),
    )


def _products() -> Any:
    return F.count(F.lit(1)).cast("int").alias("products")
