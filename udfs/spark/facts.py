"""Facts read back out of rows of tables attributes and claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_type_hints

from udfs.records import Fact, LostClaim
from udfs.resolution.losers import with_lost
from udfs.spark.arrow import record_from

CLAIM_COLUMNS = LostClaim._fields
"""Columns of table claims that a losing claim is read from."""
FACT_COLUMNS = tuple(name for name in get_type_hints(Fact) if name != "lost")
"""Columns of table attributes that a fact is read from."""


def facts_from(values: Iterable[Mapping[str, Any]], claims: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """The facts of one product, in the order of ``values``, each with the claims that lost against it.

    Maps may come as pairs, as Arrow gives them.
    """
    facts = [record_from(Fact, {**row, "labels": _map(row["labels"]), "lost": ()}) for row in values]
    return with_lost(facts, lost_claims_from(claims))


def lost_claims_from(claims: Iterable[Mapping[str, Any]]) -> list[LostClaim]:
    """Rows of table claims as records, those of an attribute in their order."""
    found = [LostClaim(**{name: row[name] for name in CLAIM_COLUMNS}) for row in claims]
    return sorted(found, key=lambda claim: (claim.attribute, claim.place))


def _map(value: Any) -> dict[str, str] | None:
    return None if value is None else dict(value)
