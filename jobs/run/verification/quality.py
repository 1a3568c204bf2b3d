"""Figures over the whole tables that say how good the result is."""

from __future__ import annotations

from typing import get_args

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from udfs.values.outcomes import DecidedBy

RULES = get_args(DecidedBy)
_INVALID = "invalid_"
_UNLESS_ANY = (_INVALID, "stale", "without_category")  # counts that are left out where there are none


def quality(
    products: DataFrame, attributes: DataFrame, claims: DataFrame, unmapped: DataFrame
) -> tuple[dict[str, int], dict[str, float]]:
    """Counts of products, values by status and origin, and queue; shares between 0 and 1 (none over nothing).

    ``attributes`` are those of current products, ``claims`` the ones that lost. ``stale`` products are counted and give
    nothing else. The shares are of products with a category; how many are ``without_category`` is counted.

    Of the unmapped ones, ``unmapped_nearest`` have an allowed value near them that is not sure enough, and
    ``unmapped_overruling`` a value of the model that is not sure enough to overrule a seller. ``invalid_RULE`` are the
    invalid ones by the rule that found them so; rules that found none are left out.
    """
    values = F.col("status") != "missing"
    unmapped_value = F.col("status") == "unmapped"
    by_value = attributes.agg(
        F.count_if(values).alias("values"),
        *(F.count_if(F.col("status") == s).alias(s) for s in ("standard", "unmapped", "invalid", "missing")),
        F.count_if(unmapped_value & F.contains("detail", F.lit("nearest: "))).alias("unmapped_nearest"),
        *(F.count_if(F.col("origin") == o).alias(f"from_{o}") for o in ("person", "seller", "model")),
        *(
            F.count_if((F.col("status") == "invalid") & (F.col("rule") == rule)).alias(_INVALID + rule)
            for rule in RULES
        ),
    )
    # The model was not sure enough to overrule a seller: see the resolver.
    held_back = claims.filter(F.col("outcome") == "below_overrule").select("product_id", "attribute")
    by_claim = (
        attributes.filter(unmapped_value)
        .join(held_back, ["product_id", "attribute"], "left_semi")
        .agg(F.count(F.lit(1)).alias("unmapped_overruling"))
    )
    current, known = F.col("stale").isNull(), F.col("category").isNotNull()
    by_product = products.agg(
        F.count_if(current).alias("products"),
        F.count_if(~current).alias("stale"),
        F.count_if(current & ~known).alias("without_category"),
        F.count_if(current & known & (F.size(F.coalesce("missing", F.array())) == 0)).alias("complete"),
        F.avg(F.when(current, F.col("completeness"))).alias("completeness"),
    )
    queue = unmapped.agg(F.count(F.lit(1)).alias("unmapped_values"))
    row = by_value.crossJoin(by_claim).crossJoin(by_product).crossJoin(queue).first()
    if row is None:
        raise ValueError("an aggregate without groups has one row")
    figures = {key: count for key, count in row.asDict().items() if count or not key.startswith(_UNLESS_ANY)}
    completeness = figures.pop("completeness")
    complete = figures.pop("complete")
    shares: dict[str, float] = {}
    if of_a_category := figures["products"] - figures.get("without_category", 0):
        shares["completeness"] = round(completeness, 4)
        shares["required_filled"] = round(complete / of_a_category, 4)
    if figures["values"]:
        shares["standard"] = round(figures["standard"] / figures["values"], 4)
    return figures, shares
