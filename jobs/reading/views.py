"""Temporary SQL views over the published tables, and one typed view for each category."""

from __future__ import annotations

from collections.abc import Iterable

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.lake.current import current, of_current
from jobs.lake.tables.target import TABLES
from jobs.language.column_comments import column_comment
from jobs.language.names import Labels
from jobs.reading.headings import with_headings
from jobs.reading.library import Library
from jobs.reading.wide import EVIDENCE, OWN, WideColumn, WideView, view_names, wide_view
from udfs.schema.schema import Schema


def create_views(spark: SparkSession, target: str, schema: Schema, lang: str = "en") -> list[str]:
    """Make each table a view under its own name, and ``<category>_products`` and ``<category>_typed``, with
    typed columns for each attribute.

    All of them show the newest finished run, see :func:`view`. Returns the names. Raises TableError when no run has
    finished there, and InputError for a language that the schema lacks.
    """
    names = view_names(schema)
    register_views(Library.open(spark, target), Labels(schema, lang), names)
    return names


def register_views(library: Library, labels: Labels, names: Iterable[str]) -> None:
    """The same of a run that is known, and of some views."""
    for name in names:
        view(library, name, labels).createOrReplaceTempView(name)


def view(library: Library, name: str, labels: Labels) -> DataFrame:
    """A table, or the products of one category, as the library's run left them.

    A category's products, attributes, claims and tags are those of current products; products has all, the stale ones
    marked. Where the language is not the schema's first, ``value`` of attributes, the values of products and the
    attributes of a category are labels in it where there are any, and columns carry headings in it; names of columns
    and ids stay.
    """
    # Values are labels of the first language, but for quantities, which are written in English.
    translated = (labels.lang, labels.schema.all_languages[0]) != ("en", "en")
    products = library.table("products")
    attributes = of_current(library.table("attributes"), products)
    if translated:
        attributes = attributes.withColumn("value", _label(labels.lang))
    if name not in TABLES:
        kind, category = wide_view(name, labels.schema)
        return with_headings(_wide(kind, current(products), attributes, labels, category), labels, category)
    frame = attributes if name == "attributes" else library.table(name)
    if name in ("claims", "tags"):
        frame = of_current(frame, products)
    if name == "products" and translated:
        frame = _with_values(frame, attributes)
    return with_headings(frame, labels)


def _label(lang: str) -> Column:
    """The value in a language, or as it stands where it has no label in it."""
    chinese = [F.col("value_zh")] if lang == "zh" else []  # of targets that are older than labels
    return F.coalesce(F.col("labels")[lang], *chinese, F.col("value"))


def _with_values(products: DataFrame, attributes: DataFrame) -> DataFrame:
    """Products with the values of ``attributes`` in their maps: the tables hold the first language's there."""
    texts = _standard(attributes).groupBy("product_id", "attribute").agg(_in_order(F.col("value")).alias("values"))
    pairs = F.struct("attribute", F.array_join("values", "; "))
    maps = texts.groupBy("product_id").agg(F.map_from_entries(F.array_sort(F.collect_list(pairs))).alias("found"))
    joined = products.join(maps, "product_id", "left")
    return joined.withColumn("attributes", F.coalesce("found", "attributes")).select(products.columns)


def _wide(kind: WideView, products: DataFrame, attributes: DataFrame, labels: Labels, category: str) -> DataFrame:
    """Products of one category, wide: :data:`jobs.reading.wide.OWN`, then the columns of each attribute.

    Quantities are double, in the attribute's unit; several values are an array. Null or [] means no standard value.
    """
    columns = [(column, attribute) for attribute, column in kind.of(labels.schema, category)]
    made = [_column(column, attribute).alias(column.name) for column, attribute in columns]
    own = attributes.filter(F.col("category") == category)
    wide = (_standard(own) if kind.only_standard else own).groupBy("product_id").agg(*made)
    some = products.filter(F.col("category") == category).select(*OWN)
    joined = some.join(wide, "product_id", "left")
    shown = []
    for column, attribute in columns:
        value = F.col(column.name)
        if column.many and not kind.only_standard:
            value = F.coalesce(value, F.array())
        comment = column_comment(column.name, attribute, labels, category)
        shown.append(value.alias(column.name, metadata={"comment": comment}))
    return joined.select(*OWN, *shown)


def _standard(attributes: DataFrame) -> DataFrame:
    return attributes.filter(F.col("status") == "standard")


def _column(column: WideColumn, attribute: str) -> Column:
    here = F.col("attribute") == attribute
    if column.taken != "evidence":
        here &= F.col("status") == "standard"
    taken = _taken(column)
    if column.many:
        return _in_order(taken, here)
    return F.min_by(F.when(here, taken), F.when(here, F.col("ordinal")))


def _taken(column: WideColumn) -> Column:
    match column.taken:
        case "evidence":
            return F.struct(*EVIDENCE)
        case "holds":
            return F.col("value_id") == "yes"
        case "parts":
            return F.map_from_entries(F.transform("parts", lambda part: F.struct(part["name"], part["number"])))
        case name:
            return F.col(name)


def _in_order(value: Column, here: Column | None = None) -> Column:
    """The values of a group, of those rows that are ``here``, in the order of their ordinals."""
    numbered = F.struct("ordinal", value.alias("value"))
    kept = F.array_sort(F.collect_list(numbered if here is None else F.when(here, numbered)))
    return F.transform(kept, lambda each: each["value"])
