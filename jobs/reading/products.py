"""A product as the tables hold it, read back as the records it was written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from udfs.records import Fact, LostClaim
from udfs.spark.facts import facts_from, lost_claims_from


@dataclass(frozen=True, slots=True)
class StoredProduct:
    """A row of table products with its rows of tables attributes and claims; what is nested are dicts and lists."""

    row: Mapping[str, Any]
    values: tuple[Mapping[str, Any], ...]
    claims: tuple[Mapping[str, Any], ...] = ()

    @property
    def facts(self) -> list[Fact]:
        """The rows as the records they were written from."""
        return facts_from(self.values, self.claims)

    @property
    def without_fact(self) -> list[LostClaim]:
        """Claims about attributes of which nothing stands."""
        known = {value["attribute"] for value in self.values}
        return lost_claims_from(row for row in self.claims if row["attribute"] not in known)
