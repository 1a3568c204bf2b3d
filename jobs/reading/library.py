"""The tables as the newest finished run left them, in Spark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from jobs.lake.earlier_claims import earlier_claims
from jobs.lake.runs import Published, newest_run, published
from jobs.lake.store import Store, empty
from jobs.lake.tables.claims import CLAIMS
from jobs.lake.tables.target import DERIVED, LIVE, TABLES
from jobs.reading.products import StoredProduct
from jobs.reading.published.runs import chosen, no_run


@dataclass(frozen=True, slots=True)
class Library:
    """A target with its newest finished run."""

    store: Store
    run: Published

    @classmethod
    def open(cls, spark: SparkSession, target: str, run_id: str | None = None) -> Library:
        """With the newest run, or one by its id. Raises TableError when no such run has finished there."""
        store = Store(spark, target)
        if run_id is None:
            run = newest_run(store)
            if run is None:
                raise no_run(target)
            return cls(store, run)
        rows = [] if store.version("runs") is None else store.read("runs").collect()
        row = chosen([row.asDict() for row in rows], run_id, target)
        return cls(store, Published(row["run_id"], row["recipes"], row["table_versions"]))

    def table(self, name: str) -> DataFrame:
        """A table as the run left it, those of :data:`jobs.lake.tables.target.LIVE` and one that came later as they
        are now, empty before they are there. Columns that came later are null, derived tables that the run
        does not name are empty. Claims of a run from before that table are what it noted beside the attributes.
        """
        if name == CLAIMS.name and name not in self.run.table_versions:
            return earlier_claims(self.table("attributes"))
        pinned = name in self.run.table_versions and name not in LIVE
        if not pinned and (name in DERIVED or self.store.version(name) is None):
            return empty(self.store.spark, TABLES[name])
        frame = published(self.store, name, self.run) if pinned else self.store.read(name)
        later = [column for column in TABLES[name].columns if column.name not in frame.columns]
        return frame.withColumns({column.name: F.lit(None).cast(column.type) for column in later}) if later else frame

    def run_row(self) -> Row:
        """The run's own row."""
        (row,) = self.store.read("runs").filter(F.col("run_id") == self.run.run_id).collect()
        return row

    def products(self, ids: Sequence[str]) -> list[StoredProduct]:
        """Products in the order of ``ids``; ids that are none are left out."""
        found = self.stored(lambda rows: rows.filter(F.col("product_id").isin(*ids)))
        return [found[key] for key in ids if key in found]

    def stored(self, keep: Callable[[DataFrame], DataFrame]) -> dict[str, StoredProduct]:
        """Products by id, of the rows that ``keep`` leaves of a table with column product_id."""
        rows = keep(self.table("products")).collect()
        values = _by_product(keep(self.table("attributes"))) if rows else {}
        claims = _by_product(keep(self.table("claims"))) if rows else {}
        return {
            row["product_id"]: StoredProduct(
                row.asDict(recursive=True), *(tuple(of.get(row["product_id"], ())) for of in (values, claims))
            )
            for row in rows
        }


def _by_product(rows: DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.collect():
        found[row["product_id"]].append(row.asDict(recursive=True))
    return found
