"""Records to and from Arrow columns. The types here are the contract between the UDFs and the tables.

Columns are built flat and nested by offsets: turning one dictionary a row into Arrow costs several times more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from itertools import accumulate, pairwise
from typing import Any, TypeVar

import pyarrow as pa

from udfs.records import Alternative, AttributeRow, Choice, Extraction, Resolved, Scored, Span
from udfs.screening import Screened

T = TypeVar("T")

SCREENED = pa.struct([(name, pa.string()) for name in ("category", "site", "reason", "detail")])
SCORED = pa.struct([("id", pa.string()), ("score", pa.float64())])
SPAN = pa.struct(
    [
        ("attribute", pa.string()),
        ("field", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
        ("confidence", pa.float64()),
    ]
)
CHOICE = pa.struct([("attribute", pa.string()), ("value", pa.string()), ("confidence", pa.float64())])
EXTRACTION = pa.struct(
    [
        ("category", pa.string()),
        ("category_confidence", pa.float64()),
        ("categories", pa.list_(SCORED)),
        ("spans", pa.list_(SPAN)),
        ("choices", pa.list_(CHOICE)),
        ("tags", pa.list_(SCORED)),
        ("tokens", pa.int32()),
        ("windows", pa.int32()),
    ]
)
MATCHES = pa.list_(SCORED)
WORDINGS = pa.list_(pa.struct([("attribute", pa.string()), ("raw", pa.string())]))
SPANS = pa.list_(SPAN)
CHOICES = pa.list_(CHOICE)
ALTERNATIVE = pa.struct(
    [
        ("origin", pa.string()),
        ("raw", pa.string()),
        ("value", pa.string()),
        ("confidence", pa.float64()),
        ("rule", pa.string()),
        ("reason", pa.string()),
    ]
)
ROWS = pa.list_(
    pa.struct(
        [
            ("attribute", pa.string()),
            ("ordinal", pa.int32()),
            ("status", pa.string()),
            ("value", pa.string()),
            ("value_zh", pa.string()),
            ("value_id", pa.string()),
            ("number", pa.float64()),
            ("unit", pa.string()),
            ("raw", pa.string()),
            ("field", pa.string()),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("origin", pa.string()),
            ("rule", pa.string()),
            ("confidence", pa.float64()),
            ("detail", pa.string()),
            ("alternatives", pa.list_(ALTERNATIVE)),
        ]
    )
)


RESOLVED = pa.struct(
    [
        ("rows", ROWS),
        ("attributes", pa.map_(pa.string(), pa.string())),
        ("numbers", pa.map_(pa.string(), pa.float64())),
        ("missing", pa.list_(pa.string())),
        ("tags", pa.list_(SCORED)),
        ("unknown_attributes", pa.map_(pa.string(), pa.string())),
    ]
)


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


_RECORDS: dict[pa.DataType, type] = {
    SCREENED: Screened,
    SCORED: Scored,
    SPAN: Span,
    CHOICE: Choice,
    EXTRACTION: Extraction,
    ALTERNATIVE: Alternative,
    ROWS.value_type: AttributeRow,
    RESOLVED: Resolved,
}


def contract_faults() -> list[str]:
    """Where an Arrow struct and its record disagree in fields or their order; empty when the contract holds."""
    names = {kind: ([f.name for f in kind], _names(record)) for kind, record in _RECORDS.items()}
    return [
        f"{_RECORDS[kind].__name__}: {columns} in Arrow, {own} in the record"
        for kind, (columns, own) in names.items()
        if columns != own
    ]


def _names(record: Any) -> list[str]:
    return [f.name for f in fields(record)] if is_dataclass(record) else list(record._fields)
