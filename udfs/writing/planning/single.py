"""Weights of one piece: of one earbud, one shoe, one of five cakes. They are not the product's."""

from __future__ import annotations

import re

from udfs.quantities.registry import same_kind
from udfs.records import Fact, Listing
from udfs.schema.definitions import Attribute

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_ONE = re.compile(
    r"(?i)单[耳只个颗片枚边块]|每[只个颗片枚块]"
    r"|\b(?:per|each|single)\b(?! (?:day|time|night|use|charge))|\b(?:a|one) piece\b"
)
_TIMES = re.compile(r"\s*[^\W\d_]{0,3}\s*[×xX*✕]\s*\d+(?!\s*[.\d]*\s*(?:mm|cm|m|inch|in)\b)")
_NEAR = 8  # characters before and behind


def of_one_piece(attribute: Attribute, fact: Fact, listing: Listing) -> str | None:
    """The words that say that a weight is that of one of several pieces; null where nothing says so."""
    if attribute.unit is None or attribute.kind != "quantity" or attribute.pack is not None:
        return None
    if fact.raw_value is None or not same_kind(attribute.unit, "g"):
        return None
    number = _NUMBER.search(fact.raw_value)
    if number is None:
        return None
    for text in (fact.raw_value, *(text for text in (listing.title, listing.description) if text)):
        for found in re.finditer(rf"(?<![\d.]){re.escape(number.group())}(?![\d.])", text):
            near = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
            if told := _ONE.search(near) or _TIMES.match(text, found.end()):
                return told.group().strip()
    return None
