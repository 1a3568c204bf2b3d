"""What became of sellers' statements, by attribute: lines for people and for report.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.distant.labels import DistantLabels
from training.evaluation.metrics import Counts
from udfs.schema.schema import Schema


def report_of(
    schema: Schema, labels: DistantLabels, checked: Mapping[tuple[str, str], Counts] | None = None
) -> dict[str, Any]:
    """Rows by category, listings left out by reason, and a line for each attribute that some seller states."""
    checked = checked or {}
    return {
        "rows": {category or "of no category": len(rows) for category, rows in labels.rows.items()},
        "left_out": {reason: n for reason, n in labels.left_out.items() if n},
        "attributes": [
            line
            for category, definition in schema.categories.items()
            for key in definition.attributes
            if (line := _line(labels, category, key, checked.get((category, key))))
        ],
        **({"checked_categories": checked["", "category"].as_dict()} if ("", "category") in checked else {}),
    }


def _line(labels: DistantLabels, category: str, key: str, checked: Counts | None) -> dict[str, Any] | None:
    name = (category, key)
    dropped = {reason: n for (own, attribute, reason), n in labels.dropped.items() if (own, attribute) == name}
    stated = labels.found[name] + labels.absent[name] + sum(dropped.values())
    if not stated and checked is None:
        return None
    hidden, agreement = labels.hidden.get(name), labels.agreements.of(*name)
    return {
        "category": category,
        "attribute": key,
        "stated": stated,
        "labelled": labels.found[name],
        "not_stated_in_text": labels.absent[name],
        "read_alone": labels.alone[name],
        "dropped": dict(sorted(dropped.items(), key=lambda item: -item[1])),
        "text_agrees": _share(agreement.same, agreement.seen),
        "hidden": hidden.hidden if hidden else 0,
        "hidden_read": hidden.read if hidden else 0,
        "hidden_agreement": _share(hidden.same, hidden.read) if hidden else None,
        "hidden_found_again": _share(hidden.same, hidden.stands) if hidden else None,
        **({"checked": checked.as_dict()} if checked else {}),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
