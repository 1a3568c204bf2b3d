"""What sellers state of an attribute with one value, and mean as a choice: 颜色分类: 黑色 白色 军绿色.

None of the values is the product's. So neither is one of them that the model picks out of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from udfs.records import Claim, Outcome
from udfs.schema.definitions import Attribute
from udfs.values.raw import Column

Read = Callable[[str, Column | None], Outcome]
"""What rules make of a text that is stated of the attribute, in a column or in none."""

RULE = "variants"
_LISTED = re.compile(r"(?i)[,，、/|;；\n]+|\s+or\s+|或")
_SPACED = re.compile(r"\s+")
_HAN_SPACED = re.compile(r"[一-鿿][)）]?\s+[一-鿿]")
_MOST = 40  # pieces that are read
_SAME = 0.03  # of the larger number: 500 g and 1.1 lb are one weight


def variants(definition: Attribute, claim: Claim, read: Read) -> Claim:
    """The claim; one of several values where its text lists those and rules made no one value of it."""
    open_one = claim.origin == "seller" and claim.outcome.status in ("unmapped", "invalid")
    if definition.has_many or not open_one or not (definition.is_choice or definition.traits.numeric):
        return claim
    several = _several(definition, claim.raw or "", read)
    return claim._replace(outcome=_offered(several)) if several else claim


def _several(definition: Attribute, raw: str, read: Read) -> list[Outcome]:
    """The different values that a text lists; none where it lists no two."""
    pieces = [piece.strip() for piece in _LISTED.split(raw) if piece.strip()]
    column = Column() if definition.traits.numeric else None
    if found := _different(pieces, read, column):
        return found
    # A space is a list's in Chinese and between numbers with their units; "blue grey" is one colour.
    spaced = _HAN_SPACED.search(raw) or definition.traits.numeric
    return _different(_SPACED.split(raw.strip()), read, None) if spaced else []


def _different(pieces: Sequence[str], read: Read, column: Column | None) -> list[Outcome]:
    if not 1 < len(pieces) <= _MOST:
        return []
    outcomes = (read(piece, column) for piece in pieces)
    found = {outcome.key: outcome for outcome in outcomes if outcome.status == "standard"}
    return list(found.values()) if len(found) > 1 else []


def contradicting(definition: Attribute, claims: Sequence[Claim]) -> list[Claim]:
    """Claims of one attribute; those that a description states with different values, equally clearly, are variants.

    A description that says two things of several models or parts says nothing of the one product.
    """
    placed = [claim for claim in claims if _is_placed(claim)]
    if definition.has_many or len(placed) < 2:
        return list(claims)
    closest = min(claim.closeness for claim in placed)
    rivals = [claim for claim in placed if claim.closeness == closest]
    if all(_same(one.outcome, other.outcome) for one, other in combinations(rivals[:_MOST], 2)):
        return list(claims)
    offered = _offered([claim.outcome for claim in rivals])
    return [claim._replace(outcome=offered) if _is_placed(claim) else claim for claim in claims]


def _is_placed(claim: Claim) -> bool:
    return claim.origin == "seller" and claim.field is not None and claim.outcome.status == "standard"


def _same(one: Outcome, other: Outcome) -> bool:
    if one.number is None or other.number is None or one.value_id or other.value_id:
        return one.key.casefold() == other.key.casefold()
    return abs(one.number - other.number) <= _SAME * max(abs(one.number), abs(other.number))


def _offered(several: Sequence[Outcome]) -> Outcome:
    values = ", ".join(dict.fromkeys(outcome.value or "" for outcome in several))
    return Outcome("invalid", RULE, detail=f"the seller offers several: {values}")
