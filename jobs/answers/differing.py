"""Conflicts and search terms that have to be written: all that is known of a product comes together, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.lake.scope import Scope
from udfs.answers.conflicts import HEARD
from udfs.answers.records import Conflict, Keyword, Tag, Term, Told

_TYPES = {"ordinal": "int", "labels": "map<string,string>"}
READ = ("products", "attributes", "claims", "tags", "keywords", "conflicts", "search_terms")
"""The tables that are read."""


def differing_products(read: Callable[[str], DataFrame], scope: Scope | None, differing: Any) -> DataFrame:
    """``product_id``, ``category``, and ``conflicts`` and ``terms`` to write, as :func:`udfs.spark.answers.differing`
    says; of products in ``scope`` (null is all) those with any.

    ``read`` gives a table; products are current ones. Rows of all tables are brought together by one shuffle: a join
    of seven would cost a plan of seven.
    """
    tables = {name: read(name) for name in READ}
    known = tables["products"].filter("category IS NOT NULL")
    parts = {
        "known": (known, F.struct("category", "category_confidence")),
        "told": (tables["attributes"].filter("status = 'standard'"), _told(stands=True)),
        "lost": (tables["claims"].filter(_heard()), _told(stands=False)),
        "tag": (tables["tags"], F.struct(*Tag._fields)),
        "keyword": (tables["keywords"], F.struct(*Keyword._fields)),
        "conflict": (tables["conflicts"], F.struct(*Conflict._fields)),
        "term": (tables["search_terms"], F.struct(*Term._fields)),
    }
    named = [
        (scope.within(rows) if scope else rows).select("product_id", made.alias(name))
        for name, (rows, made) in parts.items()
    ]
    every = reduce(lambda one, other: one.unionByName(other, allowMissingColumns=True), named)
    together = every.groupBy("product_id").agg(
        F.first("known", ignorenulls=True).alias("known"),
        *(F.collect_list(name).alias(name) for name in parts if name != "known"),
    )
    known_of = ("known.category", "known.category_confidence")
    made = differing(*known_of, F.concat("told", "lost"), "tag", "keyword", "conflict", "term")
    found = together.select("product_id", "known.category", made.alias("differing"))
    return found.select("product_id", "category", "differing.*").filter("size(conflicts) > 0 OR size(terms) > 0")


def rows_of(differing: DataFrame, changes: str, run_id: str) -> DataFrame:
    """The rows of one of the two lists, with ``_change`` as :func:`jobs.lake.synchronize.commit` has it."""
    each = differing.select("product_id", "category", F.inline(changes))
    return each.select(
        "product_id", "category", "row.*", F.lit(run_id).alias("run_id"), F.col("change").alias("_change")
    )


def figures(changes: str) -> Mapping[str, Column]:
    """How many rows of a list are inserted, updated and deleted, under ``LIST_insert`` and so on."""
    return {
        f"{changes}_{what}": F.sum(F.size(F.filter(changes, lambda each: each["change"] == what)))  # noqa: B023
        for what in ("insert", "update", "delete")
    }


def _heard() -> Column:
    return F.col("outcome").isin(*HEARD) & F.col("value").isNotNull() & F.col("raw_value").isNotNull()


def _told(*, stands: bool) -> Column:
    """The fields of a Told; those that claims lack are null in them."""
    lacking = () if stands else _TYPES
    return F.struct(
        *(
            F.lit(stands).alias(name) if name == "stands"
            else F.lit(None).cast(_TYPES[name]).alias(name) if name in lacking
            else F.col(name)
            for name in Told._fields
        )
    )  # fmt: skip
