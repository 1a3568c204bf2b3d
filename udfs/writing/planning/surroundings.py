"""What stands around a number: it is of one piece, a limit, or one end of a range, and not what the product has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from udfs.quantities.registry import same_kind
from udfs.records import Fact, Listing
from udfs.schema.definitions import Attribute

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_ONE = re.compile(
    r"(?i)单[耳只个颗片枚边块]|每[只个颗片枚块]|/\s?(?:[只个片颗枚块]|pcs?\b|piece)"
    r"|\b(?:per|each|single)\b(?! (?:day|time|night|use|charge))|\b(?:a|one) piece\b"
)
_TIMES = re.compile(r"\s*[^\W\d_]{0,3}\s*[×xX*✕]\s*\d+(?!\s*[.\d]*\s*(?:mm|cm|m|inch|in)\b)")
_LIMIT_BEFORE = re.compile(
    r"(?i)(?:\b(?:up to|max\.?|maximum|not over|under)|最大|最高|不超过|至多|上限)[^\d,，;；。]{0,8}\Z"
)
_LIMIT_BEHIND = re.compile(
    r"(?i)[^\W\d_]{0,3}\s?(?:and (?:higher|up|above|more)|or (?:more|less|below)|以上|以下|以内|封顶)"
)
_RANGE_BEFORE = re.compile(r"\d\s?[^\W\d_]{0,3}\s?(?:[-–—~～至到]|\bto\b)\s?\Z")
_RANGE_BEHIND = re.compile(r"\s?[^\W\d_]{0,3}\s?(?:[-–—~～至到]|to\b)\s?\d")
_NEAR = 8  # characters before and behind in which one piece is named
_REACH = 24  # characters before a number in which a limit is named


def of_one_piece(attribute: Attribute, fact: Fact, listing: Listing) -> str | None:
    """The words that say that a weight is that of one of several pieces; null where nothing says so."""
    if attribute.unit is None or attribute.kind != "quantity" or not same_kind(attribute.unit, "g"):
        return None
    for text, start, end in _mentions(fact, (fact.raw_value, listing.title, listing.description)):
        near = text[max(0, start - _NEAR) : end + _NEAR]
        if told := _ONE.search(near) or _TIMES.match(text, end):
            return told.group().strip()
    return None


def one_end(attribute: Attribute, fact: Fact, listing: Listing) -> str | None:
    """The words that make a number that the model found a limit, or one end of a range; null where there are none."""
    if attribute.kind != "quantity" or fact.field is None or fact.bound is not None or fact.number_max is not None:
        return None
    text, start, end = listing.text_of(fact.field) or "", fact.start_offset or 0, fact.end_offset or 0
    before, number = text[max(0, start - _REACH) : start], _NUMBER.search(text, start, end)
    behind = number.end() if number else end
    told = (
        _LIMIT_BEFORE.search(before) or _RANGE_BEFORE.search(before)
        or _LIMIT_BEHIND.match(text, behind) or _RANGE_BEHIND.match(text, behind)
    )  # fmt: skip
    return told.group().strip() if told else None


def is_bare(attribute: Attribute, fact: Fact) -> bool:
    """Whether a number without a unit is read as times: a draft knows no unit of what sellers state bare."""
    return attribute.unit == "x" and "no unit given" in (fact.detail or "")


def _mentions(fact: Fact, texts: tuple[str | None, ...]) -> Iterator[tuple[str, int, int]]:
    """The places at which texts have the number of a raw value."""
    number = _NUMBER.search(fact.raw_value or "")
    if number is None:
        return
    for text in filter(None, texts):
        for found in re.finditer(rf"(?<![\d.]){re.escape(number.group())}(?![\d.])", text):
            yield text, found.start(), found.end()
