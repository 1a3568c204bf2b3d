"""Whether claims that lost say otherwise than the one that stands, beyond spelling and rounding."""

from __future__ import annotations

import re
from collections.abc import Iterable

from udfs.records import Fact, LostClaim
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold

_SAME = 0.02  # of the larger number: 30 oz and 887 ml are one volume, 15.6 and 16 inch are two sizes
_NUMBER = re.compile(r"(?<![\^\w.])\d+(?:\.\d+)?")  # not the 2 of g/m^2
_STATED = (
    "no match",
    "variants",
    "several names",
)  # rules of a seller's words that say something else, nobody knows what


def disputing(attribute: Attribute, fact: Fact, lost: Iterable[LostClaim], *, text: float, guess: float) -> str | None:
    """What a losing claim says against a fact, in words for people; null where none does.

    Heard are what sellers and people state, statements of the text that are ``text`` sure, and choices of the whole
    listing that are ``guess`` sure. Of an attribute with several values only a denial speaks against one of them.
    """
    for claim in lost:
        if _denies(attribute, fact, claim):
            return f"the listing denies it: {claim.raw_value!r}"
        if attribute.has_many or not _is_heard(claim, text, guess):
            continue
        if claim.value is not None and not same_meaning(attribute, fact, claim.value):
            return f"{claim.origin} says {claim.value!r} as well"
        if claim.value is None and _is_unknown(fact, claim):
            return f"{claim.origin} states {claim.raw_value!r}, and nobody knows what that means"
    return None


def same_meaning(attribute: Attribute, fact: Fact, value: str) -> bool:
    """Whether another canonical value of the attribute means what the fact says.

    Names may be shorter or longer (``BULL/公牛`` and ``公牛``), numbers off by rounding, one of a range within it.
    """
    mine, other = fold(fact.value or ""), fold(value)
    if mine == other:
        return True
    if fact.number is not None or attribute.kind in ("quantity", "dimensions"):
        return _same_numbers(fact, value)
    if attribute.kind == "span" and fact.value_id is None:
        return min(len(mine), len(other)) > 1 and (mine in other or other in mine)
    return fact.value_id is not None and attribute.value_by_wording.get(other) == fact.value_id


def _same_numbers(fact: Fact, value: str) -> bool:
    other = sorted(map(float, _NUMBER.findall(value)))
    if fact.number is not None and (fact.number_max is not None or fact.bound):
        low = 0.0 if fact.bound == "at most" else fact.number
        high = fact.number if fact.bound == "at most" else fact.number_max
        return bool(other) and all(_within(number, low, high) for number in other)
    mine = sorted(part.number for part in fact.parts) if fact.number is None else [fact.number]
    return len(mine) == len(other) and all(map(_close, mine, other))


def _within(number: float, low: float, high: float | None) -> bool:
    return low * (1 - _SAME) <= number and (high is None or number <= high * (1 + _SAME))


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * max(abs(one), abs(other))


def _is_heard(claim: LostClaim, text: float, guess: float) -> bool:
    if claim.origin != "model":
        return True
    return claim.confidence >= (guess if claim.raw_value is None else text)


def _denies(attribute: Attribute, fact: Fact, claim: LostClaim) -> bool:
    """Whether a losing claim found the very value under a negation."""
    if claim.rule != "negated" or claim.raw_value is None or fact.value_id is None:
        return False
    return attribute.value_by_wording.get(fold(claim.raw_value)) == fact.value_id


def _is_unknown(fact: Fact, claim: LostClaim) -> bool:
    """Whether a seller states what no rule knows, in place of what the model says."""
    return claim.origin == "seller" and fact.origin == "model" and bool(claim.raw_value) and claim.rule in _STATED
