"""What was found in one listing as a labelled row, its description cut where it is long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training.distant.clauses import CutText, cut
from training.distant.matching import Hit
from training.distant.search import Sought
from training.distant.texts import Place, read_texts
from udfs.records import Listing
from udfs.schema.definitions import Category

Row = dict[str, Any]
"""A labelled row, see :class:`training.data.rows.LabelledRow`."""

_OUTSIDE = 0.8  # how sure it is that a listing that nobody could place is of none


def written_row(
    definition: Category,
    sought: Sought,
    kept: Mapping[str, Sequence[tuple[Hit, float]]],
    confidences: Mapping[str, float],
    sure: float,
) -> Row:
    """A row of one category: ``kept``, by attribute, places with how sure they are; ``sure``, its category."""
    listing = sought.listing
    description = sought.texts.get("description")
    places = [hit.place for hits in kept.values() for hit, _ in hits if hit.place.field == "description"]
    shorter = cut(description, places) if description else None
    spans = [
        {"attribute": key, **written, "confidence": sure}
        for key, hits in kept.items()
        for hit, sure in hits
        if (written := _span(sought, hit.place, shorter))
    ]
    choices = {
        key: list(dict.fromkeys(hit.fact.value_id for hit, _ in hits if hit.fact.value_id))
        for key, hits in kept.items()
        if definition.attributes[key].is_choice
    }
    return {
        "product_id": listing.product_id,
        "category": sought.category,
        "title": listing.title,
        "description": shorter.text if shorter else listing.description,
        "site": listing.site,
        "spans": spans,
        "choices": choices,
        "labelled_attributes": sorted(confidences),
        "confidences": dict(confidences),
        "confidence": sure,
    }


def _span(sought: Sought, place: Place, shorter: CutText | None) -> Row | None:
    """A place in the characters of the row's own field."""
    text = sought.texts[place.field]
    wording = text.clean.text[place.start : place.end]
    if place.field == "description" and shorter:
        within = shorter.place(place)
        return {"field": place.field, "start": within[0], "end": within[1], "text": wording} if within else None
    start, end = text.clean.to_raw(place.start, place.end)
    return {"field": place.field, "start": start, "end": end, "text": text.raw[start:end]}


def other_row(listing: Listing) -> Row:
    """A row of no category."""
    texts = read_texts(listing)
    description = texts.get("description")
    shorter = cut(description, ()) if description else None
    return {
        "product_id": listing.product_id,
        "category": None,
        "title": listing.title,
        "description": shorter.text if shorter else listing.description,
        "site": listing.site,
        "spans": [],
        "choices": {},
        "confidence": _OUTSIDE,
    }
