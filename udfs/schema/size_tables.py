"""A step of a rule that puts a size of one system into another, by a table that the schema declares."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from udfs.config import Strict
from udfs.quantities.sizes import read_size

System = Literal["EU", "US", "UK", "JP", "CN"]


class SizeTable(Strict):
    """The same sizes in several systems, a row each; nothing is calculated. ``to`` is the system wanted."""

    to: System
    table: Annotated[tuple[dict[System, str], ...], Field(min_length=1)]

    @field_validator("table", mode="before")
    @classmethod
    def _as_text(cls, rows: Any) -> Any:
        """YAML reads 42 as a number; sellers write text."""
        return [{key: str(size) for key, size in row.items()} for row in rows] if _is_rows(rows) else rows

    @model_validator(mode="after")
    def _convertible(self) -> SizeTable:
        if missing := [row for row in self.table if self.to not in row]:
            raise ValueError(f"each row of `table` needs a size in {self.to}, got {missing[0]}")
        return self

    @cached_property
    def wanted(self) -> dict[str, set[str]]:
        """Sizes in the system wanted, by each size of any system such as ``US 8.5``."""
        found: dict[str, set[str]] = {}
        for row in self.table:
            for system, size in row.items():
                found.setdefault(f"{system} {size}", set()).add(f"{self.to} {row[self.to]}")
        return found


class Sizes(Strict):
    """A size with its system, in another; None for a size without one, and for one that the table has not or twice."""

    sizes: SizeTable

    @property
    def name(self) -> str:
        """Such as ``size in EU``."""
        return f"size in {self.sizes.to}"

    def apply(self, text: str) -> str | None:
        """``US 8.5`` gives ``EU 42`` by such a row."""
        meant = self.sizes.wanted.get(read_size(text) or "", set())
        return next(iter(meant)) if len(meant) == 1 else None


def _is_rows(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
