"""The target folder: its Delta tables, their versions, and writes that notice another writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from delta.exceptions import (
    ConcurrentAppendException,
    ConcurrentDeleteDeleteException,
    ConcurrentDeleteReadException,
    ConcurrentTransactionException,
    ConcurrentWriteException,
    DeltaConcurrentModificationException,
    MetadataChangedException,
    ProtocolChangedException,
)
from delta.tables import DeltaTable
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs import files
from jobs.tables import TABLES, Table
from udfs.errors import RunError, TableError

# Siblings in Python, not subclasses of one another.
_CONFLICTS = (
    ConcurrentAppendException,
    ConcurrentDeleteDeleteException,
    ConcurrentDeleteReadException,
    ConcurrentTransactionException,
    ConcurrentWriteException,
    DeltaConcurrentModificationException,
    MetadataChangedException,
    ProtocolChangedException,
)
_WRITER = "facetmill"
# Log entries that change how a table is stored, never what it says.
_UPKEEP = ("OPTIMIZE", "VACUUM START", "VACUUM END", "SET TBLPROPERTIES", "CLUSTER BY")


class Store:
    """The Delta tables under one folder or URI."""

    def __init__(self, spark: SparkSession, target: str) -> None:
        self.spark = spark
        self.target = files.absolute(spark, target.rstrip("/"))  # Delta's builder takes a relative path for a name

    def path(self, name: str) -> str:
        """Where a table lies."""
        return f"{self.target}/{name}"

    def check(self) -> None:
        """Raises TableError unless each table's path is free or holds a Delta table with the table's columns."""
        faults = [fault for table in TABLES.values() if (fault := self._fault(table))]
        if faults:
            raise TableError(f"cannot write to the target {self.target}:\n  " + "\n  ".join(faults))

    def _fault(self, table: Table) -> str | None:
        path = self.path(table.name)
        if self.version(table.name) is None:
            if not files.exists(self.spark, path) or files.names(self.spark, path) in ([], ["_delta_log"]):
                return None
            return f"{path} holds something that is no Delta table; move it away, or set another `target`"
        columns = set(self.read(table.name).columns)
        if columns == set(table.names):
            return None
        differ = ", ".join(sorted(columns ^ set(table.names)))
        return f"the Delta table {path} has other columns than this version writes ({differ}); set another `target`"

    def create_missing(self) -> None:
        """Create the tables that are not there, each in one commit with comments, constraints and layout."""
        for table in TABLES.values():
            if self.version(table.name) is None:
                _create(self.spark, self.path(table.name), table)

    def version(self, name: str) -> int | None:
        """Newest version of a table; None when it does not exist."""
        return files.delta_version(self.spark, self.path(name))

    def versions(self) -> dict[str, int]:
        """Newest version of every table there is."""
        found = {name: self.version(name) for name in TABLES}
        return {name: version for name, version in found.items() if version is not None}

    def read(self, name: str, version: int | None = None) -> DataFrame:
        """A table, at a version or the newest."""
        reader = self.spark.read.format("delta")
        if version is not None:
            reader = reader.option("versionAsOf", version)
        return reader.load(self.path(name))

    def append(self, name: str, rows: DataFrame, *, expected: int) -> int:
        """Append in one commit and return the new version. Raises RunError when the table is not at ``expected``.

        Plain appends never conflict in Delta. The transaction id makes two concurrent ones of this job conflict, and
        the comparison of versions finds one that came between.
        """
        self.require(name, expected)
        writer = rows.select(*TABLES[name].names).write.format("delta").mode("append")
        with conflicts_reported(name):
            writer.option("txnAppId", _WRITER).option("txnVersion", expected + 1).save(self.path(name))
        self.require(name, expected + 1)
        return expected + 1

    def rows_written(self, name: str, version: int) -> int:
        """Rows that the newest commit, which must be ``version``, wrote."""
        commit = (
            DeltaTable.forPath(self.spark, self.path(name)).history(1).select("version", "operationMetrics").first()
        )
        if commit is None or commit["version"] != version:
            raise _another_writer(name, f"a commit came after version {version}")
        return int(commit["operationMetrics"]["numOutputRows"])

    def require(self, name: str, expected: int) -> None:
        """Raises RunError when the table has another version than the one this run knows."""
        found = self.version(name)
        if found != expected:
            raise _another_writer(name, f"it is at version {found}, this run left it at {expected}")

    def unchanged_since(self, name: str, version: int) -> bool:
        """Whether a table says what it said at ``version``: nothing but upkeep was committed since."""
        now = self.version(name)
        if now is None or now < version:
            return False
        if now == version:
            return True
        history = DeltaTable.forPath(self.spark, self.path(name)).history(now - version)
        return history.filter(~F.col("operation").isin(*_UPKEEP)).isEmpty()


def _another_writer(name: str, what: str) -> RunError:
    return RunError(
        f"another run is writing to this target (table {name}: {what}); wait until it has ended, then run again"
    )


@contextmanager
def conflicts_reported(name: str) -> Iterator[None]:
    """Delta's conflict errors as one RunError that says what to do."""
    try:
        yield
    except _CONFLICTS as cause:
        raise _another_writer(name, type(cause).__name__) from cause


def _create(spark: SparkSession, path: str, table: Table) -> None:
    builder = DeltaTable.createIfNotExists(spark).location(path).comment(table.comment)
    for column in table.columns:
        builder = builder.addColumn(column.name, column.type, nullable=not column.required, comment=column.comment)
    for key, value in _properties(table).items():
        builder = builder.property(key, value)
    builder.clusterBy(*table.clustered).execute()


def _properties(table: Table) -> dict[str, str]:
    checks = {f"delta.constraints.{name}": check for name, check in table.checks.items()}
    layout = {"delta.dataSkippingStatsColumns": ",".join(dict.fromkeys((*table.indexed, *table.clustered)))}
    feed = {"delta.enableChangeDataFeed": "true"} if table.changes else {}
    return checks | layout | feed
