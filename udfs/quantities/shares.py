"""What a quantity is for one of: 5 g per serving, 500 ml each, 每盒10片, 5 g/100 g, €2.50/kg."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from udfs.quantities.registry import convert, read_unit, same_kind
from udfs.quantities.terms import PRICE, Term

_EACH_BEHIND = re.compile(
    r"(?i)\s*(?:(?:/|(?:[^\W\d]+\s+){0,2}?\b(?:per|pro|por|par)\s+|\b(?:je|in each|each|an?|every|setiap)\s+)"
    r"(?P<noun>[^\W\d_一-鿿]+|[一-鿿])(?!\s*[\d:])|(?P<each>\beach\b(?!\s*of)|一[个只件瓶包盒袋片罐条支颗粒根张套双块枚斤])"
    r"|(?P<often>daily|twice|once|weekly|a day)\b)"
)
_EACH_BEFORE = re.compile(
    r"(?i)(?:(?:\beach|\bper|\bpro|\bpor|\bevery)\s*(?P<noun>[a-z]+)?[\s:,]*(?:contains|holds|is|weighs)?\s*"
    r"|[每各](?P<han>[一-鿿])?\s*(?:约|装|有|含|重|净重|净含量|内装)?\s*[:：]?\s*)\Z"
)
_ITEM = frozenset(("piece", "item", "unit", "one", "pc", "each"))
_DIVIDED = re.compile(r"[^\W\d]\s?/\s?\Z")
_RATE = re.compile(r"(?i)\s?(?:/|\bper|\bpro)\s?")
_OF_THAT = re.compile(r"[^\d,，。;；()]{0,8}")


@dataclass(frozen=True, slots=True)
class Share:
    """What a quantity is for one of: ``noun`` as written, such as serving; ``pack`` where it is a piece or a pack."""

    noun: str
    pack: bool


def share_of(text: str, term: Term, terms: Sequence[Term]) -> Share | None:
    """What a term stands for one of: 5 g per serving, 每盒10片; None where it says nothing of the kind.

    ``terms`` are all of the text: "per pack" behind one of them is not in front of the next.
    """
    if behind := _EACH_BEHIND.match(text, term.end):
        noun = behind["noun"] or behind["often"] or "piece"
        return Share(noun, noun == "piece" or _is_pack(noun))
    reach = max((other.end for other in terms if other.end <= term.start), default=0)
    before = _EACH_BEFORE.search(text[max(reach, term.start - 24) : term.start])
    if before and not (reach and _EACH_BEHIND.match(text, reach)):
        noun = before["noun"] or before["han"]
        often = noun is None and before.group().lstrip().casefold().startswith(("every", "每"))  # every 6 hours
        return Share(noun or "piece", not often and (noun is None or _is_pack(noun)))
    return None


def _is_pack(noun: str) -> bool:
    unit = read_unit(noun.lower(), "count")
    return noun.lower() in _ITEM or (unit is not None and same_kind(unit, "count"))


def shared_by(text: str, term: Term, terms: Sequence[Term]) -> Share | None:
    """What a term is for one of: a serving, a day, or what a slash in front of it divides; None where for nothing."""
    if divided := _DIVIDED.search(text[max(0, term.start - 4) : term.start]):
        slash = term.start - len(divided.group()) + 1
        owner = next((other for other in terms if other.end == slash), None)
        if owner is None or owner.unit == PRICE:
            return Share("something in front of a slash", False)
    return share_of(text, term, terms)


def _is_rate(one: Term, other: Term) -> bool:
    """5 g/100 g, 6.5 l/100 km, but neither 500 ml/750 ml nor 30 ml / 1 fl oz, which says one thing twice."""
    if not (one.unit and other.unit) or other.number not in (1, 10, 100, 1000):
        return False
    if same_kind(one.unit, other.unit) and other.number != 100:
        return False
    if not same_kind(one.unit, other.unit):
        return any(same_kind(other.unit, unit) for unit in ("g", "ml", "m"))
    return abs(convert(one.number, one.unit, other.unit) - other.number) > 0.1 * other.number


def rated(text: str, terms: Sequence[Term]) -> list[Term]:
    """The terms that state a rate: 5 g/100 g, 每100克含糖5克, €2.50/500 g. None of them says how much there is."""
    found: list[Term] = []
    for one, other in pairwise(terms):
        between = text[one.end : other.start]
        if _RATE.fullmatch(between):
            found += [other] if one.unit == PRICE else [one, other] if _is_rate(one, other) else []
        elif one.unit and text[: one.start].endswith("每") and _OF_THAT.fullmatch(between):
            found += [one, other]
    return found
