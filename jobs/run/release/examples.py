"""Products that show what made a gate fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.gates.limits import UNSURE
from jobs.gates.verdicts import Verdict
from jobs.lake.current import of_current
from jobs.run.release.measured import moved
from jobs.run.verification.outside import is_outside

if TYPE_CHECKING:
    from jobs.run.release.judge import Compared

_EACH, _MOST = 5, 20  # of one gate's place, and places
_NAMES = ("product_id", "category", "attribute", "before", "after")


def examples(
    failed: Sequence[Verdict], compared: Compared | None, listings: DataFrame | None
) -> Iterator[dict[str, Any]]:
    """Of each failed verdict a few products, what they had ``before`` and have ``after``, null where nothing; in one
    Spark job. ``listings``: categorized ones, null where they are gone.
    """
    frames = [
        rows.orderBy("product_id").limit(_EACH).withColumn("place", F.lit(place))
        for place, verdict in enumerate(failed[:_MOST])
        if (rows := _rows(verdict, compared, listings)) is not None
    ]
    if not frames:
        return
    for row in reduce(DataFrame.unionByName, frames).orderBy("place", "product_id").collect():
        own = row.asDict()
        yield {"gate": failed[own.pop("place")].gate, **own}


def _rows(verdict: Verdict, compared: Compared | None, listings: DataFrame | None) -> DataFrame | None:
    if verdict.gate in ("rejected", "outside"):
        return None if listings is None else _listed(listings, verdict.gate)
    if compared is None:
        return None
    if verdict.gate in ("unmapped", "low_confidence"):
        found = of_current(*compared.now).withColumns({"before": _null(), "after": F.col("value")})
        if verdict.gate == "unmapped":
            found = found.filter("status = 'unmapped'").withColumn("after", F.col("raw_value"))
        else:
            found = found.filter((F.col("status") == "standard") & (F.col("confidence") < UNSURE))
    elif compared.was is None:
        return None
    else:
        lost = F.col("changed" if verdict.gate == "changed" else "lost") > 0
        found = moved(compared.was, compared.now).filter(lost).withColumns(
            {"before": _joined("was"), "after": _joined("now")}
        )  # fmt: skip
    wanted = {"category": verdict.category, "attribute": verdict.attribute}
    here = [F.col(name) == value for name, value in wanted.items() if value is not None]
    return reduce(DataFrame.filter, here, found).select(*_NAMES)


def _listed(listings: DataFrame, gate: str) -> DataFrame:
    title = F.substring(F.coalesce("title", "description"), 1, 100)
    why = F.coalesce("doubt", "detail", "reason") if gate == "outside" else F.coalesce("detail", "reason")
    kept = listings.filter(is_outside() if gate == "outside" else F.col("reason").isNotNull())
    told = {"category": _null(), "attribute": _null(), "before": title, "after": why}
    return kept.withColumns(told).select(*_NAMES)


def _joined(side: str) -> Column:
    return F.nullif(F.array_join(side, "; "), F.lit(""))


def _null() -> Column:
    return F.lit(None).cast("string")
