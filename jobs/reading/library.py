"""The tables as the newest finished run left them, read back as the records they were written from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from jobs.lake.runs import Published, newest_run, published
from jobs.lake.store import Store
from jobs.lake.tables.target import LIVE, TABLES
from udfs.errors import TableError
from udfs.records import Fact
from udfs.spark.arrow import record_from


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
        are now. Columns that came later are null.
        """
        pinned = name in self.run.table_versions and name not in LIVE
        frame = published(self.store, name, self.run) if pinned else self.store.read(name)
        later = [column for column in TABLES[name].columns if column.name not in frame.columns]
        return frame.withColumns({column.name: F.lit(None).cast(column.type) for column in later}) if later else frame

    def run_row(self) -> Row:
        """The run's own row."""
        (row,) = self.store.read("runs").filter(F.col("run_id") == self.run.run_id).collect()
        return row

    def products(self, ids: Sequence[str]) -> list[StoredProduct]:
        """Products in the order of ``ids``; ids that are none are left out."""
        found = self.table("products").filter(F.col("product_id").isin(*ids)).collect()
        rows = {row["product_id"]: row for row in found}
        values: defaultdict[str, list[Row]] = defaultdict(list)
        if rows:
            for value in self.table("attributes").filter(F.col("product_id").isin(*rows)).collect():
                values[value["product_id"]].append(value)
        return [StoredProduct(rows[key], tuple(values[key])) for key in ids if key in rows]


@dataclass(frozen=True, slots=True)
class StoredProduct:
    """A row of table products with its rows of table attributes."""

    row: Row
    values: tuple[Row, ...]

    @property
    def facts(self) -> list[Fact]:
        """The rows as the records they were written from."""
        return [record_from(Fact, value.asDict(recursive=True)) for value in self.values]
