"""Digests of what a schema says, and of the part of it that the model reads."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from udfs.schema.definitions import Category

_NO_RULES = {"name", "description", "kind", "many", "required", "threshold", "release"}
"""Keys of an attribute that are no rules."""


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


def plain_view(category: Category) -> dict[str, Any]:
    """What a category is: what the model reads of it, which attributes it requires, and which are shadow ones. No rule
    is in it.
    """
    required = [key for key, attribute in category.attributes.items() if attribute.required]
    shadow = sorted(category.attributes.keys() - category.live.keys())
    return model_view(category) | {"required": required} | ({"shadow": shadow} if shadow else {})


def rules_view(category: Category) -> dict[str, Any]:
    """What makes values of raw texts: all that :func:`plain_view` leaves, but for :func:`thresholds_view`."""
    attributes = {}
    for key, attribute in category.attributes.items():
        told = attribute.model_dump(mode="json")
        own = {name: value for name, value in told.items() if name not in _NO_RULES}
        if attribute.is_choice:
            own["values"] = {
                k: v.model_dump(mode="json", include={"aliases", "learned", "opposite"})
                for k, v in attribute.values.items()
            }
        attributes[key] = own
    told = category.model_dump(mode="json")
    return {name: told[name] for name in told.keys() - {"name", "description"}} | {"attributes": attributes}


def places_view(category: Category) -> dict[str, Any]:
    """The order of the values of ordered lists, whose places are numbers of facts: digests tell no order of keys."""
    ordered = {key: [*a.values] for key, a in category.attributes.items() if a.kind == "ordered"}
    return {"#places": ordered} if ordered else {}


def thresholds_view(category: Category) -> dict[str, float | None]:
    """The thresholds that attributes set for themselves."""
    return {key: attribute.threshold for key, attribute in category.attributes.items()}


def digest(data: Any) -> str:
    """16 hex digits; keys in any order."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
