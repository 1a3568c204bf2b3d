"""Rows of table conflicts, of the claims about products."""

from __future__ import annotations

from typing import Any

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from udfs.resolution.judging.contradictions import SAME_NUMBER

_STATED = ("seller", "person")
_HEARD = ("outranked", "less_sure", "repeated")  # outcomes of claims that were sure enough
_SAID = ("value", "raw_value", "origin", "field", "start_offset", "end_offset")
_OPEN = ("text", "identifier", "composition")  # rules of values that may be wordings or parts of one another
_HAN = r"\p{IsHan}"
_NUMBER = r"(-?\d+(?:\.\d+)?)"


def conflicts(attributes: DataFrame, claims: DataFrame, value_key: Any) -> DataFrame:
    """Claims that lost and mean none of the values that stand; each such value once, in its surest words.

    One side is a seller's, or both are; both have words of their own. Nothing conflicts while the losing side agrees to
    any value that stands. ``claims`` are those that lost. ``value_key`` folds texts.
    """
    own = (*_SAID, "rule", "confidence")
    standing = attributes.filter((F.col("status") == "standard") & F.col("raw_value").isNotNull())
    ours = standing.select("product_id", "attribute", F.struct("ordinal", *own).alias("one"))
    heard = F.col("outcome").isin(*_HEARD) & F.col("value").isNotNull() & F.col("raw_value").isNotNull()
    theirs = claims.filter(heard).select("product_id", "category", "attribute", "unit", F.struct(*own).alias("other"))
    pairs = theirs.join(ours, ["product_id", "attribute"]).withColumn("kind", _kind()).filter("kind IS NOT NULL")
    keyed = pairs.withColumns({"key": value_key("one.value"), "other_key": value_key("other.value")})
    by_value = keyed.groupBy("product_id", "category", "attribute", "kind", "other_key").agg(
        F.bool_or(_same()).alias("same"), F.min_by("one", "one.ordinal").alias("one"),
        F.max_by("other", F.struct("other.confidence", "other.raw_value")).alias("other"),
    )  # fmt: skip
    side = Window.partitionBy("product_id", "attribute", "kind")
    differing = by_value.withColumn("agreed", F.bool_or("same").over(side)).filter("NOT agreed")
    once = Window.partitionBy("product_id", "attribute", "other.value").orderBy("kind")
    return differing.withColumn("_place", F.row_number().over(once)).filter("_place = 1").select(
        "product_id", "category", "attribute", "kind", *(F.col(f"one.{name}").alias(name) for name in _SAID),
        *(F.col(f"other.{name}").alias(f"other_{name}") for name in (*_SAID, "confidence")),
    )  # fmt: skip


def _kind() -> Column:
    """Null where the model contradicts itself: it is no witness against the product then."""
    ours, theirs = F.col("one.origin").isin(*_STATED), F.col("other.origin").isin(*_STATED)
    return F.when(ours & theirs, "two statements").when(ours | theirs, "seller and text")


def _same() -> Column:
    """Whether two values may be one: beyond folding, numbers that agree, and texts of which nobody can tell."""
    ours, theirs = F.col("key"), F.col("other_key")
    amounts = F.col("unit").isNotNull() | (F.col("one.rule") == "dimensions")
    is_open = F.col("one.rule").isin(*_OPEN) | F.col("other.rule").isin(*_OPEN)
    part = F.contains(ours, theirs) | F.contains(theirs, ours)
    other_script = ours.rlike(_HAN) != theirs.rlike(_HAN)
    mixed = (F.col("one.rule") == "mixture") | (F.col("other.rule") == "mixture")  # of what, nobody says
    finer = F.startswith(ours, theirs) | F.startswith(theirs, ours)  # Android and Android 14; not so faux leather
    unclear = mixed | finer | (is_open & (part | other_script))
    return (ours == theirs) | F.when(amounts, _agreeing()).otherwise(unclear)


def _agreeing() -> Column:
    """Whether ranges meet, where a number is one of itself; sizes of which one has more numbers may be one."""
    ours, theirs = _numbers("one.value"), _numbers("other.value")
    close = F.zip_with(ours, theirs, lambda one, other: _apart(F.greatest(one, other), F.least(one, other)) <= 0)
    low, high = F.array_min, F.array_max
    meeting = (_apart(low(ours), high(theirs)) <= 0) & (_apart(low(theirs), high(ours)) <= 0)
    sizes = (F.size(ours) != F.size(theirs)) | F.forall(close, lambda each: F.coalesce(each, F.lit(False)))
    return F.coalesce(F.when(F.col("unit").isNotNull(), meeting).otherwise(sizes), F.lit(True))


def _apart(one: Column, other: Column) -> Column:
    """By how much a number is above another one beyond what rounding explains; negative where it is not."""
    return one - other - F.greatest(F.abs(one), F.abs(other)) * SAME_NUMBER


def _numbers(value: str) -> Column:
    return F.regexp_extract_all(value, F.lit(_NUMBER)).cast("array<double>")
