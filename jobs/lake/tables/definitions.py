"""What a Delta table is declared by: columns with comments, keys, constraints, layout.

Nothing here touches Spark. The comments are the data contract; a catalog browser shows them."""

from __future__ import annotations

from dataclasses import dataclass


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
    first of ``clustered`` is what readers filter on most. ``changes`` turns the change data feed on.
    """

    name: str
    comment: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    checks: dict[str, str]
    clustered: tuple[str, ...]
    indexed: tuple[str, ...]
    changes: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def content(self) -> tuple[str, ...]:
        """Columns that say something about the data: all but the run, model and schema that wrote the row."""
        return tuple(name for name in self.names if name not in ("run_id", "source_model", "schema"))


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


STATUSES = ("standard", "unmapped", "invalid", "missing")
ORIGINS = ("person", "seller", "model")
FIELDS = ("title", "description")
RUN_ID = Column("run_id", "STRING", "Run that last wrote this row; see table runs.", required=True)
