"""Records to and from Arrow columns. Their types are made of the records, for UDFs and tables alike.

Columns are built flat and nested by offsets: turning one dictionary a row into Arrow costs several times more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import accumulate, pairwise
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

T = TypeVar("T")

_SCALARS: dict[Any, pa.DataType] = {str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_()}


@cache
def arrow_type(kind: Any) -> pa.DataType:
    """The Arrow type of a record, or of a type hint of its fields: text (literals and enums too), int32, float64, bool,
    a list of a tuple's items, a map, or a struct of a record's fields in their order."""
    if kind in _SCALARS:
        return _SCALARS[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return pa.string()
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return pa.string()
    if origin in (Union, UnionType):  # a type or None
        return arrow_type(arguments[0])
    if origin is tuple:
        return pa.list_(arrow_type(arguments[0]))
    if origin is Mapping:
        return pa.map_(*map(arrow_type, arguments))
    return pa.struct([(name, arrow_type(hint)) for name, hint in get_type_hints(kind).items()])


def to_arrow(items: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Records (or None, scalars or mappings) as one array of the given type; struct fields are read as attributes of
    that name.

    Scores are rounded to 6 digits: batch shapes change the last bits, and a rerun must yield the same tables.
    """
    if pa.types.is_struct(kind):
        columns = [to_arrow([None if x is None else getattr(x, f.name) for x in items], f.type) for f in kind]
        return pa.StructArray.from_arrays(columns, fields=list(kind), mask=_nulls(items))
    if pa.types.is_list(kind):
        values = to_arrow([value for x in items if x is not None for value in x], kind.value_type)
        return pa.ListArray.from_arrays(_offsets(items), values, type=kind, mask=_nulls(items))
    if pa.types.is_map(kind):
        keys = to_arrow([key for x in items if x is not None for key in x], kind.key_type)
        values = to_arrow([value for x in items if x is not None for value in x.values()], kind.item_type)
        return pa.MapArray.from_arrays(_offsets(items), keys, values, type=kind, mask=_nulls(items))
    if pa.types.is_floating(kind):
        return pa.array([None if x is None else round(float(x), 6) for x in items], kind)
    return pa.array(items, kind)


def _offsets(items: Sequence[Any]) -> pa.Array:
    return pa.array(accumulate((0 if x is None else len(x) for x in items), initial=0), pa.int32())


def _nulls(items: Sequence[Any]) -> pa.Array:
    return pa.array([x is None for x in items], pa.bool_())


def records_from(column: pa.ListArray, record: Callable[..., T]) -> list[list[T]]:
    """The lists of structs of a column as lists of records, whose arguments are the struct's fields; null gives [].

    Column by column: a dictionary for each struct takes several times longer.
    """
    values = column.values
    flat = [record(*row) for row in zip(*(field.to_pylist() for field in values.flatten()), strict=True)]
    offsets = column.offsets.to_pylist()
    there = column.is_valid().to_pylist()
    return [flat[start:end] if own else [] for own, (start, end) in zip(there, pairwise(offsets), strict=True)]


def record_from(record: Callable[..., T], row: Mapping[str, Any]) -> T:
    """A row with the record's fields as columns, as the record: lists of structs become tuples of records."""
    return record(**{name: _value(hint, row[name]) for name, hint in get_type_hints(record).items()})


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is not tuple:
        return value
    (item, *_) = get_args(hint)
    return tuple(item(**each) if hasattr(item, "_fields") else each for each in value or ())
