"""What a text says beside its quantity: only what changes no number may stand there.

Numbers and the words that bear on numbers (per, free, equivalent, 送, 每 …) are a closed class. Each has to be
understood; all other words name things and leave the number as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from udfs.quantities.comparisons import is_difference
from udfs.quantities.packs import is_count
from udfs.quantities.registry import convert, same_kind
from udfs.quantities.terms import PRICE, Term

# A gift or a discount: how much there is depends on what one thinks is bought.
_OFFER = re.compile(
    r"(?i)\bfree\s+(?:gift|extra|with|of charge)|\b(?:\d+|one|two|three)\s+free\b|\bbogo\b|\bgratis\b"
    r"|\b(?:buy|get)\s+(?:\d|one\b|two\b|three\b|any\b)|\bsave\s+(?:\d|up\b|[$€£¥])"
    r"|\d\s?%\s*(?:off|discount|rabatt)\b"
    r"|[买满]\s?[\d一二两三四五六七八九十]|[送赠](?!货|礼|人|长辈|父|妈|男|女|朋)|加量|立减"
    r"|半价|拍\s?[\d一二两三四五]发|多\s?\d+\s?%"
)
_GIVEN_BEHIND = re.compile(r"(?i)\s*(?:free|extra|bonus|more)\b(?!\s*than)")
_GIVEN_BEFORE = re.compile(r"(?i)(?:\A|[+,&(])\s*(?:free|extra|bonus|additional|plus)\s*\Z")
_MORE = re.compile(r"(?i)\b(?:\d+(?:\.\d+)?\s?%)\s*(?:more|extra|free|off|less|larger|bigger|longer|faster|thinner)\b")
_NEGATED = re.compile(
    r"(?i)(?:\b(?P<word>(?:not|never|no|cannot|without|excluding|excl\.?)\b|\w+n['’]t\b)"
    r"(?!\s+(?:less|more|exceed|under|over))(?:\s+[a-z]+){0,3}"
    r"|(?P<han>\bminus|不是|不足|不支持|不适用|不能|不可|不要|不用|不带|不包|无法|禁止|非|没有|不含|除))\s*\Z"
)
_SLACK_BEFORE = re.compile(r"(?i)(?:±|tolerance:?|误差:?|公差:?)\s*\Z")
_SLACK_BEHIND = re.compile(r"(?i)\s?(?:的?误差|的?偏差|(?:measure(?:ment|ing) )?(?:error|deviation|tolerance)\b)")
_MULTIPLE = re.compile(r"(?i)\s?(?:倍|times\b|-?fold\b|x\s+(?:faster|more|larger|longer|zoom))")
# A bare number tied to a quantity: 50+10 L, 500/750 ml, 26-5 L, and 26 800 mAh, 2 500 ml.
_TIED_BEFORE = re.compile(r"\d\s*[+&/~×-]\s*\Z|(?<![\w.,-])[1-9]\d{0,2} \Z|\+\s*\Z")
_TIMES_BEFORE = re.compile(r"\S\s?×\s?\Z")
_TIED_BEHIND = re.compile(r"\d|[一二三四五六七八九](?![\w.])|\s?×")

# Numbers that say nothing of the quantity: years, grades of steel, standards.
_HARMLESS_BEHIND = re.compile(
    r"(?i)\s?(?:年(?!份?保)|in[ -]?1\b|不锈钢|不銹鋼|stainless|款|代|版|way\b|weg\b|步|级|级别"
    r"|-(?!in\b)[a-z]{3,}|g\b(?= ?network))"
)
_HARMLESS_BEFORE = re.compile(
    r"(?i)(?:bluetooth|蓝牙|usb|hdmi|wi-?fi|version|ver|v|android|ios|iphone|sus|型号|model"
    r"|type|spf|gen|since|est\.?|ean|upc|\d in)[\s.:v-]*\Z"
)
_IN_A_WORD = re.compile(r"[零一二三四五六七八九十百千万两半]{1,2}(?![零一二三四五六七八九十百千万两半倍折成价])[一-鿿]")
_ALTERNATIVE = re.compile(r"\s?[/~-]\s?")
_YEAR = range(1950, 2100)


def leftover(text: str, terms: Sequence[Term], claims: Sequence[Term], unit: str) -> str | None:
    """What stands beside the claims that may change them, in words; None where nothing does.

    ``terms`` are all that the normalized text says in numbers, ``claims`` those of them that are read in ``unit``.
    """
    if offer := _OFFER.search(text) or _MORE.search(text):
        return f"an offer, {offer.group().strip()!r}"
    for claim in claims:
        if fault := _beside(text, claim, terms):
            return fault
    for term in terms:
        if fault := _other_number(text, term, terms, claims, unit):
            return fault
    return None


def _beside(text: str, claim: Term, terms: Sequence[Term]) -> str | None:
    before = text[max(0, claim.start - 24) : claim.start]
    if negation := _NEGATED.search(before):
        return f"a negation, {negation['word'] or negation['han']!r}"
    if claim.tolerance is None and (_SLACK_BEFORE.search(before) or _SLACK_BEHIND.match(text, claim.end)):
        return "a tolerance"
    if _GIVEN_BEHIND.match(text, claim.end) or _GIVEN_BEFORE.search(before):
        return "an offer"
    if is_difference(text, claim):
        return "a comparison"
    if _MULTIPLE.match(text, claim.end):
        return "a multiple"
    if (_TIED_BEFORE.search(before) and claim.pieces is None) or (
        _TIMES_BEFORE.search(before) and not is_count(claim.unit)
    ):
        return "several numbers"
    behind = _TIED_BEHIND.match(text, claim.end)
    if behind and not any(term.start == claim.end and (term.unit or _is_harmless(text, term)) for term in terms):
        return "a number with a digit behind its unit" if behind.group()[0].isalnum() else "several numbers"
    return None


def _other_number(text: str, term: Term, terms: Sequence[Term], claims: Sequence[Term], unit: str) -> str | None:
    """Why a number that is no claim makes them doubtful; None where it says something else."""
    if any(claim.start <= term.start and term.end <= claim.end for claim in claims):
        return None
    if term.unit == PRICE and any(0 <= claim.start - term.end <= 3 for claim in claims):
        return "a price for each"
    if term.unit is None:
        return (
            None
            if _is_harmless(text, term) or _of_another(text, term, terms, unit)
            else f"the number {text[term.start : term.end]!r} beside it"
        )
    if is_count(term.unit) and any(same_kind(unit, kind) for kind in ("ml", "g")):
        pieces = convert(term.number, term.unit, "count")
        return None if pieces in (1, *(claim.pieces for claim in claims)) else "a quantity beside a number of pieces"
    return None


def _of_another(text: str, term: Term, terms: Sequence[Term], unit: str) -> bool:
    """Whether a bare number belongs to a quantity of another kind: the 50 of 50/60 Hz."""
    following = next((other for other in terms if other.start >= term.end), None)
    if following is None or following.unit is None or same_kind(following.unit, unit):
        return False
    return _ALTERNATIVE.fullmatch(text, term.end, following.start) is not None


def _is_harmless(text: str, term: Term) -> bool:
    """A year, the number of a standard, or a numeral that belongs to a word: 三洋, 四季."""
    if _IN_A_WORD.match(text, term.start):
        return True
    if _HARMLESS_BEHIND.match(text, term.end) or _HARMLESS_BEFORE.search(text[max(0, term.start - 12) : term.start]):
        return True
    return term.number in _YEAR and term.end - term.start == 4
