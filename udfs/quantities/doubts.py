"""What makes a quantity doubtful though it was read, and what a reader of its number alone would miss."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from udfs.quantities.registry import same_kind
from udfs.quantities.terms import Term
from udfs.text.chinese import simplified

# A bare number tied to a quantity: 50+10 L, 500/750 ml, 26-5 L, and 26 800 mAh, 2 500 ml.
_TIED = re.compile(r"\d\s*[+&/~-]\s*(?=\d)|(?<![\d.,])[1-9]\d{0,2} (?=(?!000)\d{3}(?!\d))")
_DIGIT_BEHIND = re.compile(r"(?:\d|[一二三四五六七八九])(?![\w.])")  # 二两五
_PLUS_BEFORE = re.compile(r"\+\s*\Z")
_NEXT_TO = re.compile(r"\s?(?:装|入)?\s?")
_IN_PIECES = ("ml", "g")

_MOST = re.compile(r"(?i)(?:不超过|低于|小于|少于|最多|至多|[≤<]|\b(?:up to|under|below|less than|at most))[\s:]*\Z")
_LEAST = re.compile(
    r"(?i)(?:不低于|不少于|不小于|大于|高于|(?<!不)超过|至少|[≥>]|\b(?:over|above|more than|at least))[\s:]*\Z"
)
_OR_LESS = re.compile(r"(?i)\s?(?:及?以[下内]|or (?:less|under)\b)")
_OR_MORE = re.compile(r"(?i)\s?(?:及?以上|起(?![\w])|\+(?!\s*\d)|or (?:more|above)\b)")
_BOUNDS = {"upper bound": (_MOST, _OR_LESS), "lower bound": (_LEAST, _OR_MORE)}
_TAIWANESE = {"斤": "斤 read as 500 g, Taiwan's is 600 g", "两": "兩 read as 50 g, Taiwan's is 37.5 g"}


def doubt(text: str, terms: Sequence[Term], claims: Sequence[Term], unit: str) -> str | None:
    """What was got instead of one quantity in ``unit``, in words; None where ``claims``, read in it, can be trusted.

    ``terms`` are all numbers of the normalized text with their units.
    """
    if {match.end() for match in _TIED.finditer(text)} & {claim.start for claim in claims}:
        return "several numbers"
    if any(_DIGIT_BEHIND.match(text, claim.end) for claim in claims):
        return "a number with a digit behind its unit"
    if any(_PLUS_BEFORE.search(text[: claim.start]) for claim in claims[1:]):
        return "a sum"
    if any(same_kind(unit, example) for example in _IN_PIECES) and any(_in_pieces(text, terms, claims)):
        return "a quantity beside a number of pieces"
    if same_kind(unit, "count") and any(claim.number % 1 or claim.top % 1 for claim in claims):
        return "a number that is not whole"
    return None


def _in_pieces(text: str, terms: Sequence[Term], claims: Sequence[Term]) -> Iterator[bool]:
    """500ml两瓶 and 2瓶500ml: is it the content of one, or of both?"""
    for piece in terms:
        if piece.unit and same_kind(piece.unit, "count") and piece.number > 1:
            for claim in claims:
                first, second = sorted((piece, claim), key=lambda term: term.start)
                yield first.end <= second.start and _NEXT_TO.fullmatch(text, first.end, second.start) is not None


def notes(raw: str, text: str, claim: Term) -> tuple[str, ...]:
    """Remarks on a claim of the normalized ``text`` that ``raw`` becomes: bounds, and weights that depend on where."""
    found = [
        name
        for name, (before, behind) in _BOUNDS.items()
        if before.search(text[: claim.start]) or behind.match(text, claim.end)
    ]
    if (note := _TAIWANESE.get(claim.spelling or "")) and _is_traditional(raw):
        found.append(note)
    return tuple(found)


def _is_traditional(raw: str) -> bool:
    plain = unicodedata.normalize("NFKC", raw)
    return simplified(plain) != plain
