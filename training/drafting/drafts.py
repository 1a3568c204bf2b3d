"""What a draft says of a catalog: categories, attributes, and the keys that say nothing of a product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from udfs.records import Axis, Kind


class Key(NamedTuple):
    """A key as a source's sellers of one site write it; ``site`` is null where it is not known."""

    source: str
    site: str | None
    key: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a person should look at. ``rows``: listings that it concerns; ``about``: the id or key.

    ``into``: where the question is whether it is the same as another, the id of that one.
    """

    about: str
    question: str
    rows: int
    into: str | None = None


@dataclass(frozen=True, slots=True)
class DraftCategory:
    """A category found in the catalog.

    ``id`` is ASCII, ``name`` its most frequent wording, ``aliases`` its others, of all languages: wordings of levels of
    sellers' paths among them. ``parent``: id of the broader one that its paths pass, or null.
    """

    id: str
    name: str
    language: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class DraftedCategories:
    """``of``: by product_id, the category of each listing; null for what belongs nowhere, and ``left_out`` says why.

    ``how``: what they were made of, in a word: paths, keys, titles.
    """

    categories: tuple[DraftCategory, ...]
    of: Mapping[str, str | None]
    left_out: Mapping[str, str] = field(default_factory=dict)
    how: str = "paths"
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftAttribute:
    """An attribute and the keys that state it.

    ``name`` is its most frequent key, ``language`` that of the name. ``many``: separators between the values of one
    statement, where a product has several; empty where it has one. ``unit``, ``range`` (of a quantity, in the unit),
    ``axis``, ``pattern`` and ``checksum`` as in :class:`udfs.schema.definitions.Attribute`; null where the kind has
    none. ``why``: the evidence for the kind, for people.
    """

    id: str
    name: str
    language: str
    keys: tuple[Key, ...]
    kind: Kind
    unit: str | None = None
    range: tuple[float, float] | None = None
    axis: Axis | None = None
    pattern: str | None = None
    checksum: str | None = None
    many: tuple[str, ...] = ()
    maker: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class DraftedKeys:
    """``junk``: keys that say nothing of the product, with the reason: stock, prices, shipping, help texts."""

    attributes: tuple[DraftAttribute, ...]
    junk: Mapping[Key, str]
    rows: Mapping[Key, int]
    marks: tuple[Mark, ...] = ()
