"""What a reader of a number alone would miss: bounds, and weights that depend on where."""

from __future__ import annotations

import re
import unicodedata

from udfs.quantities.terms import Term
from udfs.records import Bound
from udfs.text.chinese import simplified

_MOST = re.compile(
    r"(?i)(?:不超过|低于|小于|少于|最多|至多|最高可?达|高达|长达|可达|[≤<]"
    r"|\b(?:up ?to|under|below|less than|fewer than|at most|no more than|not more than|not exceeding"
    r"|maximum(?: of)?|max\.?|hasta|bis zu|jusqu'à))[\s:=]*\Z"
)
_LEAST = re.compile(
    r"(?i)(?:不低于|不少于|不小于|大于|高于|(?<!不)超过|至少|最少|最低|[≥>]"
    r"|\b(?:over|above|more than|at least|no less than|not less than|minimum(?: of)?|min\.?"
    r"|from|starting (?:at|from)|mindestens|ab))[\s:=]*\Z"
)
_OR_LESS = re.compile(r"(?i)\s?(?:及?以[下内]|(?:or|and|&) (?:less|under|below|fewer|lower)\b|max\b|maximum\b)")
_OR_MORE = re.compile(
    r"(?i)\s?(?:及?以上|起(?![\w])|\+(?!\s*\d)"
    r"|(?:or|and|&) (?:more|above|over|up|higher|longer|larger|greater)\b|plus\b(?!\s*\d)|min(?:imum)?\b)"
)
_TAIWANESE = {"斤": "斤 read as 500 g, Taiwan's is 600 g", "两": "兩 read as 50 g, Taiwan's is 37.5 g"}


def bound_of(text: str, claim: Term) -> Bound | None:
    """Whether the normalized text states the claim as a least or a greatest value; null where it does neither."""
    before = text[max(0, claim.start - 24) : claim.start]
    if _MOST.search(before) or _OR_LESS.match(text, claim.end):
        return "at most"
    if _LEAST.search(before) or _OR_MORE.match(text, claim.end) or "+" in text[claim.start : claim.end]:
        return "at least"
    return None


def remarks(raw: str, claim: Term) -> tuple[str, ...]:
    """What the text ``raw`` says of a claim and its number does not."""
    found = [f"tolerance ±{claim.tolerance}"] if claim.tolerance else []
    if (note := _TAIWANESE.get(claim.spelling or "")) and _is_traditional(raw):
        found.append(note)
    return tuple(found)


def _is_traditional(raw: str) -> bool:
    plain = unicodedata.normalize("NFKC", raw)
    return simplified(plain) != plain
