"""The tables in DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from jobs.lake.tables.claims import CLAIMS
from jobs.lake.tables.target import TABLES
from jobs.reading.published.delta import CannotRead, vacuumed
from jobs.reading.published.shapes import arrow_schema, is_whole

if TYPE_CHECKING:
    import pyarrow as pa

    from jobs.reading.published.target import Target


_GONE = "Failed to open local file"


def connect(target: Target) -> duckdb.DuckDBPyConnection:
    """A connection in memory with each table as a view; files are read when a query needs them."""
    connection = duckdb.connect(":memory:")
    for name in target.tables:
        connection.register(name, source(target, name))
    return connection


@contextmanager
def files_there(target: Target) -> Iterator[None]:
    """A file that is gone ends in TableError, as :meth:`Target.arrow` has it: DuckDB hands on what Arrow says of it."""
    try:
        yield
    except (duckdb.Error, OSError) as cause:
        if _GONE not in str(cause):
            raise
        raise vacuumed(target.place, f"run {target.run['run_id']}", cause) from cause


def source(target: Target, name: str) -> pa.Table | pa.dataset.Dataset:
    """What DuckDB reads as a table: a dataset where it has the table's shape, else its rows."""
    if name == CLAIMS.name and target.has_earlier_claims:
        return target.arrow(name)
    try:
        found = target.dataset(name)
    except CannotRead:
        return target.arrow(name)
    if found is None or (name in TABLES and not is_whole(found.schema, arrow_schema(TABLES[name]))):
        return target.arrow(name)
    return found
