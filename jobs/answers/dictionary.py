"""Rows of table dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema


def dictionary(schema: Schema) -> Iterator[dict[str, Any]]:
    """A row for each attribute of each category."""
    for key, category in schema.categories.items():
        for position, (name, attribute) in enumerate(category.live.items(), 1):
            yield {
                "category": key, "attribute": name, "position": position, "category_names": category.name.root,
                **_said(attribute),
            }  # fmt: skip


def _said(attribute: Attribute) -> dict[str, Any]:
    low, high = attribute.range or (None, None)
    return {
        "names": attribute.name.root, "descriptions": attribute.description.root, "kind": attribute.kind,
        "unit": attribute.unit, "range_from": low, "range_to": high, "required": attribute.required,
        "several": attribute.has_many, "closed": attribute.is_choice, "aliases": list(attribute.aliases),
        "allowed": [
            {"id": key, "labels": value.name.root, "aliases": [*value.aliases, *value.learned]}
            for key, value in attribute.values.items()
        ],
    }  # fmt: skip
