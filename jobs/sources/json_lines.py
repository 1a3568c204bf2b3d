"""A line of JSON as a listing, or the reason why it is none: the one that the job's table ``rejected`` gives."""

from __future__ import annotations

import json
from typing import Any, cast

from udfs.maps.nodes import Members
from udfs.maps.reading import Statement, read_map
from udfs.reasons import Reason
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.screening import REPLACED, half_pair, screen
from udfs.settings import UnknownCategory
from udfs.text.cleaning import trimmed

# Where the job's table says nothing, or speaks of the config's source.
_SENTENCES = {
    Reason.NO_ID: "`product_id` is missing or empty",
    Reason.NO_TEXT: "`title` and `description` are missing or empty",
}


class ListingError(Exception):
    """A line that is no usable listing: its reason, and a sentence. ``product_id`` is null where it is unknown."""

    def __init__(self, reason: Reason, detail: str, product_id: str | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.product_id = product_id


def read_listing(
    line: bytes, schema: Schema, max_characters: int, unknown_category: UnknownCategory = "model"
) -> Listing:
    """One JSON line as a listing. Raises ListingError."""
    try:
        data = json.loads(line.decode("utf-8-sig"), object_pairs_hook=Members)
    except (ValueError, RecursionError) as cause:
        raise ListingError(Reason.UNDECODABLE, f"the line is no JSON in UTF-8 ({cause})") from cause
    if not isinstance(data, Members):
        raise ListingError(Reason.UNDECODABLE, f"expected an object, got {type(data).__name__}")
    data = dict(data)
    product_id = trimmed(_text(data, "product_id", None))
    if isinstance(path := data.get("category"), list):
        data["category"] = json.dumps(_plain(path), ensure_ascii=False)  # as the job reads it
    title, description, category, site, url = (
        _text(data, key, product_id) for key in ("title", "description", "category", "site", "url")
    )
    sellers = read_map(data.get("seller_attributes"))
    statements = _written(sellers.entries or (), product_id)
    screened = screen(
        schema, max_characters, product_id=product_id, title=title, description=description,
        category=trimmed(category), sites=(site, url), seller_attributes=statements,
        unknown_category=unknown_category,
    )  # fmt: skip
    if screened.reason is not None:
        raise ListingError(screened.reason, _sentence(screened.reason, screened.detail, schema), product_id)
    accepted = cast(str, product_id)  # without an id there is a reason
    own = (accepted, title, description, screened.category, statements, screened.site)
    return Listing(*own, screened.named, screened.wording, screened.titled, sellers.fault)


def _plain(node: Any) -> Any:
    """JSON with its objects as dictionaries."""
    if isinstance(node, Members):
        return {key: _plain(value) for key, value in node}
    return [_plain(each) for each in node] if isinstance(node, list) else node


def _sentence(reason: Reason, detail: str | None, schema: Schema) -> str:
    """Why a line was rejected, in more words than the table's where its reader needs them."""
    if reason is Reason.UNKNOWN_CATEGORY:
        return f"{detail}; it has {', '.join(schema.categories)}"
    if detail == REPLACED:
        return "the text holds U+FFFD: it was read in a wrong encoding"
    own = detail if reason in (Reason.NO_ID, Reason.NO_TEXT) else None
    return own or _SENTENCES.get(reason) or str(detail)


def _text(data: dict[str, Any], key: str, product_id: str | None) -> str | None:
    """Text of a field; a number counts as its digits."""
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        kind = "dict" if isinstance(value, Members) else type(value).__name__
        raise ListingError(Reason.UNDECODABLE, f"`{key}` must be text, got {kind}", product_id)
    text = str(value)
    if half_pair(text):
        raise ListingError(Reason.UNDECODABLE, f"`{key}` holds half of a surrogate pair", product_id)
    return text


def _written(statements: tuple[Statement, ...], product_id: str | None) -> tuple[Statement, ...]:
    """The statements, whose texts can all be written."""
    for key, value in statements:
        if half_pair(key):
            problem = "a key of `seller_attributes` holds half of a surrogate pair"
            raise ListingError(Reason.UNDECODABLE, problem, product_id)
        if half_pair(value):
            raise ListingError(Reason.UNDECODABLE, f"`{key}` holds half of a surrogate pair", product_id)
    return statements
