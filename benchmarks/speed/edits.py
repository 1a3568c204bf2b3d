"""What curators change between two runs: an alias, a threshold. The schema is edited as data and written as YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from udfs.errors import RunError
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema


def with_alias(schema: Schema, queue: Sequence[Mapping[str, Any]]) -> tuple[Schema, str]:
    """The schema with the review queue's first value that has a suggestion as an alias of it, and what was done.

    ``queue`` are rows of table `unmapped`, most products first. Raises RunError when none has a suggestion.
    """
    for row in queue:
        if row["kind"] != "value" or row["suggested_value"] is None:
            continue
        category, key, value = row["category"], row["attribute"], row["suggested_value"]
        attribute = schema.attribute(category, key)
        found = attribute.values[value]
        longer = found.model_copy(update={"aliases": (*found.aliases, row["raw_value"])})
        edited = attribute.model_copy(update={"values": attribute.values | {value: longer}})
        return _with_attribute(schema, category, key, edited), (
            f"{row['raw_value']!r} means {value} in {category}.{key}, for {row['products']} products"
        )
    raise RunError("no value of a closed list is unmapped, so there is no alias to correct; ask for more --rows")


def with_threshold(schema: Schema, category: str, attribute: str, threshold: float) -> Schema:
    """The schema with another threshold for one attribute."""
    edited = schema.attribute(category, attribute).model_copy(update={"threshold": threshold})
    return _with_attribute(schema, category, attribute, edited)


def _with_attribute(schema: Schema, category: str, key: str, edited: Attribute) -> Schema:
    found = schema.categories[category]
    attributes = found.attributes | {key: edited}
    categories = schema.categories | {category: found.model_copy(update={"attributes": attributes})}
    # Built anew: look-ups and fingerprints that the old schema has computed must not come along.
    return Schema.from_json(schema.model_copy(update={"categories": categories}).to_json())
