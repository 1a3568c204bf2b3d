"""Why claims lost, as codes with numbers and counter-claims of their own; and which value each lost to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from udfs.records import Claim, Fact, LostBy, LostClaim


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that mean one thing and are weighed as one, ``whole``: the first of them with the sum of confidences."""

    whole: Claim
    members: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Loser:
    """A group that lost: why, which confidence it needed, and the claim that it lost to; null where none did it."""

    group: Group
    outcome: LostBy
    least: float | None = None
    against: Claim | None = None


def lost_claims(attribute: str, winners: Sequence[Group], losers: Iterable[Loser]) -> tuple[LostClaim, ...]:
    """All claims about an attribute that do not stand, numbered: those that stand together with a winner go first.

    The ordinals are those of ``winners``.
    """
    again = [
        (claim, Loser(group, "repeated"), ordinal)
        for ordinal, group in enumerate(winners)
        for claim in group.members[1:]
    ]
    lost = [(claim, loser, _ordinal(winners, loser)) for loser in losers for claim in loser.group.members]
    return tuple(
        _lost(attribute, place, claim, loser, ordinal) for place, (claim, loser, ordinal) in enumerate(again + lost)
    )


def with_lost(facts: Iterable[Fact], lost: Iterable[LostClaim]) -> list[Fact]:
    """Facts with the claims that lost against each; what lost to none of an attribute's values goes to its first."""
    by_fact: dict[tuple[str, int], list[LostClaim]] = {}
    for claim in lost:
        by_fact.setdefault((claim.attribute, claim.ordinal or 0), []).append(claim)
    return [
        replace(fact, lost=tuple(own)) if (own := by_fact.get((fact.attribute, fact.ordinal))) else fact
        for fact in facts
    ]


def _ordinal(winners: Sequence[Group], loser: Loser) -> int | None:
    """The value that a loser repeats or lost to; null where there is none, or it does not stand."""
    for ordinal, winner in enumerate(winners):
        if loser.outcome == "repeated":
            if loser.group.whole.outcome.key == winner.whole.outcome.key:
                return ordinal
        elif loser.against is not None and _is_one(loser.against, winner.whole):
            return ordinal
    return None


def _is_one(claim: Claim, other: Claim) -> bool:
    """Whether two claims of an attribute are one value by one teller: those of a winner are joined."""
    return (claim.origin, claim.outcome.key) == (other.origin, other.outcome.key)


def _lost(attribute: str, place: int, claim: Claim, loser: Loser, ordinal: int | None) -> LostClaim:
    found, against = claim.outcome, loser.against
    return LostClaim(
        attribute=attribute,
        place=place,
        outcome=loser.outcome,
        origin=claim.origin,
        raw_value=claim.raw,
        confidence=round(claim.confidence, 4),
        status=found.status,
        rule=found.rule,
        value=found.value,
        value_id=found.value_id,
        number=found.number,
        number_max=found.number_max,
        unit=found.unit,
        field=claim.field,
        start_offset=claim.start,
        end_offset=claim.end,
        least=loser.least,
        against=None if against is None else against.raw or against.outcome.value,
        against_origin=None if against is None else against.origin,
        ordinal=ordinal,
        detail=found.detail,
    )
