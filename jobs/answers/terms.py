"""Rows of table search_terms."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.answers.local import local_frame
from jobs.answers.shares import rarity, shares_of_categories, shares_of_tags, shares_of_values
from udfs.schema.names import Names
from udfs.schema.schema import Schema

_ALIAS = 0.5  # of what a name of the value scores
_SHORT = r"^[^<>\r\n]{2,40}$"  # a raw text that one may type
_WRITTEN = "as written"  # stands for the language of a raw text among those of labels


def terms(
    counted: DataFrame, schema: Schema, products: DataFrame, attributes: DataFrame, tags: DataFrame, keywords: DataFrame
) -> DataFrame:
    """What each of the current ``products`` may be searched by: a term of a language once, with its best score.

    Attributes, tags and keywords may have rows of other products, which are left out. ``counted`` has the whole
    catalog, see :func:`jobs.answers.counted.counted`.
    """
    known = products.filter(F.col("category").isNotNull()).select("product_id", "category", "category_confidence")
    ids = known.select("product_id")
    found = (
        _of_facts(attributes.join(ids, "product_id", "left_semi"), counted, schema)
        .unionByName(_of_tags(tags.join(ids, "product_id", "left_semi"), shares_of_tags(tags, counted), schema))
        .unionByName(_of_categories(known, counted, schema))
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


def _of_facts(attributes: DataFrame, counted: DataFrame, schema: Schema) -> DataFrame:
    """Labels of the values, and the listing's own short wordings of them; of text itself, in no language. Of a boolean
    that holds the names of its attribute, of one that does not nothing.
    """
    facts = attributes.filter(F.col("status") == "standard").withColumn("key", F.coalesce("value_id", "value"))
    known = facts.join(F.broadcast(_attributes(attributes.sparkSession, schema)), ["category", "attribute"])
    joined = known.join(shares_of_values(counted), ["category", "attribute", "key"])
    no_boolean, holds = F.col("names").isNull(), F.col("value_id") == "yes"
    labels = F.coalesce(F.when(no_boolean, F.coalesce("labels", F.create_map(F.lit(""), F.col("value")))), "names")
    raw = F.trim("raw_value")
    written = F.when(no_boolean & raw.rlike(_SHORT), F.create_map(F.lit(_WRITTEN), raw))
    wordings = F.map_concat(labels, F.coalesce(written, F.create_map().cast("map<string,string>")))
    each = joined.filter(no_boolean | holds).select(
        "product_id", "attribute", (F.col("confidence") * rarity(F.col("share"))).alias("sure"), "own_kind",
        F.explode(wordings).alias("code", "term"),
    )  # fmt: skip
    as_written = F.col("code") == _WRITTEN
    language = F.when(as_written, _language(schema)).otherwise(F.nullif("code", F.lit("")))
    return _rows(
        each.withColumns(
            {
                "language": language,
                "kind": F.when(as_written, "alias").otherwise(F.col("own_kind")),
                "score": F.when(as_written, F.col("sure") * _ALIAS).otherwise(F.col("sure")),
            }
        )
    )


def _attributes(spark: SparkSession, schema: Schema) -> DataFrame:
    """What kind of terms the values of each attribute are; ``names`` of booleans."""
    own = [(key, name, a) for key, category in schema.categories.items() for name, a in category.attributes.items()]
    rows = (
        {
            "category": key, "attribute": name, "names": a.name.root if a.kind == "boolean" else None,
            "own_kind": "brand" if a.maker else "identifier" if a.kind == "identifier" else "value",
        }
        for key, name, a in own
    )  # fmt: skip
    return local_frame(spark, "category STRING, attribute STRING, names MAP<STRING, STRING>, own_kind STRING", rows)


def _language(schema: Schema) -> Column:
    """Of a text of the listing: Chinese by its characters, else the one other language that the schema has."""
    others = [language for language in schema.all_languages if language != "zh"]
    other = F.lit(others[0] if len(others) == 1 else None).cast("string")
    return F.when(F.col("term").rlike(r"\p{IsHan}"), F.lit("zh")).otherwise(other)


def _of_tags(tags: DataFrame, shares: DataFrame, schema: Schema) -> DataFrame:
    named = _named(tags.sparkSession, "tag", {key: tag.name for key, tag in schema.tags.items()})
    shared = tags.join(F.broadcast(named), "tag").join(F.broadcast(shares), "tag")
    return _of_names(shared.withColumn("score", F.col("score") * rarity(F.col("share"))), "tag")


def _of_categories(known: DataFrame, counted: DataFrame, schema: Schema) -> DataFrame:
    names = {key: category.name for key, category in schema.categories.items()}
    named = known.join(F.broadcast(_named(known.sparkSession, "category", names)), "category")
    shared = named.join(F.broadcast(shares_of_categories(counted)), "category")
    sure = F.coalesce("category_confidence", F.lit(1.0))
    return _of_names(shared.withColumn("score", sure * rarity(F.col("share"))), "category")


def _of_names(rows: DataFrame, kind: str) -> DataFrame:
    each = rows.select("product_id", "score", F.explode("names").alias("language", "term"))
    return _rows(each.withColumns({"kind": F.lit(kind), "attribute": F.lit(None).cast("string")}))


def _named(spark: SparkSession, key: str, names: Mapping[str, Names]) -> DataFrame:
    rows = ({key: name, "names": each.root} for name, each in names.items())
    return local_frame(spark, f"{key} STRING, names MAP<STRING, STRING>", rows)


def _of_keywords(keywords: DataFrame) -> DataFrame:
    best = F.least("score", F.lit(1.0))
    return keywords.select(
        "product_id", "language", F.col("keyword").alias("term"), F.lit("keyword").alias("kind"), "attribute",
        best.alias("score"),
    )  # fmt: skip


def _rows(found: DataFrame) -> DataFrame:
    return found.select("product_id", "language", "term", "kind", "attribute", "score")
