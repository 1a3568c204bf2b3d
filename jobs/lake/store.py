"""The target folder: its Delta tables, their versions, and writes that notice another writer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

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
from delta.tables import DeltaTable, DeltaTableBuilder
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.lake.shapes import shaped
from jobs.lake.tables import declared
from jobs.lake.tables.definitions import Table
from jobs.lake.tables.target import TABLES
from jobs.session import files
from jobs.session.parallel import together
from udfs.errors import RunError

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
_SIGNATURE = "spark.databricks.delta.commitInfo.userMetadata"
# Log entries that change how a table is stored or declared, never what it says.
_UPKEEP = (
    "OPTIMIZE", "VACUUM START", "VACUUM END", "SET TBLPROPERTIES", "UNSET TBLPROPERTIES", "CLUSTER BY", "ADD COLUMNS",
    "CHANGE COLUMN", "CHANGE COLUMNS", "ADD CONSTRAINT", "DROP CONSTRAINT", "REPLACE TABLE",
)  # fmt: skip


def sign(spark: SparkSession, run_id: str | None) -> None:
    """Give all commits of this session a run's id as ``userMetadata``, which the history of a table shows; null ends
    that. MERGE and ALTER TABLE take it from the session alone.
    """
    if run_id is None:
        spark.conf.unset(_SIGNATURE)
    else:
        spark.conf.set(_SIGNATURE, run_id)


class Store:
    """The Delta tables under one folder or URI.

    A run holds the version of each table: it reads that one, writes on top of that one, and publishes it. A reader
    holds none and reads the newest.
    """

    def __init__(self, spark: SparkSession, target: str) -> None:
        self.spark = spark
        self.target = files.absolute(spark, target.rstrip("/"))  # Delta's builder takes a relative path for a name
        self._held: dict[str, int] = {}

    def path(self, name: str) -> str:
        """Where a table lies."""
        return f"{self.target}/{name}"

    def occupied(self, name: str) -> bool:
        """Whether something that is no Delta table lies where a table belongs."""
        if self.version(name) is not None or not files.exists(self.spark, self.path(name)):
            return False
        return not files.uncommitted(self.spark, self.path(name))

    def create_missing(self, *, optional: bool = False) -> None:
        """Create the tables that are not there, each in one commit with comments, constraints and layout; those that
        are optional where they are asked for."""
        wanted = (table for table in TABLES.values() if optional or not table.optional)
        missing = [table for table in wanted if self.version(table.name) is None]
        for table in missing:
            self._clear(table.name)
        if missing:
            together(self.spark, *(partial(self._create, DeltaTable.createIfNotExists, table) for table in missing))

    def _clear(self, name: str) -> None:
        """Delete the log of a table that a run was killed at creating: Delta takes it for a table that it cannot find.

        A run that is creating the table at this moment loses its commit, and stops.
        """
        log = f"{self.path(name)}/_delta_log"
        if files.exists(self.spark, log) and files.uncommitted(self.spark, self.path(name)):
            files.delete(self.spark, log)

    def replace(self, name: str) -> None:
        """Make an empty table anew, in one commit on top of the version held; columns that people added go."""
        with self.commit(name):
            self._create(DeltaTable.replace, TABLES[name])

    def _create(self, how: Callable[[SparkSession], DeltaTableBuilder], table: Table) -> None:
        builder = how(self.spark).location(self.path(table.name)).comment(table.comment)
        for column in table.columns:
            builder = builder.addColumn(column.name, column.type, nullable=not column.required, comment=column.comment)
        for key, value in (declared.checks(table) | declared.properties(table)).items():
            builder = builder.property(key, value)
        builder.clusterBy(*table.clustered).execute()

    def version(self, name: str) -> int | None:
        """Newest version of a table; None when it does not exist."""
        return files.delta_version(self.spark, self.path(name))

    def hold(self) -> None:
        """Take the newest version of every table not held yet as the one that all which follows is based on."""
        found = {name: self.version(name) for name in TABLES if name not in self._held}
        self._held |= {name: version for name, version in found.items() if version is not None}

    def held(self) -> dict[str, int]:
        """Version of each table as this run found or left it."""
        return dict(self._held)

    def read(self, name: str, version: int | None = None) -> DataFrame:
        """A table, at a version; else at the one held, if any, or the newest.

        It has all columns of its definition, null where an earlier version wrote it, and those that people added.
        One to which nothing was written yet is not looked into: plans do without its part.
        """
        if version is None and (self.is_new(name) or self._is_absent(name)):
            return empty(self.spark, TABLES[name])
        reader = self.spark.read.format("delta")
        version = self._held.get(name) if version is None else version
        if version is not None:
            reader = reader.option("versionAsOf", version)
        return shaped(reader.load(self.path(name)), declared.columns(TABLES[name]))

    def _is_absent(self, name: str) -> bool:
        """Whether a table is optional, and nobody has asked for it yet."""
        return TABLES[name].optional and name not in self._held and self.version(name) is None

    def is_new(self, name: str) -> bool:
        """Whether nothing was written yet to a table held: it has the one version that created it, without rows."""
        if self._held.get(name) != 0:
            return False
        return files.delta_commit(self.spark, self.path(name), 0).get("operation") == "CREATE TABLE"

    def append(self, name: str, rows: DataFrame) -> int:
        """Append to a table in one commit and return the number of rows. Raises RunError when it is not as held.

        Plain appends never conflict in Delta. The transaction id makes two concurrent ones of this job conflict; one
        that comes a moment later is skipped in silence instead, so the mark tells whose commit it is: the run's id, see
        :func:`sign`, or one of its own.
        """
        mark = self.spark.conf.get(_SIGNATURE, None) or uuid.uuid4().hex
        writer = rows.select(*TABLES[name].names).write.format("delta").mode("append").option("userMetadata", mark)
        with self.commit(name) as version:
            writer.option("txnAppId", _WRITER).option("txnVersion", version).save(self.path(name))
        made = files.delta_commit(self.spark, self.path(name), version)
        if made.get("userMetadata") != mark:
            raise _another_writer(name, f"version {version} is not the one this run wrote")
        return int(made["operationMetrics"]["numOutputRows"])

    @contextmanager
    def commit(self, name: str) -> Iterator[int]:
        """What the body does must be one commit, on top of the version held; gives the version it makes.

        Raises RunError when another writer was there before, meanwhile or right after.
        """
        self.require(name)
        version = self._held[name] + 1
        with _conflicts_reported(name):
            yield version
        self._held[name] = version
        self.require(name)

    def require(self, name: str) -> None:
        """Raises RunError when the table has another version than the one held."""
        found = self.version(name)
        if found != self._held[name]:
            raise _another_writer(name, f"it is at version {found}, this run left it at {self._held[name]}")

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
def _conflicts_reported(name: str) -> Iterator[None]:
    """Delta's conflict errors as one RunError that says what to do."""
    try:
        yield
    except _CONFLICTS as cause:
        raise _another_writer(name, type(cause).__name__) from cause


def empty(spark: SparkSession, table: Table) -> DataFrame:
    """No row of a table, which the optimizer knows: a frame made of an empty list is an RDD to it."""
    columns = [F.lit(None).cast(column.type).alias(column.name) for column in table.columns]
    return spark.range(0).select(*columns).filter(F.lit(False))
