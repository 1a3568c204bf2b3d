"""Which listings can be standardized, and why not the others: condition and wording of each reason.

Spark's workers, ``predict`` and ``dry-run`` call the same :func:`screen`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from udfs.maps.reading import Statement
from udfs.reasons import Reason
from udfs.records import Named
from udfs.schema.category_paths import wording_of
from udfs.schema.schema import Schema
from udfs.settings import UnknownCategory
from udfs.text.cleaning import clean, has_text
from udfs.text.mojibake import damage as mojibake
from udfs.text.mojibake import remark
from udfs.text.placeholders import is_placeholder, is_placeholder_text
from udfs.text.sites import site_of
from udfs.text.spreadsheets import damage

_REPLACEMENT = "\ufffd"  # what a decoder leaves where bytes made no character
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_NAME = 1_000  # characters of a category; a longer text is none, and is not looked up
_SHOWN = 100  # characters of a text that a detail shows
_MARKUP = 400  # characters that a placeholder and its mark-up may have

REPLACED = "the text holds U+FFFD; set the source's encoding"
_HALF_PAIR = "the text holds half of a surrogate pair; write the character as a whole, or in UTF-8"


class Screened(NamedTuple):
    """What is known of a listing before the model reads it.

    ``category``: schema id of the seller's wording; null without one, or where the schema knows none by it. ``named``:
    how the wording names it; null without a wording. ``wording``: what the review queue shows of a wording that is not
    the category itself; null of all others. ``site``: see :func:`udfs.text.sites.site_of`. ``reason``: null where the
    listing can be standardized. ``detail``: null where the reason says it all; of a listing that can be standardized,
    that its text was read in a wrong encoding. ``titled``: the category that a short title names outright, of a listing
    whose seller does not name it themselves; see :mod:`udfs.schema.titles`. ``seller_attributes``: what the
    seller states; null where nothing is stated. ``unread``: why a part of the seller's map says
    nothing; the listing is as good without it.
    """

    category: str | None
    site: str | None
    reason: Reason | None = None
    detail: str | None = None
    named: Named | None = None
    wording: str | None = None
    titled: str | None = None
    seller_attributes: tuple[Statement, ...] | None = None
    unread: str | None = None


def screen(
    schema: Schema,
    max_characters: int,
    *,
    product_id: str | None,
    title: str | None,
    description: str | None,
    category: str | None,
    seller_attributes: Iterable[tuple[str, str | None]],
    sites: Iterable[str | None],
    parses: bool = True,
    unknown_category: UnknownCategory = "model",
) -> Screened:
    """Screen one listing; of several things against it, the first checked is the reason.

    ``category`` is the seller's wording. Blank ids and categories come as null. The first of ``sites`` that stands for
    a site counts; without one a listing is as good as with one. ``max_characters`` bounds title and description
    together. ``unknown_category``: whether a wording that the schema does not know is a reason against the listing.
    """
    stated, named = _named_category(schema, category, title)
    site = next(filter(None, map(site_of, sites)), None)

    def rejected(reason: Reason, detail: str | None = None) -> Screened:
        return Screened(stated, site, reason, detail, named)

    if not parses:
        return rejected(Reason.UNDECODABLE, "the row does not parse; see raw")
    texts = (product_id, title, description, category, *chain.from_iterable(seller_attributes))
    if any(text and _REPLACEMENT in text for text in texts):
        return rejected(Reason.UNDECODABLE, REPLACED)
    if any(text and half_pair(text) for text in texts):
        return rejected(Reason.UNDECODABLE, _HALF_PAIR)
    if product_id is None:
        return rejected(Reason.NO_ID)
    if is_placeholder(product_id):
        return rejected(Reason.NO_ID, f"{product_id!r} is a placeholder, no id")
    if what := damage(product_id):
        return rejected(Reason.DAMAGED_ID, f"{product_id!r} is {what}; export the ids as text")
    length = len(title or "") + len(description or "")
    if length > max_characters:  # before all that reads the text
        return rejected(Reason.TOO_LARGE, f"{length} characters, allowed are {max_characters}")
    if not (has_text(title) or has_text(description)):
        return rejected(Reason.NO_TEXT)
    if all(is_placeholder_text(_shown(text)) for text in (title, description) if has_text(text)):
        shown = " and ".join(repr(text[:_SHOWN]) for text in (title, description) if text)
        return rejected(Reason.NO_TEXT, f"{shown}: no words that say what the product is")
    texts_by_name = (("title", title), ("description", description))
    for name, text in texts_by_name:
        if why := mojibake(text):
            return rejected(Reason.UNDECODABLE, f"{name}: {why}; set the source's encoding")
    doubtful = category[:_LONGEST_NAME] if category and named not in ("itself", None) else None
    wording = wording_of(doubtful, title) if doubtful else None
    if unknown_category == "reject" and wording and named == "unknown":
        return rejected(Reason.UNKNOWN_CATEGORY, no_category(wording))._replace(wording=wording)
    remarks = [f"{name}: {said}" for name, text in texts_by_name if (said := remark(text))]
    titled = None if named == "itself" else schema.titled_category(title)
    return Screened(stated, site, None, "; ".join(remarks) or None, named, wording, titled)


def no_category(wording: str) -> str:
    """What is said of a wording that no category of the schema has."""
    return f"the schema has no category {wording if len(wording) <= _SHOWN else f'{wording[:_SHOWN]}…'}"


def _named_category(schema: Schema, wording: str | None, title: str | None) -> tuple[str | None, Named | None]:
    """The category that a seller's wording names, and how; what is said to be nothing is no wording."""
    if not wording or is_placeholder(wording):
        return None, None
    found = schema.named_category(wording, title) if len(wording) <= _LONGEST_NAME else None
    if found is None:
        return None, "unknown"
    if found.named == "within" and schema.mentions_category(found.category, title):
        # A shoe brush is named by shoes as well: the model has to tell it from a shoe.
        return found.category, found.named if schema.titled_category(title) == found.category else "above"
    return found.category, found.named


def half_pair(text: str) -> bool:
    """Whether a text holds half of a surrogate pair, which JSON can say and no encoding can write."""
    return not text.isascii() and _SURROGATE.search(text) is not None


def whole(text: str) -> str:
    """A text that can be written: U+FFFD for half of a surrogate pair."""
    return _SURROGATE.sub(_REPLACEMENT, text) if half_pair(text) else text


def _shown(text: str | None) -> str:
    """A text as people see it. A long one says something whatever its mark-up is."""
    return clean(text).text if text and len(text) <= _MARKUP else text or ""
