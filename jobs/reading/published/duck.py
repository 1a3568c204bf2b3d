"""The tables in DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from jobs.lake.tables.claims import CLAIMS
from jobs.lake.tables.target import TABLES
from jobs.reading.published.delta import CannotRead
from jobs.reading.published.shapes import arrow_schema, is_whole

if TYPE_CHECKING:
    import pyarrow as pa

    from jobs.reading.published.target import Target


def connect(target: Target) -> duckdb.DuckDBPyConnection:
    """A connection in memory with each table as a view; files are read when a query needs them."""
    connection = duckdb.connect(":memory:")
    for name in target.tables:
        connection.register(name, source(target, name))
    return connection


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
