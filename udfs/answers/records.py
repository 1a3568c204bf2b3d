"""What is known of one product, and what is made of it: conflicts and search terms, whose fields are table columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from udfs.records import Field, Origin

ConflictKind = Literal["seller and text", "two statements"]
TermKind = Literal["brand", "identifier", "value", "alias", "tag", "category", "keyword"]
_WITHIN = "null for values of a seller's map"


class Told(NamedTuple):
    """A value of an attribute with who says so, as in tables attributes and claims.

    ``stands``: it is a value of the product, and not a claim that lost. ``ordinal`` is null for claims, ``labels`` for
    claims and text.
    """

    stands: bool
    attribute: str
    ordinal: int | None
    value: str
    value_id: str | None
    unit: str | None
    raw_value: str | None
    field: Field | None
    start_offset: int | None
    end_offset: int | None
    origin: Origin
    rule: str
    confidence: float
    labels: Mapping[str, str] | None

    @property
    def key(self) -> str:
        """Equal for values that mean the same."""
        return self.value_id or self.value


class Tag(NamedTuple):
    """A tag of the product."""

    tag: str
    score: float


class Keyword(NamedTuple):
    """A keyword of the product; ``attribute``: the one whose value it is, or null."""

    keyword: str
    language: str
    attribute: str | None
    score: float


class Conflict(NamedTuple):
    """A value that stands and one that does not, of tellers who should agree."""

    attribute: Annotated[str, "Attribute id of the schema."]
    kind: Annotated[
        ConflictKind,
        "seller and text: the model found another value in the text. two statements: the seller states two.",
    ]
    value: Annotated[str, "The value that stands, as in table attributes."]
    raw_value: Annotated[str, "The text that states it, as written."]
    origin: Annotated[Origin, "Who says so: seller, person or model."]
    field: Annotated[Field | None, f"Field that holds the text: title or description; {_WITHIN}."]
    start_offset: Annotated[int | None, f"First character of the text in the raw field, from 0; {_WITHIN}."]
    end_offset: Annotated[int | None, f"One past its last character; {_WITHIN}."]
    other_value: Annotated[str, "The value that does not stand."]
    other_raw_value: Annotated[str, "The text that states the other value, as written."]
    other_origin: Annotated[Origin, "Who says so."]
    other_field: Annotated[Field | None, "Field that holds that text; null for values of a seller's map, or not kept."]
    other_start_offset: Annotated[
        int | None, "First character of that text in the raw field; null where other_field is."
    ]
    other_end_offset: Annotated[int | None, "One past its last character; null where other_field is."]
    other_confidence: Annotated[float, "0 to 1: the model's; 1 for what a seller states."]

    @property
    def key(self) -> tuple[str, str]:
        """One row of a product has it."""
        return self.attribute, self.other_value


class Term(NamedTuple):
    """What a product may be searched by."""

    term: Annotated[str, "What one types, in lower case."]
    language: Annotated[str | None, "Language of the term, such as en or zh; null for text, which is in none."]
    kind: Annotated[
        TermKind,
        "brand, identifier, value: of a fact. alias: how the listing words its value. tag, category: a name of it. "
        "keyword: of table keywords.",
    ]
    attribute: Annotated[str | None, "Attribute of the fact; null for tags, categories and most keywords."]
    score: Annotated[
        float,
        "0 to 1: confidence times how rare the value was in the category when the product was made, in halvings of "
        "its share, ten at most; half of it for an alias. Of a keyword its own score.",
    ]

    @property
    def key(self) -> tuple[str, str | None]:
        """One row of a product has it."""
        return self.term, self.language
