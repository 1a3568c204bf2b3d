"""Rows of one version of a table in the shape of another: columns and struct fields by name, null where one lacks."""

from __future__ import annotations

from collections.abc import Callable

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, MapType, StructType


def shaped(frame: DataFrame, wanted: StructType) -> DataFrame:
    """The frame with all ``wanted`` columns in their types, and those that nobody wants as they are."""
    have = frame.schema
    if all(name in have.names and _alike(have[name].dataType, wanted[name].dataType) for name in wanted.names):
        return frame
    return frame.select(*_fields(F.col, have, wanted), *(name for name in have.names if name not in wanted.names))


def in_shape(value: Column, have: DataType, wanted: DataType) -> Column:
    """A value of type ``have`` with the struct fields of ``wanted``, at any depth; what is no struct stays as it is."""
    if _alike(have, wanted):
        return value
    match have, wanted:
        case StructType(), StructType():
            return F.when(value.isNotNull(), F.struct(*_fields(value.getField, have, wanted)))
        case ArrayType(), ArrayType():
            return F.transform(value, lambda element: in_shape(element, have.elementType, wanted.elementType))
        case MapType(), MapType():
            return F.transform_values(value, lambda _, each: in_shape(each, have.valueType, wanted.valueType))
    return value


def _fields(get: Callable[[str], Column], have: StructType, wanted: StructType) -> list[Column]:
    return [
        (
            in_shape(get(field.name), have[field.name].dataType, field.dataType)
            if field.name in have.names
            else F.lit(None).cast(field.dataType)
        ).alias(field.name)
        for field in wanted
    ]


def _alike(one: DataType, other: DataType) -> bool:
    """Whether types are equal but for what may be null."""
    return one.simpleString() == other.simpleString()
