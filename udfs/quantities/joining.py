"""Neighbouring terms joined into what they say together: clock times, sums, ranges and tolerances."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from udfs.quantities.registry import convert, same_kind
from udfs.quantities.terms import PRICE, Term

Join = Callable[[str, Term, Term], Term | None]
"""A normalized text and two neighbours in it, to the one term that they make; None where they stay two."""

_TO = re.compile(r"(?i)\s*(?:-|~|to|à|至|到|…|\.{2,3}|through|thru|until|bis|hasta|sampai)\s*")
_AND = re.compile(r"(?i)\s*(?:and|和|与|und|y|et|to|-|~)\s*")
_BETWEEN = re.compile(r"(?i)(?:\bbetween|介于|在|entre|zwischen)\s*\Z")
_TOLERANCE = re.compile(
    r"(?i)[\s,;:(]*(?:±|[^\d()]{0,10}?(?:tolerance|error|误差|公差|偏差|deviation)[^\d()]{0,12}?±?"
    r"|(?:please )?allow(?: for| an?)?)\s*"
)
_TOLERATED = re.compile(
    r"(?i)\s?(?:的?误差|的?偏差|(?:measure(?:ment|ing) )?(?:error|deviation|tolerance|difference)\b)"
)
_JOINT = re.compile(r"(?i)(?:\s*(?:and|,|-|又|零|加)\s*|\s*)")
# What is smaller than an hour or a foot need not be said: 1h30, 6'1.
_SMALLER = {"hour": 60, "foot": 12}
_QUOTES = ('"', "'")
_SHORT_MINUTES = {"m", "M", "min"}


def joined(text: str, terms: list[Term]) -> list[Term]:
    """The terms of a normalized text after all joins."""
    for join in (_clock, _sum, _range, _tolerance):
        terms = _merge(text, terms, join)
    return terms


def _merge(text: str, terms: list[Term], join: Join) -> list[Term]:
    """Neighbours joined from left to right wherever ``join`` makes one of two."""
    merged: list[Term] = []
    for term in terms:
        made = join(text, merged[-1], term) if merged else None
        if made:
            merged[-1] = made
        else:
            merged.append(term)
    return merged


def _clock(text: str, large: Term, small: Term) -> Term | None:
    """1:30 h is one and a half hours, 2:30 min two and a half minutes."""
    whole = large.unit is None and large.number % 1 == 0 and 0 <= small.number < 60
    if text[large.end : small.start] != ":" or not whole or small.unit not in ("hour", "minute"):
        return None
    return replace(small, number=large.number + small.number / 60, start=large.start)


def _sum(text: str, large: Term, small: Term) -> Term | None:
    """4 lb 14 oz, 1小时30分, 1h 30m, 6'1: a whole number of a unit, then less than one of it in a unit that divides it.

    Not 1 kg 2.2 lb, which says one thing twice.
    """
    between = text[large.end : small.start]
    if not _JOINT.fullmatch(between) or large.unit is None or large.unit == PRICE:
        return None
    if not (large.upper is small.upper is None and large.number % 1 == 0) or large.thousands:
        return None
    ratio = _ratio(text, large, small)
    if ratio is None or ratio <= 1 or ratio % 1 or not 0 <= small.number < ratio:
        return None
    return replace(large, number=large.number + small.number / ratio, end=small.end)


def _ratio(text: str, large: Term, small: Term) -> float | None:
    """How many of the small unit make one of the large; None where they are no two parts of one quantity."""
    is_next = not text[large.end : small.start].strip(" -")
    if small.unit is None:
        in_digits = text[small.start : small.end].isascii() and text[small.start].isdigit()
        ends = not re.match(r"\s?\w", text[small.end : small.end + 2])
        return _SMALLER.get(large.unit or "") if is_next and in_digits and ends else None
    if large.unit == "hour" and small.spelling in _SHORT_MINUTES:
        return 60 if is_next else None
    return convert(1, large.unit or "", small.unit) if same_kind(large.unit or "", small.unit) else None


def _range(text: str, low: Term, high: Term) -> Term | None:
    """40-45L, 40L-45L, 500 g to 1 kg, between 3 and 6 h: the numbers rise, and a unit on the right serves both."""
    if not _spans(text, low, high) or low.upper is not None or high.upper is not None:
        return None
    if low.spelling in _QUOTES and high.unit is None and not text[high.end : high.end + 2].strip():
        high = replace(high, unit=low.unit, spelling=low.spelling)  # 30" - 35
    if low.unit != high.unit and low.unit is not None:
        if high.unit is None or not same_kind(low.unit, high.unit):
            return None
        low = replace(low, number=convert(low.number, low.unit, high.unit))
    if low.number >= high.number:
        return None
    thousands = high.thousands or low.thousands
    return replace(high, number=low.number, upper=high.number, start=low.start, thousands=thousands)


def _spans(text: str, low: Term, high: Term) -> bool:
    between = text[low.end : high.start]
    if _TO.fullmatch(between):
        return True
    before = text[max(0, low.start - 10) : low.start]
    return _AND.fullmatch(between) is not None and _BETWEEN.search(before) is not None


def _tolerance(text: str, value: Term, slack: Term) -> Term | None:
    """10 ± 0.5 cm, 10cm±0.5cm, 10 cm (±5%), 误差1-3cm: the number stays, the slack is told."""
    named = _TOLERANCE.fullmatch(text, value.end, slack.start) or _TOLERATED.match(text, slack.end)
    unit, spelling = (value.unit, value.spelling) if value.unit else (slack.unit, slack.spelling)
    if not named or slack.number < 0 or unit is None:
        return None
    if not (slack.unit is None or slack.unit == "percent" or same_kind(slack.unit, unit)):
        return None
    return replace(value, unit=unit, spelling=spelling, end=slack.end, tolerance=text[slack.start : slack.end])
