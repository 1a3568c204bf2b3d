"""Rows of an earlier version in the shape of a table's definition, in Arrow; see :mod:`jobs.lake.shapes` for Spark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from jobs.lake.tables.definitions import Table

_ATOMS: dict[str, pa.DataType] = {
    "bigint": pa.int64(), "boolean": pa.bool_(), "double": pa.float64(), "int": pa.int32(), "string": pa.string(),
    "timestamp": pa.timestamp("us", "UTC"),
}  # fmt: skip


def arrow_schema(table: Table) -> pa.Schema:
    """The columns of a definition with their comments. Raises KeyError for a type that no table uses yet."""
    return pa.schema(
        [
            pa.field(c.name, _type(iter(re.findall(r"\w+|>", c.type))), not c.required, {"comment": c.comment})
            for c in table.columns
        ]
    )


def is_whole(have: pa.Schema, wanted: pa.Schema) -> bool:
    """Whether rows of ``have`` hold all columns and struct fields of ``wanted``."""
    return all(field.name in have.names and _alike(have.field(field.name).type, field.type) for field in wanted)


def shaped(rows: pa.Table, wanted: pa.Schema) -> pa.Table:
    """The rows with all ``wanted`` columns, null where they lack one, and then those that nobody wants."""
    if is_whole(rows.schema, wanted):
        return rows
    columns = {
        field.name: _column(rows.column(field.name), field.type)
        if field.name in rows.column_names
        else pa.nulls(rows.num_rows, field.type)
        for field in wanted
    }
    own = {name: rows.column(name) for name in rows.column_names if name not in columns}
    fields = [field.with_nullable(True) for field in wanted] + [rows.schema.field(name) for name in own]
    return pa.Table.from_arrays([*columns.values(), *own.values()], schema=pa.schema(fields))


def _column(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    """A column with the struct fields of ``wanted``, at any depth. By way of Python, which only old targets need."""
    if _alike(column.type, wanted):
        return column.cast(wanted)
    return pa.chunked_array([pa.array(chunk.to_pylist(), wanted) for chunk in column.chunks], wanted)


def _alike(one: pa.DataType, other: pa.DataType) -> bool:
    """Whether types are equal but for names of a list's and map's inside, and for what may be null."""
    return bool(_spelt(one) == _spelt(other))


def _spelt(kind: pa.DataType) -> Any:
    if pa.types.is_struct(kind):
        return [(field.name, _spelt(field.type)) for field in kind]
    if pa.types.is_list(kind):
        return ["list", _spelt(kind.value_type)]
    if pa.types.is_map(kind):
        return ["map", _spelt(kind.key_type), _spelt(kind.item_type)]
    return str(kind)


def _type(words: Iterator[str]) -> pa.DataType:
    """The type that the next words of DDL spell: each ``<`` is implied by the word before it, each ``>`` ends it."""
    match next(words).lower():
        case "array":
            result: pa.DataType = pa.list_(_type(words))
        case "map":
            result = pa.map_(_type(words), _type(words))
        case "struct":
            fields = []
            while (name := next(words)) != ">":
                fields.append(pa.field(name, _type(words)))
            return pa.struct(fields)
        case atom:
            return _ATOMS[atom]
    next(words)
    return result
