"""Labelled rows to training examples; rows that cannot be used come back with the reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from udfs.records import FIELDS, Field, Listing
from udfs.schema import Category, Schema
from udfs.text import clean, fold


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A labelled statement: half-open characters of the raw field."""

    attribute: str
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """A listing with everything that is true of it. ``listing.category`` is null when it belongs to none of the
    schema's.

    What is not labelled is taken as not stated: labels are complete for the attributes of the category.
    """

    listing: Listing
    spans: tuple[GoldSpan, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A labelled row that cannot be used; ``row`` counts from 0 in reading order."""

    row: int
    product_id: str | None
    reason: str


def read_examples(
    rows: Iterable[Mapping[str, Any]], schema: Schema, *, group: str | None = None
) -> tuple[list[Example], list[Rejection]]:
    """Check every row against the schema.

    A row holds ``product_id, title, description, category``, ``spans`` (a list of ``attribute`` with either ``start``
    and ``end`` or ``text`` and ``nth``, and ``field``, by default the title), ``choices`` (attribute to values, as ids
    or any wording the schema knows) and ``tags``. One bad label rejects the row: half a listing's labels would teach
    that the rest is not there.
    """
    examples: list[Example] = []
    rejected: list[Rejection] = []
    seen: set[str] = set()
    for number, row in enumerate(rows):
        try:
            example = _example(row, schema, group)
            if example.listing.product_id in seen:
                raise ValueError("product_id occurs twice")
        except ValueError as error:
            rejected.append(Rejection(number, row.get("product_id"), str(error)))
            continue
        seen.add(example.listing.product_id)
        examples.append(example)
    return examples, rejected


def data_fingerprint(examples: Iterable[Example]) -> str:
    """16 hex digits over texts and labels, whatever the order of the rows."""
    lines = sorted(
        json.dumps(
            [e.listing.title, e.listing.description, e.listing.category, sorted(map(str, e.spans)),
             sorted(e.choices.items()), sorted(e.tags)],
            ensure_ascii=False,
        )
        for e in examples
    )  # fmt: skip
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _example(row: Mapping[str, Any], schema: Schema, group: str | None) -> Example:
    product_id = row.get("product_id")
    if not product_id:
        raise ValueError("product_id is missing")
    texts: dict[str, Any] = {name: row.get(name) for name in FIELDS}
    if not any(clean(text).text for text in texts.values()):
        raise ValueError("title and description are both empty")
    wanted = row.get("category")
    category = schema.find_category(wanted)
    if wanted and not category:
        raise ValueError(f"category {wanted!r} is not in the schema")
    spans, choices = row.get("spans") or [], row.get("choices") or {}
    if not category and (spans or choices):
        raise ValueError("a row without a category can have no spans or choices")
    tags = tuple(row.get("tags") or ())
    allowed = schema.tags_of(category) if category else ()
    if foreign := [tag for tag in tags if tag not in allowed]:
        raise ValueError(f"tag {foreign[0]!r} is none of the category's tags")
    definition = schema.categories[category] if category else None
    listing = Listing(str(product_id), texts["title"], texts["description"], category)
    return Example(
        listing,
        tuple(_span(label, texts, definition) for label in spans) if definition else (),
        {key: _values(key, values, definition) for key, values in choices.items() if values} if definition else {},
        tags,
        None if group is None else str(row.get(group)),
    )


def _span(label: Mapping[str, Any], texts: Mapping[str, Any], category: Category) -> GoldSpan:
    attribute = label.get("attribute")
    if attribute not in category.attributes:
        raise ValueError(f"span of {attribute!r}: the category has no such attribute")
    name = label.get("field") or FIELDS[0]
    if name not in FIELDS:
        raise ValueError(f"span of {attribute}: field {name!r} is none of {', '.join(FIELDS)}")
    text = texts[name] or ""
    start, end = _offsets(label, text)
    if clean(text).from_raw(start, end) is None:
        raise ValueError(f"span of {attribute}: {text[start:end]!r} holds nothing that is read (markup or white space)")
    return GoldSpan(str(attribute), name, start, end)


def _offsets(label: Mapping[str, Any], text: str) -> tuple[int, int]:
    attribute, start, end = label["attribute"], label.get("start"), label.get("end")
    if start is not None and end is not None:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span of {attribute}: {start}:{end} is outside of the field's {len(text)} characters")
        return int(start), int(end)
    wanted = label.get("text")
    if not wanted:
        raise ValueError(f"span of {attribute}: give start and end, or text")
    place = -1
    for _ in range(int(label.get("nth") or 1)):
        place = text.find(wanted, place + 1)
        if place < 0:
            raise ValueError(
                f"span of {attribute}: {wanted!r} does not occur in the field (nth {label.get('nth') or 1})"
            )
    return place, place + len(wanted)


def _values(key: str, values: Any, category: Category) -> tuple[str, ...]:
    attribute = category.attributes.get(key)
    if attribute is None or not attribute.is_choice:
        raise ValueError(f"choice of {key!r}: the category has no such choice")
    given = [values] if isinstance(values, str) else list(values)
    found = [v if v in attribute.values else attribute.value_by_wording.get(fold(v)) for v in given]
    for wording, value in zip(given, found, strict=True):
        if value is None:
            raise ValueError(f"choice of {key}: {wording!r} is no value of it")
    if attribute.kind == "choice" and len(found) > 1:
        raise ValueError(f"choice of {key}: one value at most, got {given}")
    return tuple(v for v in found if v)
