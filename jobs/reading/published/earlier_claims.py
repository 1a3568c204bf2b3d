"""Losing claims of targets from before table claims, without Spark; see :mod:`jobs.lake.earlier_claims`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jobs.lake.claim_reasons import AGAINST, COLUMN, LEAST, NOT_KNOWN, OUTCOMES, WHO
from jobs.lake.tables.claims import CLAIMS

OF_ATTRIBUTES = ("product_id", "category", "attribute", "run_id", COLUMN)
"""Columns of table attributes that such claims are read from."""


def earlier_claims(values: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of table claims, of rows of table attributes; none where those lack the column, or it is null."""
    for value in values:
        for place, claim in enumerate(value.get(COLUMN) or ()):
            yield dict.fromkeys(CLAIMS.names) | _row(value, place, claim)


def _row(value: Mapping[str, Any], place: int, claim: Mapping[str, Any]) -> dict[str, Any]:
    reason, unknown = claim["reason"] or "", claim["rule"] == NOT_KNOWN
    outcome = _outcome(reason, unknown=unknown)
    least = re.search(LEAST, reason)
    return {
        **{name: value[name] for name in OF_ATTRIBUTES if name != COLUMN},
        **{name: claim[name] for name in ("origin", "value", "confidence", "rule")},
        "place": place,
        "raw_value": claim["raw"],
        "outcome": outcome,
        "status": "standard" if claim["value"] is not None else "unmapped" if unknown else "invalid",
        "least": float(least[1]) if least else None,
        "against_origin": _found(WHO, reason),
        "against": _found(AGAINST, reason),
        "detail": reason if outcome in ("unmapped", "invalid") else None,
    }


def _outcome(reason: str, *, unknown: bool) -> str:
    known = (code for code, pattern in OUTCOMES if re.search(pattern, reason))
    return next(known, "unmapped" if unknown else "invalid")


def _found(pattern: str, reason: str) -> str | None:
    found = re.search(pattern, reason)
    return found[1] or None if found else None
