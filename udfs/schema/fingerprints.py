"""Digests of what a schema says, and of the part of it that the model reads."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from udfs.schema.definitions import Category


def dump(models: Any) -> dict[str, Any]:
    """Definitions by their ids, as JSON would have them."""
    return {key: model.model_dump(mode="json") for key, model in models.items()}


def model_view(category: Category) -> dict[str, Any]:
    """What the model reads of a category."""
    attributes = {}
    for key, attribute in category.attributes.items():
        seen = attribute.model_dump(mode="json", include={"name", "description", "kind", "many"})
        if attribute.is_choice:
            seen["values"] = {
                k: v.model_dump(mode="json", exclude={"aliases", "learned", "opposite"})
                for k, v in attribute.values.items()
            }
        attributes[key] = seen
    return category.model_dump(mode="json", include={"name", "description"}) | {"attributes": attributes}


def digest(data: Any) -> str:
    """16 hex digits; keys in any order."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
