"""What a Delta table is declared by: columns with comments, keys, constraints, layout.

Nothing here touches Spark. The comments are the data contract; a catalog browser shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pyarrow as pa

from udfs.records import LostBy, Origin, Status
from udfs.spark.arrow import arrow_type


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``comment`` says unit and meaning of null."""

    name: str
    type: str
    comment: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One Delta table.

    ``checks`` are CHECK constraints by name. ``indexed`` columns get min/max statistics (long texts must not); the
    first of ``clustered`` is what readers filter on most. ``changes`` turns the change data feed on. ``properties`` are
    other properties; a table feature is one, ``delta.feature.NAME`` with the value ``supported``. An ``optional`` table
    is created when a job first asks for it; until then it reads as empty. ``by_people``: people write to it at any
    time. A run reads it as it was when the run began, and readers as it is now, like ``runs``. ``retired`` columns are
    those of earlier versions that are no longer written: new targets lack them, and rows changed since hold null.
    ``remarks`` are reasons in words: a row that would differ in them alone stays as it is, and so out of the feed.
    """

    name: str
    comment: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    checks: dict[str, str]
    clustered: tuple[str, ...]
    indexed: tuple[str, ...]
    changes: bool = True
    properties: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False
    by_people: bool = False
    retired: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def content(self) -> tuple[str, ...]:
        """Columns that say something of the data: all but remarks, and the run, model, schema and recipe of the row."""
        left_out = ("run_id", "source_model", "schema", "recipe", *self.remarks)
        return tuple(name for name in self.names if name not in left_out)


def columns_of(record: type, *names: str) -> tuple[Column, ...]:
    """Columns of a record's fields, of all that have a comment or of those named: their types are its type hints.

    A field is required unless its type allows None. Spark takes no list or map for required.
    """
    columns = []
    for name, hint in get_type_hints(record, include_extras=True).items():
        kind, *comments = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        if comments and (name in names or not names):
            optional = type(None) in get_args(kind) or get_origin(kind) in (tuple, Mapping)
            columns.append(Column(name, delta_type(kind), comments[0], required=not optional))
    return tuple(columns)


def delta_type(kind: Any) -> str:
    """The type of a Delta column, of a record or type hint."""
    return _ddl(arrow_type(kind))


def _ddl(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"ARRAY<{_ddl(kind.value_type)}>"
    if pa.types.is_map(kind):
        return f"MAP<{_ddl(kind.key_type)}, {_ddl(kind.item_type)}>"
    if pa.types.is_struct(kind):
        return f"STRUCT<{', '.join(f'{field.name}: {_ddl(field.type)}' for field in kind)}>"
    return {pa.string(): "STRING", pa.int32(): "INT", pa.float64(): "DOUBLE", pa.bool_(): "BOOLEAN"}[kind]


def one_of(column: str, values: Sequence[str]) -> str:
    """The CHECK that a column holds one of the values."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


STATUSES: tuple[Status, ...] = get_args(Status)
ORIGINS: tuple[Origin, ...] = get_args(Origin)
LOST_BY: tuple[LostBy, ...] = get_args(LostBy)
RUN_ID = Column("run_id", "STRING", "Run that last wrote this row; see table runs.", required=True)
CHANGED_BY = Column(
    "run_id",
    "STRING",
    "Run that last changed what this row says, see table runs; later runs found it so again and left it as it is.",
    required=True,
)
