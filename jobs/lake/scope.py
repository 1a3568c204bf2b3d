"""Which products a step is about.

A few are asked for by name: such a query needs no join, and reads only the files that may hold them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

FEW = 2000
"""So many names a query may hold; more are joined."""


@dataclass(frozen=True, slots=True)
class Scope:
    """``few``: ids of the products; null where they are more than :data:`FEW`, and then ``ids`` has them."""

    few: tuple[str, ...] | None = ()
    ids: DataFrame | None = None

    @classmethod
    def of(cls, rows: Iterable[DataFrame]) -> Scope:
        """The products that any of the rows belongs to: one small job, and none without rows."""
        parts = [each.select("product_id") for each in rows]
        if not parts:
            return cls()
        ids = reduce(DataFrame.unionByName, parts).distinct()
        found = tuple(row["product_id"] for row in ids.limit(FEW + 1).collect())
        return cls(found) if len(found) <= FEW else cls(None, ids)

    def within(self, rows: DataFrame) -> DataFrame:
        """The rows that belong to one of the products."""
        if self.few is not None:
            return rows.filter(F.col("product_id").isin(*self.few))
        assert self.ids is not None
        return rows.join(self.ids, "product_id", "left_semi")
