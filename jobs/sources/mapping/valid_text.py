"""Texts of a table as texts: a format that keeps bytes may hold some that make no character."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, MapType, StringType, StructType

from jobs.sources.mapping.expressions import quoted


def valid_text(frame: DataFrame) -> DataFrame:
    """The frame, in whose texts U+FFFD stands where bytes make no character, also deep within columns.

    Python would not read such a text. Screening rejects it by the U+FFFD.
    """
    return frame.select(
        *(_valid(F.col(quoted(field.name)), field.dataType).alias(field.name) for field in frame.schema.fields)
    )


def _valid(value: Column, kind: DataType) -> Column:
    if not _holds_text(kind):
        return value
    if isinstance(kind, ArrayType):
        return F.transform(value, lambda each: _valid(each, kind.elementType))
    if isinstance(kind, MapType):
        return _valid_map(value, kind)
    if isinstance(kind, StructType):
        fields = (_valid(value[field.name], field.dataType).alias(field.name) for field in kind.fields)
        return F.when(value.isNotNull(), F.struct(*fields))
    return F.make_valid_utf8(value)


def _valid_map(value: Column, kind: MapType) -> Column:
    """Only the values: two keys of bytes may be one when they are valid, and Spark's maps take no key twice.

    A map's keys become valid when it is written as JSON.
    """
    return F.transform_values(value, lambda _, each: _valid(each, kind.valueType))


def _holds_text(kind: DataType) -> bool:
    if isinstance(kind, ArrayType):
        return _holds_text(kind.elementType)
    if isinstance(kind, MapType):
        return _holds_text(kind.valueType)
    if isinstance(kind, StructType):
        return any(_holds_text(field.dataType) for field in kind.fields)
    return isinstance(kind, StringType)
