"""What sellers offer of an attribute with one value: 颜色分类: 黑色 白色 军绿色, "available in red or green".

None of the values is the product's. So neither is one of them that the model picks out of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from udfs.records import Claim, Outcome
from udfs.resolution.judging.contradictions import SAME_NUMBER
from udfs.schema.definitions import Attribute
from udfs.values.raw import Column

Read = Callable[[str, Column | None], Outcome]
"""What rules make of a text that is stated of the attribute, in a column or in none."""

RULE = "variants"
_LISTED = re.compile(r"(?i)[,，、/|;；\n]+|\s+or\s+|或")
_SPACED = re.compile(r"\s+")
_HAN_SPACED = re.compile(r"[一-鿿][)）]?\s+[一-鿿]")
_MOST = 40  # pieces that are read
_REACH = 80  # characters beside a place, within its clause, in which alternatives are looked for
_CLAUSE = re.compile(r"[:：;；。!?！？|()（）\[\]\n]|\.(?=\s|\Z)")
_JOIN = re.compile(r"(?i)\s*[,，、/]\s*(?:or\s|或者?)?\s*|\s+(?:or|and)\s+|\s*(?:或者?|和|与|及)\s*")
_EITHER = re.compile(r"(?i)(?<![a-z])or(?![a-z])|或")
_OFFER = re.compile(
    r"(?i)(?<![a-z])(?:available in|choose (?:from|between)|choice of|select from|pick from)(?![a-z])"
    r"|(?<![尺大][寸码小])(?<!规格)(?<!容量)(?<!型号)\s?(?:可供?选择?|任意?选|供选|随机发)"
)
_EDGE_WORDS = 2  # of the first and the last of several values, beside which other words stand


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


def may_offer(text: str) -> bool:
    """Whether a text holds a word of a choice: a quick look before closer ones."""
    return bool(_EITHER.search(text) or _OFFER.search(text))


def alternative(definition: Attribute, claim: Claim, texts: Sequence[str], read: Callable[[str], Outcome]) -> Claim:
    """The claim of the model; one of several values where the clause around its place offers those to the buyer."""
    found = claim.origin == "model" and claim.field is not None and claim.outcome.status == "standard"
    if not found or definition.has_many or not definition.is_choice:
        return claim
    text = texts[0] if claim.field == "title" else texts[-1]
    start, end = claim.start or 0, claim.end or 0
    left = _CLAUSE.split(text[max(0, start - _REACH) : start])[-1]
    right = _CLAUSE.split(text[end : end + _REACH], maxsplit=1)[0]
    if not (may_offer(left) or may_offer(right)):
        return claim
    offers = bool(_OFFER.search(left) or _OFFER.search(right))
    beside = [*_beside(left, read, -1, offers=offers), *_beside(right, read, 1, offers=offers)]
    offered = [claim.outcome, *beside]
    different = {outcome.key: outcome for outcome in offered}
    return claim._replace(outcome=_offered(list(different.values()))) if len(different) > 1 else claim


def _beside(text: str, read: Callable[[str], Outcome], side: int, *, offers: bool) -> list[Outcome]:
    """The values that a clause joins to a place, on the right side of it (1) or the left one (-1), nearest first.

    None where neither "or" joins them nor the clause ``offers`` a choice.
    """
    joins = list(_JOIN.finditer(text))[::side]
    pieces = _JOIN.split(text)[::side]
    found: list[Outcome] = []
    either = offers
    if not joins or len(_OFFER.sub("", pieces[0]).split()) > 1:
        return []
    for join, piece in zip(joins, pieces[1:], strict=True):
        outcome = _value_of(_OFFER.split(piece)[-1 if side < 0 else 0], read, side)
        if outcome is None:
            break
        found.append(outcome)
        either = either or _EITHER.search(join[0]) is not None
    return found if either else []


def _value_of(piece: str, read: Callable[[str], Outcome], side: int) -> Outcome | None:
    """The value that a piece names, or its words next to the place do."""
    words = piece.split()
    counts = [len(words), *range(min(_EDGE_WORDS, len(words) - 1), 0, -1)]
    for count in counts if words else ():
        outcome = read(" ".join(words[-count:] if side < 0 else words[:count]))
        if outcome.status == "standard":
            return outcome
    return None


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
    return abs(one.number - other.number) <= SAME_NUMBER * max(abs(one.number), abs(other.number))


def _offered(several: Sequence[Outcome]) -> Outcome:
    values = ", ".join(dict.fromkeys(outcome.value or "" for outcome in several))
    return Outcome("invalid", RULE, detail=f"the seller offers several: {values}")
