"""What a table's definition says in Delta's terms: types of columns, CHECK constraints, properties, table features.

No JVM is needed here, which ``StructType.fromDDL`` would: ``facetmill doctor`` compares tables without Spark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DoubleType,
    IntegerType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from jobs.lake.tables.definitions import Table

CHECK = "delta.constraints."
FEATURE = "delta.feature."
_ATOMS = {
    "bigint": LongType(), "boolean": BooleanType(), "double": DoubleType(), "int": IntegerType(),
    "string": StringType(), "timestamp": TimestampType(),
}  # fmt: skip


def columns(table: Table) -> StructType:
    """The columns of a table with nullability and comments. Raises KeyError for a type that no table uses yet."""
    return StructType(
        [StructField(c.name, _parse(c.type), not c.required, {"comment": c.comment}) for c in table.columns]
    )


def checks(table: Table) -> dict[str, str]:
    """CHECK constraints, which Delta keeps among the properties."""
    return {f"{CHECK}{name}": check for name, check in table.checks.items()}


def properties(table: Table) -> dict[str, str]:
    """All other properties: layout, feed, table features. Clustering is a feature that only CLUSTER BY may add."""
    features = ["checkConstraints"] * bool(table.checks) + ["changeDataFeed"] * table.changes
    return {
        "delta.dataSkippingStatsColumns": ",".join(dict.fromkeys((*table.indexed, *table.clustered))),
        "delta.enableChangeDataFeed": str(table.changes).lower(),
        **{f"{FEATURE}{name}": "supported" for name in features},
        **table.properties,
    }


def _parse(ddl: str) -> DataType:
    return _type(iter(re.findall(r"\w+|>", ddl)))


def _type(words: Iterator[str]) -> DataType:
    """The type that the next words spell: each ``<`` is implied by the word before it, each ``>`` ends its type."""
    match next(words).lower():
        case "array":
            result: DataType = ArrayType(_type(words))
        case "map":
            result = MapType(_type(words), _type(words))
        case "struct":
            fields = []
            while (name := next(words)) != ">":
                fields.append(StructField(name, _type(words)))
            return StructType(fields)
        case atom:
            return _ATOMS[atom]
    next(words)
    return result
