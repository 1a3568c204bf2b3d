"""Temporary SQL views over the published tables, and one typed view for each category."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.runs import newest_run, published
from jobs.store import Store
from jobs.tables import TABLES
from udfs.errors import TableError
from udfs.schema import Attribute, Language, Schema


def create_views(spark: SparkSession, target: str, schema: Schema, lang: Language = "en") -> list[str]:
    """Make each table a view under its own name, and ``<category>_products`` with a typed column for each attribute.

    All of them show the newest finished run. Returns the names. Raises TableError when no run has finished there.
    """
    store = Store(spark, target)
    run = newest_run(store)
    if run is None:
        raise TableError(f"{target} holds no finished run; run `facetmill run` with this target first")
    frames = {name: published(store, name, run) if name in run.table_versions else store.read(name) for name in TABLES}
    for key in schema.categories:
        frames[f"{key}_products"] = category_products(frames["products"], frames["attributes"], schema, key, lang)
    for name, frame in frames.items():
        frame.createOrReplaceTempView(name)
    return list(frames)


def category_products(
    products: DataFrame, attributes: DataFrame, schema: Schema, category: str, lang: Language = "en"
) -> DataFrame:
    """Products of one category, wide: product_id, title, source, completeness, then a column for each attribute.

    Quantities are double, in the attribute's unit; several values are an array of string; all else is string. Null or
    [] means no standard value. ``lang`` zh takes Chinese labels where there are any.
    """
    own = attributes.filter((F.col("category") == category) & (F.col("status") == "standard"))
    label = F.coalesce("value_zh", "value") if lang == "zh" else F.col("value")
    columns = [
        _column(name, attribute, label).alias(name)
        for name, attribute in schema.categories[category].attributes.items()
    ]
    wide = own.groupBy("product_id").agg(*columns)
    some = products.filter(F.col("category") == category).select("product_id", "title", "source", "completeness")
    return some.join(wide, "product_id", "left")


def _column(name: str, attribute: Attribute, label: Column) -> Column:
    here = F.col("attribute") == name
    if attribute.kind == "quantity" and not attribute.has_many:
        return F.min_by(F.when(here, F.col("number")), F.when(here, F.col("ordinal")))
    if attribute.has_many:
        numbered = F.array_sort(F.collect_list(F.when(here, F.struct("ordinal", label.alias("label")))))
        return F.transform(numbered, lambda value: value["label"])
    return F.min_by(F.when(here, label), F.when(here, F.col("ordinal")))
