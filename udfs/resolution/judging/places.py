"""What the place of a claim in the text says of it: cut out of a word or a bracket, or taken by another attribute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from udfs.quantities.registry import same_kind
from udfs.records import Claim, Outcome
from udfs.schema.definitions import Attribute, Category
from udfs.values.outcomes import aside_from

_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
_LATIN = "\u024f"


def whole(attribute: Attribute, claim: Claim, texts: Sequence[str]) -> Claim:
    """The claim of the model; invalid where a free text is no whole word, or lacks the end of a bracket.

    ``LS`` of ``LS4-TOTE`` is no maker, and ``Large (4-6X`` no size. ``texts``: title and description, as are there.
    """
    free = claim.outcome.status == "standard" and claim.outcome.value_id is None and not attribute.traits.numeric
    if claim.origin != "model" or claim.field is None or claim.raw is None or not free or not texts:
        return claim
    text = texts[0] if claim.field == "title" else texts[-1]
    start, end = claim.start or 0, claim.end or 0
    if any(_joins(text, place, code=attribute.maker) for place in (start, end)) or _is_open(claim.raw):
        return claim._replace(outcome=_cut(claim.raw, text[max(0, start - 12) : end + 12]))
    return claim


def of_one_attribute(category: Category, claims: Sequence[Claim]) -> list[Claim]:
    """The claims; of several numbers that the model read at one place for attributes of one kind only the surest.

    "10 ounces" is an item's weight or a shipping weight.
    """
    places: defaultdict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.origin == "model" and claim.field is not None and claim.outcome.status == "standard":
            places[claim.field, claim.start, claim.end].append(claim)
    lost: dict[int, Claim] = {}
    for own in places.values():
        for claim in own:
            rival = max(own, key=lambda each: each.confidence)
            if rival.attribute != claim.attribute and _is_alike(category, rival, claim):
                name = category.attributes[rival.attribute].name.first
                lost[id(claim)] = claim._replace(outcome=aside_from(claim.raw or "", name))
    return [lost.get(id(claim), claim) for claim in claims]


def _is_alike(category: Category, one: Claim, other: Claim) -> bool:
    """Whether one number could be of both attributes; a size says all of its axes at one place."""
    first, second = (category.attributes[claim.attribute] for claim in (one, other))
    plain = all(each.kind == "quantity" and each.axis is None for each in (first, second))
    return plain and first.unit is not None and second.unit is not None and same_kind(first.unit, second.unit)


def _joins(text: str, place: int, *, code: bool) -> bool:
    """Whether a place lies between two letters of one Latin word, or two digits; with ``code`` also between both.

    2GB of 4x2GB is whole, and LS of LS4 no maker.
    """
    around = text[max(0, place - 1) : place + 1]
    if len(around) < 2 or place < 1 or any(not each.isalnum() or each > _LATIN for each in around):
        return False
    return code or around[0].isdigit() == around[1].isdigit()


def _is_open(raw: str) -> bool:
    return any(raw.count(opening) > raw.count(closing) for opening, closing in _BRACKETS.items())


def _cut(raw: str, around: str) -> Outcome:
    return Outcome("invalid", "damaged", detail=f"{raw!r} is cut out of {around.strip()!r}")
