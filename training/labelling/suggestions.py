"""A listing to be labelled as a line: its texts, and what a model suggests, until a person has checked it.

The line has the shape of a labelled row. ``checked`` is false until somebody said what is true; training refuses such a
line. ``suggested`` holds ``category``, ``spans`` and ``choices`` with their confidences, and stays what the model said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from udfs.records import Choice, Extraction, Listing, Span
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema

LEAST = 0.3
"""Confidence from which a claim is suggested: to strike a wrong one is quicker than to find one that is missing."""


def suggestion_row(listing: Listing, extraction: Extraction | None, schema: Schema, *, products: int) -> dict[str, Any]:
    """One line. ``extraction`` is null without a model: then nothing is suggested but the seller's category."""
    return {
        "product_id": listing.product_id,
        "title": listing.title,
        "description": listing.description,
        **({"site": listing.site} if listing.site else {}),
        "category": None,
        "spans": [],
        "choices": {},
        "checked": False,
        "products": products,
        "suggested": suggested(listing, extraction, schema),
    }


def suggested(listing: Listing, extraction: Extraction | None, schema: Schema) -> dict[str, Any]:
    """``category`` {id, confidence} or null, ``spans`` and ``choices``, at most one for an attribute of one value."""
    if listing.category:
        guess: dict[str, Any] | None = {"id": listing.category, "confidence": 1.0}
    elif extraction and extraction.category:
        guess = {"id": extraction.category, "confidence": _rounded(extraction.category_confidence)}
    else:
        guess = None
    definition = schema.categories.get(guess["id"]) if guess else None
    if extraction is None or definition is None or extraction.category != (guess or {}).get("id"):
        return {"category": guess, "spans": [], "choices": []}
    return {
        "category": guess,
        "spans": [_span(span) for span in _best_spans(extraction.spans, definition)],
        "choices": [_choice(choice) for choice in _best_choices(extraction.choices, definition)],
    }


def _best_spans(spans: Sequence[Span], category: Category) -> list[Span]:
    """Those that stand, in reading order; of an attribute with several values no two that overlap."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: -span.confidence):
        attribute = category.attributes.get(span.attribute)
        if attribute is None or span.confidence < LEAST:
            continue
        own = [other for other in kept if other.attribute == span.attribute]
        if not any(_overlap(span, other) for other in own) if attribute.has_many else not own:
            kept.append(span)
    return sorted(kept, key=lambda span: (span.field != "title", span.start, span.attribute))


def _overlap(one: Span, other: Span) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end


def _best_choices(choices: Sequence[Choice], category: Category) -> list[Choice]:
    kept: list[Choice] = []
    for choice in sorted(choices, key=lambda choice: -choice.confidence):
        attribute = category.attributes.get(choice.attribute)
        if attribute is None or choice.confidence < LEAST or not choice.rests:
            continue
        if attribute.has_many or not any(other.attribute == choice.attribute for other in kept):
            kept.append(choice)
    return kept


def _span(span: Span) -> Mapping[str, Any]:
    return {**span._asdict(), "confidence": _rounded(span.confidence)}


def _choice(choice: Choice) -> Mapping[str, Any]:
    return {"attribute": choice.attribute, "value": choice.value, "confidence": _rounded(choice.confidence)}


def _rounded(confidence: float) -> float:
    return round(confidence, 3)
