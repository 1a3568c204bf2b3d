"""What flows through the product, from a listing to its attribute rows.

All offsets are half-open characters of the raw field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["span", "identifier", "quantity", "choice", "choices"]
Origin = Literal["person", "seller", "model"]
Field = Literal["title", "description"]
FIELDS: tuple[Field, ...] = ("title", "description")

# What became of one raw value.
#   standard  a rule made a canonical value of it
#   unmapped  a value of a closed list was expected and no rule knows this one
#   invalid   it breaks the attribute's rule: no number, wrong unit, out of range, bad pattern or check digit
Outcome = Literal["standard", "unmapped", "invalid"]
# `missing`: the schema requires the attribute and nothing usable was found; such a row has no value.
Status = Literal["standard", "unmapped", "invalid", "missing"]


@dataclass(frozen=True, slots=True)
class Listing:
    """One product as its seller wrote it. ``category`` is a schema id, or null when the source gives none.

    ``site`` is the web shop it comes from, as :func:`udfs.text.sites.site_of` writes it; null when it is not known.
    """

    product_id: str
    title: str | None = None
    description: str | None = None
    category: str | None = None
    seller_attributes: Mapping[str, str] = field(default_factory=dict)
    site: str | None = None

    def text_of(self, name: Field) -> str:
        """The raw text of a field; "" where it is null."""
        return (self.title if name == "title" else self.description) or ""


class Span(NamedTuple):
    """A statement of an attribute found in a text. ``text`` is the raw field's ``start:end``; confidence in 0..1.

    Of an attribute with one value, the place stands for all mentions of that wording, and the confidence is theirs
    together. Of an attribute with several values, each span stands for itself.
    """

    attribute: str
    field: Field
    start: int
    end: int
    text: str
    confidence: float


class Choice(NamedTuple):
    """A value of a closed list that the whole listing suggests; it has no place in the text."""

    attribute: str
    value: str
    confidence: float


class Scored(NamedTuple):
    """An id (of a category, tag or value) with its score in 0..1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything the model says about one text, before thresholds.

    ``spans`` of an attribute with one value are alternatives: at most one holds, and their confidences add up to at
    most 1. Those of an attribute with several values are independent of each other.
    ``category`` is null when the model holds the listing for none of the schema's categories; then there are no spans
    and choices. ``categories`` are the best three with their probabilities. ``tokens`` counts the text's subword
    pieces, ``windows`` the encoder windows it was read in: more than one for long text.
    """

    category: str | None
    category_confidence: float
    categories: tuple[Scored, ...] = ()
    spans: tuple[Span, ...] = ()
    choices: tuple[Choice, ...] = ()
    tags: tuple[Scored, ...] = ()
    tokens: int = 0
    windows: int = 0


@dataclass(frozen=True, slots=True)
class Standard:
    """What the rules make of one raw value of one attribute.

    ``value`` is the canonical English label, the tidy text, or number and unit ("20000 mAh"); null unless the status is
    ``standard``. ``value_id`` names an allowed or known value, ``value_zh`` its Chinese label. ``number`` is in
    ``unit``, the attribute's unit. ``rule`` says what decided; ``detail`` says why a value is invalid or which value
    was nearest.
    """

    status: Outcome
    rule: str
    value: str | None = None
    value_zh: str | None = None
    value_id: str | None = None
    number: float | None = None
    unit: str | None = None
    detail: str | None = None

    @property
    def key(self) -> str:
        """Equal for two raw values exactly when they mean the same."""
        return self.value_id or self.value or ""


class Wording(NamedTuple):
    """A raw value that is stated of an attribute."""

    attribute: str
    raw: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One claim about an attribute of a product: who makes it, where, and what it means in standard terms.

    ``raw`` is null for choices that the model made from the whole listing; ``field``, ``start`` and ``end`` are null
    for those and for seller values. Confidence is the model's, and 1.0 for what a seller or a person states.
    """

    attribute: str
    origin: Origin
    raw: str | None
    confidence: float
    standard: Standard
    field: Field | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A claim that lost, and why."""

    origin: Origin
    raw: str | None
    value: str | None
    confidence: float
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One value of one product with its whole audit chain; ``ordinal`` counts a product's values of the attribute from
    0.

    Null meanings as in :class:`Standard` and :class:`Candidate`; a ``missing`` row has neither value nor origin.
    """

    attribute: str
    ordinal: int
    status: Status
    value: str | None = None
    value_zh: str | None = None
    value_id: str | None = None
    number: float | None = None
    unit: str | None = None
    raw: str | None = None
    field: Field | None = None
    start: int | None = None
    end: int | None = None
    origin: Origin | None = None
    rule: str | None = None
    confidence: float | None = None
    detail: str | None = None
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A product in standard terms: its attribute rows, and what one line of table products says of them.

    ``attributes``: attribute id to canonical value, several joined by "; ". ``numbers``: attribute id of a quantity to
    its number, in the attribute's unit. ``missing``: required attributes of which nothing usable was found. ``tags``:
    best first. ``unknown_attributes``: what the seller says of attributes that the category does not have; null without
    any.
    """

    rows: tuple[AttributeRow, ...]
    attributes: Mapping[str, str]
    numbers: Mapping[str, float]
    missing: tuple[str, ...]
    tags: tuple[Scored, ...]
    unknown_attributes: Mapping[str, str] | None
