"""Which products' texts are to be made: those that changed, those of a changed recipe, and those that people edited."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from itertools import chain

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

KEY = ("product_id", "kind", "style", "language")
"""What tells texts apart."""
WRITTEN = "products_written"
"""The count of runs that made texts, or found none due."""
PART = "texts"
"""What the recipe of a category's texts is called among the parts that a run notes."""


def newest_edits(edits: DataFrame) -> DataFrame:
    """Of each text the row of table text_edits that holds; those that were taken back have status ``draft``."""
    newest = Window.partitionBy(*KEY).orderBy(F.desc("edited_at"), F.desc("text"))
    return edits.withColumn("_place", F.row_number().over(newest)).filter(F.col("_place") == 1).drop("_place")


def changed_since_texts(runs: DataFrame, *tables: DataFrame) -> DataFrame:
    """Ids of products with a row in ``tables`` that is younger than the newest finished run that made texts.

    Runs that died, and those that made no texts, may have left such rows.
    """
    newest = _newest(runs).select("run_id").first()
    rows = reduce(DataFrame.unionByName, (table.select("product_id", "run_id") for table in tables))
    return (rows if newest is None else rows.filter(F.col("run_id") > newest["run_id"])).select("product_id")


def _newest(runs: DataFrame) -> DataFrame:
    made = runs.filter(F.col("counts").getItem(WRITTEN).isNotNull())
    return made.orderBy(F.desc("finished_at"), F.desc("run_id")).limit(1)


def last_recipes(runs: DataFrame) -> dict[str, str]:
    """Recipe of texts by category, of the newest finished run that made texts; {} where that noted none."""
    row = _newest(runs).select("recipe_parts").first()
    parts = (row["recipe_parts"] if row else None) or {}
    return {category: own[PART] for category, own in parts.items() if PART in own}


def due_products(
    products: DataFrame,
    texts: DataFrame,
    edits: DataFrame,
    changed: DataFrame,
    recipes: Mapping[str, str],
    last: Mapping[str, str],
) -> DataFrame:
    """Rows of current ``products`` with a category whose texts have to be made, with their ``recipe``.

    ``edits``: see :func:`newest_edits`. ``changed``: ids of products whose facts or listings may have changed.
    ``last``: see :func:`last_recipes`. A text keeps the recipe that it was last changed under, which tells nothing.
    """
    known = products.filter(F.col("category").isin(*recipes)).withColumn("recipe", _by_category(recipes))
    stale = [category for category, recipe in recipes.items() if recipe != last.get(category)]
    made = texts.select("product_id", F.lit(True).alias("_made")).distinct()
    open_edits = _open_edits(texts, edits).select("product_id", F.lit(True).alias("_edited"))
    new = changed.select("product_id", F.lit(True).alias("_changed")).distinct()
    joined = known.join(made, "product_id", "left").join(open_edits.distinct(), "product_id", "left")
    unmade = F.col("_made").isNull() | F.col("category").isin(*stale)
    due = joined.join(new, "product_id", "left").filter(unmade | F.col("_edited") | F.col("_changed"))
    return due.select(*products.columns, "recipe")


def gone_products(products: DataFrame, texts: DataFrame) -> DataFrame:
    """Ids of products that have texts and are no more, or have no category any more."""
    known = products.filter(F.col("category").isNotNull())
    return texts.select("product_id").distinct().join(known, "product_id", "left_anti")


def _open_edits(texts: DataFrame, edits: DataFrame) -> DataFrame:
    """Edits that table texts does not show yet."""
    shown = texts.select(*KEY, F.col("edited_at").alias("_shown"))
    wanted = edits.withColumn("edited_at", F.when(F.col("status") != "draft", F.col("edited_at")))
    return wanted.join(shown, list(KEY), "left").filter(~F.col("edited_at").eqNullSafe(F.col("_shown")))


def _by_category(recipes: Mapping[str, str]) -> Column:
    pairs = chain.from_iterable((F.lit(key), F.lit(value)) for key, value in recipes.items())
    return F.create_map(*pairs)[F.col("category")]
