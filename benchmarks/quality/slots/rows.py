"""Gold to labelled rows, as the training job reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.quality.contract import GROUP
from benchmarks.quality.slots.gold import Slot, SlotGold
from benchmarks.quality.slots.schema import attribute_ids
from training.rules.learning import Pair
from udfs.records import Listing
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.text.keys import fold


def labelled_row(gold: SlotGold, schema: Schema, *, complete: bool) -> dict[str, Any]:
    """One row. ``complete``: what the gold does not list is not stated; else nobody looked for it.

    An attribute whose stated value is not found in the text counts as one that nobody looked for.
    """
    category = gold.listing.category or ""
    ids = attribute_ids(schema, category)
    definitions = schema.categories[category].attributes
    spans: list[dict[str, Any]] = []
    choices: dict[str, list[str]] = {}
    lost: set[str] = set()
    for name, slot in gold.slots.items():
        key = ids[name]
        places = [{"attribute": key, **place} for place in _places(gold.listing, slot)]
        value = _value(definitions[key], slot)
        if slot.wordings and (not places or (definitions[key].is_choice and value is None)):
            lost.add(key)
            continue
        spans += places
        if value is not None:
            choices[key] = [value]
    looked_for = set(definitions) if complete else {ids[name] for name in gold.slots}
    return {
        "product_id": gold.listing.product_id,
        "title": gold.listing.title,
        "description": gold.listing.description,
        "site": gold.listing.site,
        "category": category,
        "spans": spans,
        "choices": choices,
        "labelled_attributes": sorted(looked_for - lost),
        GROUP: gold.group,
    }


def pairs(gold: SlotGold, schema: Schema) -> Iterator[Pair]:
    """What sellers write and what it means, for learning rules."""
    category = gold.listing.category or ""
    ids = attribute_ids(schema, category)
    for name, slot in gold.slots.items():
        if slot.standard:
            yield from (Pair(category, ids[name], raw, slot.standard) for raw in slot.wordings)


def _places(listing: Listing, slot: Slot) -> Iterator[Mapping[str, Any]]:
    """Every place of every accepted wording in the fields it is marked in."""
    for wording, fields in slot.wordings.items():
        for field in fields:
            text = (listing.title if field == "title" else listing.description) or ""
            for start in _occurrences(text, wording):
                yield {"field": field, "start": start, "end": start + len(wording)}


def _occurrences(text: str, wording: str) -> list[int]:
    """Where a wording starts: as whole words if it occurs so, else anywhere (``5`` is not said by ``15``)."""
    starts = [start for start in range(len(text)) if text.startswith(wording, start)] if wording else []
    whole = [start for start in starts if not _cuts(text, start) and not _cuts(text, start + len(wording))]
    return whole or starts


def _cuts(text: str, place: int) -> bool:
    """Whether a word goes on across this place."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _value(attribute: Attribute, slot: Slot) -> str | None:
    if not attribute.is_choice or not slot.standard:
        return None
    return attribute.value_by_wording.get(fold(slot.standard[0]))
