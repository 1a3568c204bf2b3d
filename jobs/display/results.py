"""What became of listings, as objects that JSON can hold: for ``predict``, and for Python without Spark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jobs.language.names import Labels
from jobs.sources.json_lines import ListingError, read_listing
from udfs.records import Fact, Listing

if TYPE_CHECKING:
    from udfs.pipeline import RulesPipeline, StandardListing


def standardized(
    pipeline: RulesPipeline, lines: Sequence[tuple[int, bytes]], max_characters: int, labels: Labels
) -> list[dict[str, Any]]:
    """What became of each numbered JSON line, in order; of a line that is no listing, the ``error`` that says why.

    Standard values are in the language of ``labels``, where they have a label in it. ``max_characters`` bounds title
    and description together.
    """
    results: list[dict[str, Any] | None] = []
    listings: list[Listing] = []
    for number, line in lines:
        try:
            listings.append(read_listing(line, pipeline.schema, max_characters, pipeline.unknown_category))
            results.append(None)
        except ListingError as error:
            results.append(_failure(error.product_id, number, str(error)))
    done = iter(zip(listings, pipeline.process(listings), strict=True))
    numbers = (number for number, _ in lines)
    return [result or _result(*next(done), number, labels) for number, result in zip(numbers, results, strict=True)]


def _failure(product_id: str | None, number: int, error: str) -> dict[str, Any]:
    return {"product_id": product_id, "category": None, "attributes": {}, "tags": [], "error": error, "line": number}


def _result(listing: Listing, result: StandardListing, number: int, labels: Labels) -> dict[str, Any]:
    """``category`` is null without an error where ``unknown_category: none`` keeps the listing without one."""
    if result.decided.reason is not None:
        return _failure(listing.product_id, number, f"{result.decided.reason}: {result.decided.detail}")
    attributes: dict[str, list[dict[str, Any]]] = {}
    for row in result.product.facts:
        attributes.setdefault(row.attribute, []).append(_value(row, labels))
    tags = [tag.id for tag in result.product.tags]
    own = {"product_id": listing.product_id, "category": result.category, "attributes": attributes, "tags": tags}
    return {**own, "unread": f"seller_attributes: {listing.unread}"} if listing.unread else own


def _value(row: Fact, labels: Labels) -> dict[str, Any]:
    """``value`` is the raw text (null for a choice of the whole listing), ``standard`` what it stands for. ``trained``
    is there, and false, where the model was asked about an attribute that it has not learnt.
    """
    own = {
        "value": row.raw_value,
        "field": row.field,
        "start": row.start_offset,
        "end": row.end_offset,
        "standard": labels.value(row),
        "number": row.number,
        "number_max": row.number_max,
        "bound": row.bound,
        "unit": row.unit,
        "parts": [part._asdict() for part in row.parts],
        "confidence": row.confidence,
        "status": row.status,
        "origin": row.origin,
        "rule": row.rule,
        "detail": row.detail,
    }
    return own if row.trained is None else {**own, "trained": row.trained}
