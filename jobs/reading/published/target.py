"""A target as one finished run left it: its tables as Arrow, pandas, Polars and DuckDB, read by delta-rs."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from deltalake import DeltaTable

from jobs.lake.tables.claims import CLAIMS
from jobs.lake.tables.target import DERIVED, LIVE, TABLES
from jobs.reading.published.delta import CannotRead, dataset, normal, open_table, vacuumed
from jobs.reading.published.earlier_claims import OF_ATTRIBUTES, earlier_claims
from jobs.reading.published.fallback import by_spark
from jobs.reading.published.run_rows import run_rows
from jobs.reading.published.runs import chosen
from jobs.reading.published.shapes import arrow_schema, is_whole, shaped
from udfs.errors import InputError, TableError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl


class Target:
    """The tables of one finished run.

    A table is read at the version that the run's row names; :data:`jobs.lake.tables.target.LIVE` and tables that came
    later are read as they are now. One that nobody has asked for yet is empty. Columns that came later are null.
    Errors are :class:`udfs.errors.TableError`, with a sentence. Times are UTC, offsets half-open characters.
    """

    def __init__(
        self,
        place: str,
        run: str | None = None,
        storage_options: Mapping[str, str] | None = None,
        *,
        spark_properties: str | None = None,
    ) -> None:
        """``spark_properties``: a file of settings for Spark, which reads what delta-rs cannot; null is ours."""
        self.place = normal(place)
        self._options = storage_options
        self._spark_properties = spark_properties
        self._opened: dict[str, DeltaTable | None] = {}
        self.run: dict[str, Any] = dict(chosen(run_rows(place, storage_options, spark_properties), run, self.place))

    @property
    def versions(self) -> dict[str, int]:
        """The version of each table that the run's row names."""
        return dict(self.run.get("table_versions", ()))

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of all tables, those that are empty as nobody has asked for them included."""
        return tuple(dict.fromkeys((*TABLES, *self.versions)))

    def version(self, name: str) -> int | None:
        """At which version a table is read; None is the newest."""
        return None if name in LIVE else self.versions.get(name)

    def arrow(
        self, name: str, columns: Sequence[str] | None = None, where: pa.compute.Expression | None = None
    ) -> pa.Table:
        """A table, or some of its columns, as Arrow; ``where``: a filter of :mod:`pyarrow.compute`.

        Columns and comments as in docs/data-contract.md; a column's comment is in the metadata of its field.
        """
        self._require(name)
        if name == CLAIMS.name and self.has_earlier_claims:
            return _some(self._earlier_claims(), columns, where)
        wanted = arrow_schema(TABLES[name]) if name in TABLES else None
        try:
            found = self.dataset(name)
            if found is None:
                return _some(wanted.empty_table() if wanted else pa.table({}), columns, where)
            if wanted is None or is_whole(found.schema, wanted):
                return found.to_table(columns=None if columns is None else list(columns), filter=where)
            return _some(shaped(found.to_table(), wanted), columns, where)
        except CannotRead as cause:
            return _some(self._by_spark(name, cause), columns, where)
        except FileNotFoundError as cause:
            raise vacuumed(f"{self.place}/{name}", self.version(name), cause) from cause

    def pandas(
        self, name: str, columns: Sequence[str] | None = None, where: pa.compute.Expression | None = None
    ) -> pd.DataFrame:
        """The same as pandas: whole numbers and truth values keep their type where some are null; maps are dicts."""
        from jobs.reading.published.pandas_types import to_pandas

        return to_pandas(self.arrow(name, columns, where))

    def polars(
        self, name: str, columns: Sequence[str] | None = None, where: pa.compute.Expression | None = None
    ) -> pl.DataFrame:
        """The same as Polars; maps are lists of structs with key and value."""
        import polars as pl

        frame = pl.from_arrow(self.arrow(name, columns, where))
        assert isinstance(frame, pl.DataFrame)
        return frame

    def duckdb(self) -> duckdb.DuckDBPyConnection:
        """A new connection in which each table is a view under its name."""
        from jobs.reading.published.duck import connect

        return connect(self)

    def dataset(self, name: str) -> pa.dataset.Dataset | None:
        """A table as it is stored, to be read in parts; None where there is none yet. Raises CannotRead."""
        opened = self._table(name)
        return None if opened is None else dataset(opened, f"{self.place}/{name}")

    def comment(self, name: str) -> str:
        """What a table says."""
        opened = self._table(name)
        stored = opened.metadata().description if opened is not None else None
        return stored or (TABLES[name].comment if name in TABLES else "")

    def comments(self, name: str) -> dict[str, str]:
        """What each column of a table says, with its unit and the meaning of null."""
        self._require(name)
        told = {column.name: column.comment for column in TABLES[name].columns} if name in TABLES else {}
        opened = self._table(name)
        own = opened.schema().fields if opened is not None else ()
        return told | {field.name: str(field.metadata["comment"]) for field in own if "comment" in field.metadata}

    def units(self) -> dict[tuple[str, str], str]:
        """The unit of each attribute with numbers, by category and attribute: that of ``attributes.number``."""
        found = self.arrow("attributes", ["category", "attribute", "unit"], pa.compute.field("unit").is_valid())
        rows = found.group_by(["category", "attribute"]).aggregate([("unit", "min")]).to_pylist()
        pairs = {(row["category"], row["attribute"]): str(row["unit_min"]) for row in rows}
        return dict(sorted(pairs.items()))

    @property
    def has_earlier_claims(self) -> bool:
        """Whether the run is from before table claims, and noted losing claims beside the attributes."""
        return CLAIMS.name not in self.versions

    def _earlier_claims(self) -> pa.Table:
        values = self.arrow("attributes")
        rows = values.select([name for name in OF_ATTRIBUTES if name in values.column_names])
        claims = [*earlier_claims(rows.to_pylist(maps_as_pydicts="strict"))]
        return pa.Table.from_pylist(claims, schema=arrow_schema(CLAIMS))

    def _table(self, name: str) -> DeltaTable | None:
        if name in DERIVED and name not in self.versions:
            return None  # those that lie there are of another run
        if name not in self._opened:
            opened = open_table(f"{self.place}/{name}", self.version(name), self._options)
            if opened is None and self.version(name) is not None:
                raise TableError(
                    f"{self.place}/{name} is no Delta table, and run {self.run['run_id']} wrote its version "
                    f"{self.version(name)}; somebody has moved or deleted it"
                )
            self._opened[name] = opened
        return self._opened[name]

    def _by_spark(self, name: str, cause: CannotRead) -> pa.Table:
        sys.stderr.write(f"delta-rs cannot read {self.place}/{name} ({cause}); Spark reads it\n")
        return by_spark(self.place, name, self.version(name), self._spark_properties, cause)

    def _require(self, name: str) -> None:
        if name not in self.tables:
            raise InputError(f"{self.place} holds no table {name!r}; there are {', '.join(self.tables)}")


def _some(rows: pa.Table, columns: Sequence[str] | None, where: pa.compute.Expression | None) -> pa.Table:
    kept = rows if where is None else rows.filter(where)
    return kept if columns is None else kept.select(list(columns))
