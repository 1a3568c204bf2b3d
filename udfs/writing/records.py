"""What flows through writing: a product of which something may be said, a text with its facts marked, a verdict.

All offsets are half-open characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from udfs.records import Fact, Field, Listing

TextKind = Literal["description", "summary"]
"""``description``: made of facts by phrase rules or a model. ``summary``: clauses of the listing's own description."""

Lie = Literal[
    "number",  # a number that no fact and no word of the listing has
    "unit",  # a number that is theirs, in another unit
    "name",  # a brand, colour, material or other name that none of them states
    "subject",  # a value that is theirs, said of another thing or attribute
    "negation",  # denied where they say yes, or said where they deny
    "comparison",  # best, first, better than: nothing of them says so
    "addition",  # anything else that none of them states
]
"""How a text says what it may not."""


class Said(NamedTuple):
    """Characters of a text that come from one fact, named as in table attributes."""

    attribute: str
    ordinal: int
    start: int
    end: int


class Quoted(NamedTuple):
    """Characters of a text that are a listing's own: ``start:end`` of the text is ``at`` onwards of the raw field."""

    field: Field
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language, such as en or zh. ``said`` in reading order; a fact may be said in several places.

    ``quoted`` is empty for what phrase rules or a model made.
    """

    language: str
    text: str
    said: tuple[Said, ...] = ()
    quoted: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A product that texts are made of: its listing as sold, its category, and all its facts, sayable or not."""

    listing: Listing
    category: str | None
    facts: tuple[Fact, ...] = ()

    @property
    def product_id(self) -> str:
        """As its source names it."""
        return self.listing.product_id


class Untold(NamedTuple):
    """Why there is no text: a stable code, and a sentence for people."""

    reason: str
    detail: str


class Verdict(NamedTuple):
    """What the checker says of a text. ``lie`` and the place of the first lie are null where it is ``supported``."""

    supported: bool
    lie: Lie | None = None
    start: int | None = None
    end: int | None = None
