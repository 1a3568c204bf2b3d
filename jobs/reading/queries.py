"""SQL over the published tables by DuckDB: it reads those and nothing else, and writes nothing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from jobs.lake.tables.target import TABLES
from jobs.language.names import Labels
from jobs.language.readable import heading
from jobs.reading.duck_views import comments_of, needed, view_query
from jobs.reading.published.duck import files_there, source
from jobs.reading.published.target import Target
from jobs.reading.wide import view_names, wide_view
from udfs.errors import InputError

_SETTINGS = {
    "TimeZone": "'UTC'",
    "default_null_order": "'nulls_first_on_asc_last_on_desc'",  # as Spark
    "python_enable_replacements": "false",  # variables of ours are no tables
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_LOCKS = ("SET enable_external_access = false", "SET lock_configuration = true")
_SHOW_TABLES = re.compile(r"show\s+(all\s+)?(tables|views)", re.IGNORECASE)
_BATCH = 10_000


class Answer:
    """What a query gives: names of its columns, what stands above them, and its rows."""

    def __init__(self, reader: pa.RecordBatchReader, names: list[str], headings: list[str]) -> None:
        self.reader, self.names, self.headings = reader, names, headings

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Row by row; maps and structs are dicts, instants are UTC without saying so."""
        for batch in self.reader:
            yield from zip(*(column.to_pylist(maps_as_pydicts="strict") for column in batch.columns), strict=True)

    def dicts(self) -> list[dict[str, Any]]:
        """All rows by column."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows()]


class Queries:
    """Views over one run's tables, made when a query first names them; columns as in :mod:`jobs.reading.views`."""

    def __init__(self, tables: Target, labels: Labels) -> None:
        self._tables, self._labels = tables, labels
        self.names = view_names(labels.schema)

    def ask(self, statement: str) -> Answer:
        """Run one query. Raises duckdb.Error, and InputError when there are several."""
        if _SHOW_TABLES.fullmatch(statement.strip(" ;\n\t")):
            listed = ", ".join(f"('{name}')" for name in self.names)
            statement = f"SELECT name FROM (VALUES {listed}) AS t(name)"
        connection = duckdb.connect(":memory:")
        spill = Path(tempfile.gettempdir()) / "facetmill-duckdb"
        for name, value in {**_SETTINGS, "temp_directory": f"'{spill}'"}.items():
            connection.execute(f"SET {name} = {value}")
        if len(connection.extract_statements(statement)) != 1:
            raise InputError("expected one query, got several; ask them one by one")
        headings = self._prepare(connection, self._named(statement))
        for lock in _LOCKS:
            connection.execute(lock)
        with files_there(self._tables):
            found = connection.sql(statement)
        if found is None:
            raise InputError("expected a query, got a statement that gives no rows")
        reader = found.to_arrow_reader(_BATCH)
        names = [_spelt(name) for name in reader.schema.names]
        return Answer(reader, names, [headings.get(name.lower(), name) for name in names])

    def _named(self, statement: str) -> list[str]:
        """The views whose names stand in a statement, as whatever."""
        words = set(re.findall(r"\w+", statement.lower()))
        return [name for name in self.names if name.lower() in words]

    def _prepare(self, connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> dict[str, str]:
        """Make the views, and tell what stands above their columns."""
        times = {}
        for table in dict.fromkeys(table for name in names for table in needed(name)):
            rows = source(self._tables, table)
            connection.register(f"_{table}", rows)
            times[table] = [field.name for field in rows.schema if pa.types.is_timestamp(field.type)]
        headings: dict[str, str] = {}
        for name in names:
            query = view_query(name, self._labels, times.get(name, ()))
            columns = connection.execute(f'CREATE TEMP VIEW "{name}" AS {query}').table(name).columns
            category = None if name in TABLES else wide_view(name, self._labels.schema)[1]
            for comment in comments_of(name, self._labels):
                connection.execute(comment)
            headings |= {column.lower(): heading(column, self._labels, category) for column in columns}
        return headings


def _spelt(name: str) -> str:
    """The name of a column that has none, as Spark has it."""
    return "count(1)" if name == "count_star()" else name
