"""Rows of table search_terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.answers.counted import with_facets
from jobs.answers.guide import Guide
from jobs.answers.local import local_frame
from jobs.answers.shares import rarity, shares_of_categories, shares_of_tags, shares_of_values
from udfs.schema.names import Names
from udfs.schema.schema import Schema

_ALIAS = 0.5  # of what a name of the value scores
_SHORT = r"^[^<>\r\n]{2,40}$"  # a raw text that one may type
_SAID = "ARRAY<STRUCT<language: STRING, term: STRING, kind: STRING>>"


@dataclass(frozen=True, slots=True)
class Catalog:
    """What all products share: ``counted`` of :func:`jobs.answers.counted.counted` and ``guide`` of
    :func:`jobs.answers.guide.guide`."""

    schema: Schema
    counted: DataFrame
    guide: Guide


def terms(
    catalog: Catalog, products: DataFrame, attributes: DataFrame, tags: DataFrame, keywords: DataFrame
) -> DataFrame:
    """What each of the current ``products`` may be searched by: a term of a language once, with its best score.

    Attributes, tags and keywords may have rows of other products, which are left out.
    """
    known = products.filter(F.col("category").isNotNull()).select("product_id", "category", "category_confidence")
    ids = known.select("product_id")
    found = (
        _of_facts(attributes.join(ids, "product_id", "left_semi"), catalog)
        .unionByName(_of_tags(tags, ids, catalog))
        .unionByName(_of_categories(known, catalog))
        .unionByName(_of_keywords(keywords.join(ids, "product_id", "left_semi")))
    )
    plain = F.lower(F.trim(F.regexp_replace("term", r"\s+", " ")))
    said = found.withColumns({"term": plain, "score": F.round("score", 4)}).filter(_tells())
    best = said.groupBy("product_id", "term", "language").agg(
        F.max(F.struct("score", "kind", "attribute")).alias("best")
    )
    return best.select("product_id", "term", "language", "best.kind", "best.attribute", "best.score")


def _tells() -> Column:
    """Nobody searches for a bare number, unless it is an identifier."""
    return F.col("term").rlike(r"\p{L}") | ((F.col("kind") == "identifier") & (F.col("term") != ""))


def _of_facts(attributes: DataFrame, catalog: Catalog) -> DataFrame:
    facts = with_facets(attributes, catalog.guide).filter(F.col("status") == "standard")
    shares = shares_of_values(catalog.counted)
    joined = facts.withColumn("key", F.coalesce("value_id", "value")).join(
        shares, ["category", "attribute", "key"], "left"
    )
    # Identifiers are not counted: each is of one product.
    rare = F.when(F.col("share").isNotNull(), rarity(F.col("share"))).otherwise(1.0)
    sure = F.coalesce("confidence", F.lit(1.0)) * rare
    own = F.when(F.coalesce("maker", F.lit(False)), "brand").when(F.col("kind") == "identifier", "identifier")
    known = joined.withColumns({"sure": sure, "kind": own.otherwise(F.col("kind"))})
    return _rows(_labelled(known).withColumn("score", F.col("sure"))).unionByName(_as_written(known, catalog.schema))


def _labelled(facts: DataFrame) -> DataFrame:
    """Facts once for each label of their value; of text for itself, in no language.

    Of a boolean that holds for each name of its attribute, and of one that does not never.
    """
    holds = F.when(F.col("value_id") == "yes", F.col("names"))
    labels = F.when(F.col("kind") == "boolean", holds).otherwise(F.col("labels"))
    each = facts.filter((F.col("kind") != "boolean") | (F.col("value_id") == "yes")).select(
        "product_id", "attribute", "sure", "kind", "own", F.explode_outer(labels).alias("language", "label")
    )
    kind = F.when(F.col("kind").isin("brand", "identifier"), F.col("kind")).otherwise("value")
    return each.withColumns({"term": F.coalesce("label", "own"), "kind": kind})


def _as_written(facts: DataFrame, schema: Schema) -> DataFrame:
    """Facts in their short raw texts: Chinese by its characters, else in the one other language there is."""
    others = [language for language in schema.all_languages if language != "zh"]
    other = F.lit(others[0] if len(others) == 1 else None).cast("string")
    raw = F.trim("raw_value")
    language = F.when(raw.rlike(r"\p{IsHan}"), F.lit("zh")).otherwise(other)
    return facts.filter(raw.rlike(_SHORT) & (F.col("kind") != "boolean")).select(
        "product_id", language.alias("language"), raw.alias("term"), F.lit("alias").alias("kind"), "attribute",
        (F.col("sure") * _ALIAS).alias("score"),
    )  # fmt: skip


def _of_tags(tags: DataFrame, ids: DataFrame, catalog: Catalog) -> DataFrame:
    names = {key: _names(tag.name, "tag") for key, tag in catalog.schema.tags.items()}
    named = _named(tags.sparkSession, "tag", names)
    own = tags.join(ids, "product_id", "left_semi").join(F.broadcast(named), "tag")
    shared = own.join(F.broadcast(shares_of_tags(tags, catalog.counted)), "tag")
    return _rows(shared.withColumn("score", F.col("score") * rarity(F.col("share"))).select("*", F.inline("said")))


def _of_categories(known: DataFrame, catalog: Catalog) -> DataFrame:
    names = {key: _names(category.name, "category") for key, category in catalog.schema.categories.items()}
    named = known.join(F.broadcast(_named(known.sparkSession, "category", names)), "category")
    shared = named.join(F.broadcast(shares_of_categories(catalog.counted)), "category")
    score = F.coalesce("category_confidence", F.lit(1.0)) * rarity(F.col("share"))
    return _rows(shared.withColumn("score", score).select("*", F.inline("said")))


def _of_keywords(keywords: DataFrame) -> DataFrame:
    best = F.least("score", F.lit(1.0))
    return keywords.select(
        "product_id", "language", F.col("keyword").alias("term"), F.lit("keyword").alias("kind"), "attribute",
        best.alias("score"),
    )  # fmt: skip


def _rows(found: DataFrame) -> DataFrame:
    has = "attribute" in found.columns
    attribute = F.col("attribute") if has else F.lit(None).cast("string")
    return found.select("product_id", "language", "term", "kind", attribute.alias("attribute"), "score")


def _named(spark: SparkSession, key: str, names: dict[str, list[dict[str, Any]]]) -> DataFrame:
    return local_frame(
        spark, f"{key} STRING, said {_SAID}", ({key: name, "said": said} for name, said in names.items())
    )


def _names(names: Names, kind: str) -> list[dict[str, Any]]:
    return [{"language": language, "term": text, "kind": kind} for language, text in names.root.items()]
