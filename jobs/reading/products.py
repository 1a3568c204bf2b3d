"""A product as the tables hold it, read back as the records it was written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from udfs.records import Fact
from udfs.spark.arrow import record_from


@dataclass(frozen=True, slots=True)
class StoredProduct:
    """A row of table products with its rows of table attributes; what is nested in them are dicts and lists."""

    row: Mapping[str, Any]
    values: tuple[Mapping[str, Any], ...]

    @property
    def facts(self) -> list[Fact]:
        """The rows as the records they were written from."""
        return [record_from(Fact, value) for value in self.values]
