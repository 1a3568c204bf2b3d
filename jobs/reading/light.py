"""The tables as a finished run left them, without Spark: rows as dicts."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from jobs.reading.products import StoredProduct
from jobs.reading.published.earlier_claims import earlier_claims
from jobs.reading.published.target import Target

_NEAR = 5


@dataclass(frozen=True, slots=True)
class LightLibrary:
    """A target with one of its finished runs."""

    tables: Target

    @classmethod
    def open(cls, target: str, run: str | None = None, properties: str | None = None) -> LightLibrary:
        """With the newest run, or one by its id; ``properties``: settings of Spark, where it has to read.

        Raises TableError where there is no such run.
        """
        return cls(Target(target, run, spark_properties=properties))

    @property
    def target(self) -> str:
        """Where the tables lie."""
        return self.tables.place

    @property
    def run(self) -> Mapping[str, Any]:
        """The run's own row."""
        return self.tables.run

    def rows(self, name: str, columns: Sequence[str] | None = None, **where: object) -> list[dict[str, Any]]:
        """Rows of a table whose columns hold the given values, or one of those in a list."""
        filters = [
            pc.field(column).isin(value) if isinstance(value, list) else pc.field(column) == value
            for column, value in where.items()
        ]
        found = self.tables.arrow(name, columns, None if not filters else _all(filters))
        rows: list[dict[str, Any]] = found.to_pylist(maps_as_pydicts="strict")
        return rows

    def products(self, ids: Sequence[str]) -> list[StoredProduct]:
        """Products in the order of ``ids``; ids that are none are left out."""
        rows = {row["product_id"]: row for row in self.rows("products", product_id=list(ids))}
        values = self._by_product("attributes", [*rows])
        if self.tables.has_earlier_claims:
            claims = {key: [*earlier_claims(found)] for key, found in values.items()}
        else:
            claims = self._by_product("claims", [*rows])
        return [
            StoredProduct(rows[key], tuple(values.get(key, ())), tuple(claims.get(key, ())))
            for key in ids
            if key in rows
        ]

    def _by_product(self, name: str, ids: list[str]) -> dict[str, list[dict[str, Any]]]:
        found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.rows(name, product_id=ids) if ids else ():
            found[row["product_id"]].append(row)
        return found

    def near(self, product_id: str) -> list[str]:
        """The ids of products and rejected rows that look most like one that is none."""
        from rapidfuzz.distance import Levenshtein

        columns = (self.tables.arrow(name, ["product_id"]).column(0) for name in ("products", "rejected"))
        ids = {key for column in columns for key in column.to_pylist() if key is not None}
        wanted = product_id.lower()
        return heapq.nsmallest(_NEAR, ids, key=lambda key: (Levenshtein.distance(key.lower(), wanted), key))


def _all(filters: Sequence[pc.Expression]) -> pc.Expression:
    first, *rest = filters
    for each in rest:
        first = first & each
    return first
