"""A product on one line: what table products says of its attribute rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from udfs.records import AttributeRow, Scored


def values_of(rows: Iterable[AttributeRow]) -> dict[str, str]:
    """Attribute id to canonical value, several in the order of their ordinals, joined by "; "."""
    found: dict[str, str] = {}
    for row in rows:
        if row.status == "standard" and row.value is not None:
            found[row.attribute] = f"{found[row.attribute]}; {row.value}" if row.attribute in found else row.value
    return found


def numbers_of(rows: Iterable[AttributeRow]) -> dict[str, float]:
    """Attribute id of a quantity to its number, in the attribute's unit; of several values, the first one's."""
    return {
        row.attribute: row.number
        for row in rows
        if row.status == "standard" and row.number is not None and row.ordinal == 0
    }


def missing_of(rows: Iterable[AttributeRow]) -> tuple[str, ...]:
    """Required attributes of which nothing usable was found."""
    return tuple(row.attribute for row in rows if row.status == "missing")


def best_tags(tags: Sequence[Scored], threshold: float) -> tuple[Scored, ...]:
    """The tags that score ``threshold`` or more, best first, equal scores in the order of their ids."""
    return tuple(sorted((tag for tag in tags if tag.score >= threshold), key=lambda tag: (-tag.score, tag.id)))
