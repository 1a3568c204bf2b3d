"""The tables as the newest finished run left them, read back as the records they were written from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from jobs.lake.earlier_claims import earlier_claims
from jobs.lake.runs import Published, newest_run, published
from jobs.lake.store import Store, empty
from jobs.lake.tables.claims import CLAIMS
from jobs.lake.tables.target import LIVE, TABLES
from udfs.errors import TableError
from udfs.records import Fact, LostClaim
from udfs.spark.facts import facts_from, lost_claims_from


@dataclass(frozen=True, slots=True)
class Library:
    """A target with its newest finished run."""

    store: Store
    run: Published

    @classmethod
    def open(cls, spark: SparkSession, target: str) -> Library:
        """Raises TableError when no run has finished there."""
        store = Store(spark, target)
        run = newest_run(store)
        if run is None:
            raise TableError(f"{target} holds no finished run; do one with `facetmill run`, or correct `target`")
        return cls(store, run)

    def table(self, name: str) -> DataFrame:
        """A table as the run left it, those of :data:`jobs.lake.tables.target.LIVE` and one that came later as they
        are now, empty before they are there. Columns that came later are null. Claims of a run from before that table
        are what it noted beside the attributes.
        """
        if name == CLAIMS.name and name not in self.run.table_versions:
            return earlier_claims(self.table("attributes"))
        pinned = name in self.run.table_versions and name not in LIVE
        if not pinned and self.store.version(name) is None:
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
            row["product_id"]: StoredProduct(row, *(tuple(of.get(row["product_id"], ())) for of in (values, claims)))
            for row in rows
        }


def _by_product(rows: DataFrame) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows.collect():
        found[row["product_id"]].append(row)
    return found


@dataclass(frozen=True, slots=True)
class StoredProduct:
    """A row of table products with its rows of tables attributes and claims."""

    row: Row
    values: tuple[Row, ...]
    claims: tuple[Row, ...] = ()

    @property
    def facts(self) -> list[Fact]:
        """The rows as the records they were written from."""
        return facts_from(*([row.asDict(recursive=True) for row in rows] for rows in (self.values, self.claims)))

    @property
    def without_fact(self) -> list[LostClaim]:
        """Claims about attributes of which nothing stands."""
        known = {value["attribute"] for value in self.values}
        return lost_claims_from(row.asDict() for row in self.claims if row["attribute"] not in known)
