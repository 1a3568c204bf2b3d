"""What delta-rs cannot read, read by Spark: the one place here that knows of it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from jobs.reading.published.delta import CannotRead
from udfs.errors import TableError

if TYPE_CHECKING:
    import pyarrow as pa


def by_spark(target: str, name: str, version: int | None, properties: str | None, cause: CannotRead) -> pa.Table:
    """A table at a version, or the newest, as Arrow. Raises TableError where pyspark is not installed."""
    try:
        reader = import_module("jobs.reading.by_spark")  # by name: nothing here may need pyspark
    except ModuleNotFoundError as missing:
        raise TableError(
            f"cannot read {target}/{name}: {cause}. Spark might, but {missing.name} is not installed"
        ) from cause
    rows: pa.Table = reader.arrow_table(target, name, version, properties)
    return rows
