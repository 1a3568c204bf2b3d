"""Attributes whose values tell the truth only together: a shirt of cotton and polyester is no cotton shirt.

Of such an attribute all values are said or none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from udfs.records import Fact, LostClaim
from udfs.schema.definitions import Attribute, Category
from udfs.text.keys import fold
from udfs.writing.planning.groups import group_of
from udfs.writing.planning.silences import LeftOut, Silence

_NO_VALUES: tuple[Silence, ...] = ("missing", "unmapped", "invalid", "disputed")
_POSSIBLE = 0.3  # confidence from which a value that lost may be one of the product's


def wholes_of(category: Category) -> frozenset[str]:
    """Ids of the category's attributes with several values that go together: materials, colours, sizes."""
    return frozenset(
        key
        for key, attribute in category.attributes.items()
        if attribute.has_many and group_of(category, key, attribute) in ("look", "measures")
    )


def partial(wholes: Collection[str], facts: Iterable[Fact], left: Iterable[LeftOut]) -> list[LeftOut]:
    """Those of the facts that go with others which are left out.

    What is no value, or denied, leaves the others as they are.
    """
    left = list(left)
    broken = {each.attribute: each for each in left if each.reason not in _NO_VALUES and each.attribute in wholes}
    gone = {(each.attribute, each.ordinal) for each in left}
    return [
        LeftOut(fact.attribute, fact.ordinal, "partial", f"value {broken[fact.attribute].ordinal + 1} is not said")
        for fact in facts
        if fact.attribute in broken and (fact.attribute, fact.ordinal) not in gone
    ]


def incomplete(category: Category, wholes: Collection[str], facts: Sequence[Fact], text: float) -> list[LeftOut]:
    """Those of a product's facts that may not be all there is: another value was nearly found, or a share names one.

    ``text``: how sure the text must be of another value to speak against what a seller states.
    """
    found: list[LeftOut] = []
    for key, own in groupby(facts, key=lambda fact: fact.attribute):
        stated = tuple(own)
        if key in wholes and (why := _more(category, key, stated, facts, text)):
            found += [LeftOut(key, fact.ordinal, "partial", why) for fact in stated]
    return found


def _more(category: Category, key: str, stated: Sequence[Fact], facts: Iterable[Fact], text: float) -> str | None:
    """What else the product may have of an attribute, in words for people; null where nothing is known."""
    attribute = category.attributes[key]
    known = {fold(fact.value or "") for fact in stated}
    least = _POSSIBLE if any(fact.origin == "model" for fact in stated) else text
    lost: Iterable[LostClaim] = (claim for fact in stated for claim in fact.lost)
    for claim in lost:
        if claim.value is not None and fold(claim.value) not in known and claim.raw_value and claim.confidence >= least:
            return f"it may be {claim.value!r} as well"
    ids = {fact.value_id for fact in stated}
    for fact in facts:
        part = _part(attribute, category.attributes[fact.attribute], fact)
        if part is not None and part not in ids:
            return f"{fact.attribute} tells of {attribute.values[part].name.first!r} as well"
    return None


def _part(attribute: Attribute, share: Attribute, fact: Fact) -> str | None:
    """The value of an attribute that another one is the share of; null where it is of none, or there is nothing."""
    if not share.of or not fact.number:
        return None
    return next(filter(None, (attribute.value_by_wording.get(fold(wording)) for wording in share.of)), None)
