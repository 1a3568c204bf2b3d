"""How prevalent values, tags and categories are in the catalog: the few that are not as rare as can be."""

from __future__ import annotations

from itertools import chain

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.answers.coverage import Counts, sold
from udfs.answers.terms import COMMON, Shares


def prevalence(counted: DataFrame, counts: Counts) -> Shares:
    """Shares of products above :data:`udfs.answers.terms.COMMON`, so at most about a thousand for an attribute.

    ``counted``: see :func:`jobs.answers.counted.counted`, and ``counts``: see :func:`jobs.answers.coverage.counts_of`.
    """
    by_category = sold(counts)
    total = sum(by_category.values())
    if not total:
        return Shares()
    of_category = F.create_map(*chain.from_iterable((F.lit(key), F.lit(n)) for key, n in by_category.items()))
    every = F.when(F.col("tag").isNull(), of_category[F.col("category")]).otherwise(F.lit(total))
    stated = counted.filter("value IS NOT NULL OR tag IS NOT NULL").select(
        "attribute", "tag", F.coalesce("value_id", "value").alias("key"), "products",
        F.when(F.col("tag").isNull(), F.col("category")).alias("category"),
    )  # fmt: skip
    summed = stated.groupBy("category", "attribute", "key", "tag").agg((F.sum("products") / every).alias("share"))
    found = summed.filter(F.col("share") > COMMON).collect()
    return Shares(
        values={(r["category"], r["attribute"], r["key"]): r["share"] for r in found if r["tag"] is None},
        tags={r["tag"]: r["share"] for r in found if r["tag"] is not None},
        categories={key: n / total for key, n in by_category.items()},
    )
