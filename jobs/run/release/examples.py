"""Products that show what made a gate fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.gates.limits import OF_LISTINGS
from jobs.gates.verdicts import Verdict
from jobs.run.release.measured import is_unsure, moved
from jobs.run.verification.outside import is_outside

_EACH, _MOST = 5, 5  # of one place of a gate, and places: a plan grows with each of them
_NAMES = ("product_id", "category", "attribute", "before", "after")
_TITLE = 100  # characters


def examples(failed: Sequence[Verdict], told: DataFrame | None, listings: DataFrame | None) -> Iterator[dict[str, Any]]:
    """Of each failed verdict a few products, what they had ``before`` and have ``after``, null where nothing; in one
    Spark job.

    Of listings that are rejected or outside these are the title, and why. ``told``: see
    :class:`jobs.run.release.judge.Compared`; null where nothing was compared. ``listings``: categorized ones; null
    where they are gone.
    """
    frames = [
        rows.orderBy("product_id").limit(_EACH).withColumn("place", F.lit(place))
        for place, verdict in enumerate(failed[:_MOST])
        if (rows := _rows(verdict, told, listings)) is not None
    ]
    if not frames:
        return
    for row in reduce(DataFrame.unionByName, frames).orderBy("place", "product_id").collect():
        own = row.asDict()
        yield {"gate": failed[own.pop("place")].gate, **own}


def _rows(verdict: Verdict, told: DataFrame | None, listings: DataFrame | None) -> DataFrame | None:
    if verdict.gate in OF_LISTINGS:
        return None if listings is None else _listed(listings, verdict.gate)
    if told is None:
        return None
    found = _valued(verdict.gate, told)
    wanted = {"category": verdict.category, "attribute": verdict.attribute}
    here = [F.col(name) == value for name, value in wanted.items() if value is not None]
    return reduce(DataFrame.filter, here, found).select(*_NAMES)


def _valued(gate: str, told: DataFrame) -> DataFrame:
    now = told.filter("side = 'in'").withColumn("before", _null())
    if gate == "unmapped":
        return now.filter("status = 'unmapped'").withColumn("after", F.col("raw_value"))
    if gate == "low_confidence":
        return now.filter(is_unsure()).withColumn("after", F.col("value"))
    shown = {side: F.nullif(F.array_join(side, "; "), F.lit("")) for side in ("before", "after")}
    return moved(told).filter("changed > 0" if gate == "changed" else "lost > 0").withColumns(shown)


def _listed(listings: DataFrame, gate: str) -> DataFrame:
    title = F.substring(F.coalesce("title", "description"), 1, _TITLE)
    why = F.coalesce("doubt", "detail", "reason") if gate == "outside" else F.coalesce("detail", "reason")
    kept = listings.filter(is_outside() if gate == "outside" else F.col("reason").isNotNull())
    told = {"category": _null(), "attribute": _null(), "before": title, "after": why}
    return kept.withColumns(told).select(*_NAMES)


def _null() -> Column:
    return F.lit(None).cast("string")
