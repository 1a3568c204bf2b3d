"""Labelled rows to training examples; rows that cannot be used come back with the reason."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from training.data.rows import LabelledRow, SpanLabel, read_row
from udfs.errors import LabelError
from udfs.records import FIELDS, Field, Listing
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.text.cleaning import CleanText, clean
from udfs.text.keys import fold
from udfs.text.sites import site_of


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A labelled statement: half-open characters of the raw field. ``confidence``: how much it weighs, 0..1."""

    attribute: str
    field: Field
    start: int
    end: int
    confidence: float = dataclasses.field(default=1.0, repr=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A listing with everything that is true of it. ``listing.category`` is null when it belongs to none of the
    schema's.

    What is not labelled is taken as not stated, for the attributes in ``labelled_attributes`` (null: all).
    ``has_tags``: whether somebody looked for tags. ``confidence`` is the category's; ``confidences`` those of what is
    said of an attribute by a choice or by saying nothing. Both weigh in training, 0..1; what has none weighs 1.
    """

    listing: Listing
    spans: tuple[GoldSpan, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    group: str | None = None
    labelled_attributes: frozenset[str] | None = None
    has_tags: bool = True
    confidence: float = 1.0
    confidences: Mapping[str, float] = field(default_factory=dict)

    def is_labelled(self, attribute: str) -> bool:
        """Whether the labels say if the listing states the attribute."""
        return self.labelled_attributes is None or attribute in self.labelled_attributes

    def confidence_of(self, attribute: str) -> float:
        """How sure it is what the listing says of an attribute where no span says so."""
        return self.confidences.get(attribute, 1.0)

    def wording(self, span: GoldSpan) -> str:
        """The raw text of a labelled statement."""
        return self.listing.text_of(span.field)[span.start : span.end]


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

    A row holds ``product_id, title, description, category, site`` (as a URL, host or shop's name), ``spans`` (a list of
    ``attribute`` with either ``start`` and ``end`` or ``text`` and ``nth``, and ``field``, by default the title),
    ``choices`` (attribute to values, as ids or any wording the schema knows) and ``tags``; what else it may hold is
    told in :class:`training.data.rows.LabelledRow`. One bad label rejects the row: half a listing's labels would teach
    that the rest is not there. Raises LabelError when no row has the ``group`` column.
    """
    rows = list(rows)
    if group is not None and rows and not any(group in row for row in rows):
        raise LabelError(f"cannot group the labelled listings: no row has the column `{group}`; correct `group`")
    examples: list[Example] = []
    rejected: list[Rejection] = []
    seen: set[str] = set()
    for number, row in enumerate(rows):
        try:
            example = _example(read_row(row), schema, row.get(group) if group is not None else None)
            if example.listing.product_id in seen:
                raise ValueError("product_id occurs twice")
        except ValueError as error:
            product_id = row.get("product_id")
            rejected.append(Rejection(number, None if product_id is None else str(product_id), str(error)))
            continue
        seen.add(example.listing.product_id)
        examples.append(example)
    return examples, rejected


def data_fingerprint(examples: Iterable[Example]) -> str:
    """16 hex digits over texts and labels, whatever the order of the rows."""
    lines = sorted(
        json.dumps(
            [e.listing.title, e.listing.description, e.listing.category, e.listing.site, sorted(map(str, e.spans)),
             sorted(e.choices.items()), sorted(e.tags), sorted(e.labelled_attributes or ["all"]), *_doubts(e)],
            ensure_ascii=False,
        )
        for e in examples
    )  # fmt: skip
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _doubts(example: Example) -> list[Any]:
    """What sure labels do not say: they keep the fingerprint that they had before labels could be unsure."""
    unsure = sorted([span.attribute, span.start, span.confidence] for span in example.spans if span.confidence < 1)
    others = sorted((key, own) for key, own in example.confidences.items() if own < 1)
    doubts: list[Any] = [unsure, others, example.confidence, example.has_tags]
    return doubts if unsure or others or example.confidence < 1 or not example.has_tags else []


def _example(row: LabelledRow, schema: Schema, group: Any) -> Example:
    """Read one row's labels against the schema. Raises ValueError, in words for people, for the first that is wrong."""
    if not row.product_id:
        raise ValueError("product_id is missing")
    if row.checked is False:
        raise ValueError("nobody has checked its labels yet; do it with `facetmill labels edit`")
    texts = {name: clean(row.text_of(name)) for name in FIELDS}
    if not any(text.text for text in texts.values()):
        raise ValueError("title and description are both empty")
    category = schema.find_category(row.category)
    if row.category and not category:
        raise ValueError(f"category {row.category!r} is not in the schema")
    spans, choices, tags = row.spans or [], row.choices or {}, tuple(row.tags or ())
    if not category and (spans or choices):
        raise ValueError("a row without a category can have no spans or choices")
    allowed = schema.tags_of(category) if category else ()
    if foreign := [tag for tag in tags if tag not in allowed]:
        raise ValueError(f"tag {foreign[0]!r} is none of the category's tags")
    definition = schema.categories[category] if category else None
    return Example(
        Listing(row.product_id, row.title, row.description, category, site=site_of(row.site)),
        tuple(_span(label, row, texts, definition) for label in spans) if definition else (),
        {key: _values(key, values, definition) for key, values in choices.items() if values} if definition else {},
        tags,
        None if group is None else str(group),
        _labelled(row, definition),
        row.labelled_attributes is None or row.tags is not None,
        *_confidences(row, definition),
    )


def _confidences(row: LabelledRow, category: Category | None) -> tuple[float, dict[str, float]]:
    """Read how sure the category is, and what is said of each attribute that is not as sure as can be."""
    own = row.confidences or {}
    known = category.attributes if category else {}
    if foreign := own.keys() - known.keys():
        raise ValueError(f"confidences: the category has no attribute {min(foreign)!r}")
    whole = 1.0 if row.confidence is None else row.confidence
    each = dict.fromkeys(known, whole) | own
    return whole, {key: confidence for key, confidence in each.items() if confidence < 1}


def _labelled(row: LabelledRow, category: Category | None) -> frozenset[str] | None:
    """Read which attributes somebody looked for; every attribute with a label must be among them."""
    if row.labelled_attributes is None:
        return None
    named = frozenset(row.labelled_attributes)
    if foreign := named - (category.attributes.keys() if category else set()):
        raise ValueError(f"labelled_attributes: the category has no attribute {min(foreign)!r}")
    stated = {label.attribute for label in row.spans or []} | {
        key for key, values in (row.choices or {}).items() if values
    }
    if missing := stated - named:
        raise ValueError(f"labelled_attributes does not name {min(missing)!r}, which has a label")
    return named


def _span(label: SpanLabel, row: LabelledRow, texts: Mapping[Field, CleanText], category: Category) -> GoldSpan:
    """The label with its ends moved to characters that are read: no white space or mark-up at either end."""
    if label.attribute not in category.attributes:
        raise ValueError(f"span of {label.attribute!r}: the category has no such attribute")
    name = label.field or FIELDS[0]
    raw, text = row.text_of(name), texts[name]
    start, end = _offsets(label, raw)
    first, after = text.from_raw(start, end) or (0, 0)
    read = text.text[first:after]
    if not read.strip():
        raise ValueError(
            f"span of {label.attribute}: {raw[start:end]!r} holds nothing that is read (markup or white space)"
        )
    first, after = after - len(read.lstrip()), first + len(read.rstrip())
    return GoldSpan(label.attribute, name, *text.to_raw(first, after), _sure(label, row))


def _sure(label: SpanLabel, row: LabelledRow) -> float:
    own = (label.confidence, (row.confidences or {}).get(label.attribute), row.confidence, 1.0)
    return next(confidence for confidence in own if confidence is not None)


def _offsets(label: SpanLabel, text: str) -> tuple[int, int]:
    """Take a label's own half-open characters, or find its wording in the raw field."""
    attribute, start, end = label.attribute, label.start, label.end
    if start is not None and end is not None:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span of {attribute}: {start}:{end} is outside of the field's {len(text)} characters")
        return start, end
    if not label.text:
        raise ValueError(f"span of {attribute}: give start and end, or text")
    place = -1
    nth = label.nth or 1
    for _ in range(nth):
        place = text.find(label.text, place + 1)
        if place < 0:
            raise ValueError(f"span of {attribute}: {label.text!r} does not occur in the field (nth {nth})")
    return place, place + len(label.text)


def _values(key: str, given: list[str], category: Category) -> tuple[str, ...]:
    """Find the ids of a choice's values by id or any wording."""
    attribute = category.attributes.get(key)
    if attribute is None or not attribute.is_choice:
        raise ValueError(f"choice of {key!r}: the category has no such choice")
    found = [v if v in attribute.values else attribute.value_by_wording.get(fold(v)) for v in given]
    for wording, value in zip(given, found, strict=True):
        if value is None:
            raise ValueError(f"choice of {key}: {wording!r} is no value of it")
    if not attribute.has_many and len(found) > 1:
        raise ValueError(f"choice of {key}: one value at most, got {given}")
    return tuple(v for v in found if v)
