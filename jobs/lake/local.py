"""Small frames of rows that the driver makes, of the schema for instance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import ArrayType, DataType, MapType, StructType


def local_frame(spark: SparkSession, columns: str, rows: Iterable[Mapping[str, Any]]) -> DataFrame:
    """The rows as a local relation, by DDL ``columns``: of a list of rows PySpark makes an RDD, for which it starts
    workers.
    """
    types = cast(StructType, StructType.fromDDL(columns))
    table = pa.Table.from_pylist([_plain(row, types) for row in rows], schema=to_arrow_schema(types, timezone="UTC"))
    return spark.createDataFrame(table, types)


def _plain(value: Any, kind: DataType) -> Any:
    """Arrow reads a map from pairs."""
    match kind:
        case MapType() if value is not None:
            return list(value.items())
        case ArrayType() if value is not None:
            return [_plain(each, kind.elementType) for each in value]
        case StructType() if value is not None:
            return {field.name: _plain(value.get(field.name), field.dataType) for field in kind}
    return value
