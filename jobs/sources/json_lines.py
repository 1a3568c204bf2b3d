"""A line of JSON as a listing, or the reason why it is none: the reasons of the job's table ``rejected``."""

from __future__ import annotations

import json
from typing import Any

from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.text.cleaning import clean
from udfs.text.sites import site_of


class ListingError(Exception):
    """A line that is no usable listing: its reason, and a sentence. ``product_id`` is null where it is unknown."""

    def __init__(self, reason: str, detail: str, product_id: str | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.product_id = product_id


def read_listing(line: bytes, schema: Schema, max_characters: int) -> Listing:
    """One JSON line as a listing. Raises ListingError."""
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except ValueError as cause:
        raise ListingError("undecodable", f"the line is no JSON in UTF-8 ({cause})") from cause
    if not isinstance(data, dict):
        raise ListingError("undecodable", f"expected an object, got {type(data).__name__}")
    product_id = (_text(data, "product_id", None) or "").strip()
    if not product_id:
        raise ListingError("no_id", "`product_id` is missing or empty")
    title, description = _text(data, "title", product_id), _text(data, "description", product_id)
    if "\ufffd" in f"{product_id} {title} {description}":
        raise ListingError("undecodable", "the text holds U+FFFD: it was read in a wrong encoding", product_id)
    if not clean(title).text and not clean(description).text:
        raise ListingError("no_text", "`title` and `description` are missing or empty", product_id)
    length = len(title or "") + len(description or "")
    if length > max_characters:
        raise ListingError("too_large", f"{length} characters, allowed are {max_characters}", product_id)
    wording = (_text(data, "category", product_id) or "").strip()
    category = schema.find_category(wording)
    if wording and category is None:
        known = ", ".join(schema.categories)
        raise ListingError("unknown_category", f"the schema has no category {wording!r}; it has {known}", product_id)
    site = site_of(_text(data, "site", product_id)) or site_of(_text(data, "url", product_id))
    return Listing(product_id, title, description, category, _seller_attributes(data, product_id), site)


def _text(data: dict[str, Any], key: str, product_id: str | None) -> str | None:
    """Text of a field; a number counts as its digits."""
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise ListingError("undecodable", f"`{key}` must be text, got {type(value).__name__}", product_id)
    text = str(value)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ListingError("undecodable", f"`{key}` holds half of a surrogate pair", product_id)
    return text


def _seller_attributes(data: dict[str, Any], product_id: str) -> dict[str, str]:
    attributes = data.get("seller_attributes") or {}
    if not isinstance(attributes, dict):
        found = type(attributes).__name__
        raise ListingError("undecodable", f"`seller_attributes` must map names to texts, got {found}", product_id)
    texts = {key: _text(attributes, key, product_id) for key in attributes}
    return {key: text for key, text in texts.items() if text and text.strip() and key.strip()}
