"""Many claims about one product, one answer an attribute: precedence of origins, thresholds, equal values, losers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import NamedTuple

from udfs.records import Choice, Claim, Fact, LostClaim, Origin, Outcome
from udfs.resolution.judging.context import Context, Materials, materials
from udfs.resolution.judging.contradictions import contradicts
from udfs.resolution.judging.denials import Denials
from udfs.resolution.judging.places import of_one_attribute, whole
from udfs.resolution.judging.side_by_side import SideBySide
from udfs.resolution.judging.variants import RULE as VARIANTS
from udfs.resolution.judging.variants import alternative, may_offer
from udfs.resolution.judging.withheld import Fallen, founded, unheard
from udfs.resolution.losers import Group, Loser, lost_claims, with_lost
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.schema.untrained import ALL_LEARNT, Untrained
from udfs.settings import Thresholds
from udfs.text.keys import same_text
from udfs.values.standardizer import Standardizer

PRECEDENCE: tuple[Origin, ...] = ("person", "seller", "model")
"""Who is believed first, unless an attribute of the schema says otherwise."""
NEAREST = "nearest value"
"""Rule of a value that the model compared with the allowed ones."""
_OUTCOME = tuple(field.name for field in fields(Outcome))  # columns of a fact that its outcome fills
_NO_STATEMENTS = ("no value", "compatible with")  # "N/A" says nothing, and 适用于苹果 nothing about the maker


def threshold_of(attribute: Attribute, thresholds: Thresholds, *, learnt: bool = True) -> float:
    """The least confidence at which a claim about an attribute counts: its own, or else the job's.

    Of an attribute that the model has not learnt, ``thresholds.untrained`` where that is higher.
    """
    own = thresholds.value if attribute.threshold is None else attribute.threshold
    return own if learnt else max(own, thresholds.untrained)


class Resolved(NamedTuple):
    """A product's facts, in the schema's order of attributes, and the claims about attributes of which none stands."""

    facts: tuple[Fact, ...]
    without_fact: tuple[LostClaim, ...]


class Resolver:
    """Makes a product's facts of all claims about it."""

    def __init__(
        self,
        schema: Schema,
        standardizer: Standardizer,
        thresholds: Thresholds,
        untrained: Untrained = ALL_LEARNT,
    ) -> None:
        self.schema = schema
        self.untrained = untrained
        self.standardizer = standardizer
        self.thresholds = thresholds
        self._materials: dict[str, Materials] = {}

    def resolve(
        self, category: str, stated: Iterable[Claim], choices: Iterable[Choice], texts: Sequence[str] = ()
    ) -> tuple[Fact, ...]:
        """The facts alone of :meth:`weigh`, in the schema's order of attributes."""
        return self.weigh(category, stated, choices, texts).facts

    def weigh(
        self,
        category: str,
        stated: Iterable[Claim],
        choices: Iterable[Choice],
        texts: Sequence[str] = (),
        *,
        foreign: str | None = None,
    ) -> Resolved:
        """What becomes of a product's claims. Their order does not matter.

        For each attribute the usable claims (a canonical value, and confidence at or above the threshold) of the first
        origin in precedence win; claims of the same value become one. A single-valued attribute takes the most
        confident value: places of the text that mean one value share one probability, so they are added up and win or
        lose together. Where all that sellers state is unknown, the model's counts from ``thresholds.overrule`` on.
        Everything else is kept as a claim that lost, with its own confidence and the reason. With no usable claim,
        the best unmapped or invalid one that reaches the threshold becomes the fact, unless it only says "N/A" or the
        like, or names what the product fits; with none at all a required attribute gets a ``missing`` fact and any
        other none: nothing is invented. ``texts`` are title and description, which tell such names from the maker's,
        and what the listing denies: see :mod:`udfs.resolution.judging.denials`. ``foreign`` is the language of the
        texts where the model has not learnt it: then nothing that it says counts.
        """
        claims: dict[str, list[Claim]] = {}
        stated = list(stated)
        context = Context(self.schema, category, texts, self._materials_of(category))
        denials = Denials(self.schema, category, texts, stated)
        beside = SideBySide(self.schema, self.standardizer, category, texts)
        judged = [beside.judged(denials.judged(context.judged(claim))) for claim in stated]
        judged = self._without_alternatives(category, judged, texts)
        attributes = self.schema.categories[category].attributes
        judged = [whole(attributes[claim.attribute], claim, texts) for claim in judged]
        judged = of_one_attribute(self.schema.categories[category], judged)
        fallen = Fallen(stated, judged, self.thresholds.value)
        for claim in judged:
            claims.setdefault(claim.attribute, []).append(claim)
        for choice in choices:
            outcome = self.standardizer.from_choice(category, choice.attribute, choice.value)
            outcome = fallen.outcome(choice.attribute, outcome)
            outcome = founded(choice, denials.choice(choice, outcome), claims.get(choice.attribute, ()))
            claim = beside.judged(Claim(choice.attribute, "model", None, choice.confidence, outcome))
            claims.setdefault(choice.attribute, []).append(claim)
        if foreign:
            claims = {key: [unheard(claim, foreign) for claim in own] for key, own in claims.items()}
        facts: list[Fact] = []
        without: list[LostClaim] = []
        for key, attribute in attributes.items():
            if key in claims or attribute.required:
                learnt = (category, key) not in self.untrained.attributes
                own, lost = self._decide(key, attribute, claims.get(key, []), learnt=learnt)
                facts += own if learnt else map(_untrained, own)
                without += () if own else lost
        return Resolved(tuple(facts), tuple(without))

    def _without_alternatives(self, category: str, claims: list[Claim], texts: Sequence[str]) -> list[Claim]:
        """The claims; of several values those that the text offers as a choice: red or green."""
        if not any(map(may_offer, texts)):
            return claims
        read = partial(self.standardizer.standardize, category)
        attributes = self.schema.categories[category].attributes
        return [
            alternative(attributes[claim.attribute], claim, texts, partial(read, claim.attribute)) for claim in claims
        ]

    def _materials_of(self, category: str) -> Materials:
        if category not in self._materials:
            self._materials[category] = materials(self.schema, category)
        return self._materials[category]

    def _decide(
        self, key: str, attribute: Attribute, claims: list[Claim], *, learnt: bool
    ) -> tuple[list[Fact], tuple[LostClaim, ...]]:
        """The facts of an attribute, each with what lost against it; and all that lost."""
        threshold = threshold_of(attribute, self.thresholds, learnt=learnt)
        precedence = attribute.precedence or PRECEDENCE
        losers: list[Loser] = []
        heard: list[Group] = []
        groups = [Group(claim, (claim,)) for claim in sorted(claims, key=lambda claim: _rank(claim, precedence))]
        if not attribute.has_many:
            groups = sorted(_added_up(groups), key=lambda group: _rank(group.whole, precedence))
        for group in groups:
            if group.whole.origin not in precedence:
                losers.append(Loser(group, "unheard"))
            elif group.whole.confidence < threshold:
                losers.append(Loser(group, "below_threshold", threshold))
            else:
                heard.append(group)
        heard = self._without_guesses(attribute, heard, precedence, losers)
        usable = [group for group in heard if group.whole.outcome.status == "standard"]
        winners = self._winners(attribute, usable, losers)
        rest = [group for group in heard if group.whole.outcome.status != "standard"]
        said = [group for group in rest if group.whole.outcome.rule not in _NO_STATEMENTS]
        if not winners and said:
            winners = said[:1]
            rest.remove(winners[0])
        losers += [
            Loser(group, "unmapped" if group.whole.outcome.status == "unmapped" else "invalid") for group in rest
        ]
        lost = lost_claims(key, winners, losers)
        facts = [_fact(group.whole, ordinal) for ordinal, group in enumerate(winners)]
        if not winners and attribute.required:
            facts = [Fact(attribute=key, ordinal=0, status="missing")]
        return with_lost(facts, lost), lost

    def _without_guesses(
        self,
        attribute: Attribute,
        heard: Sequence[Group],
        precedence: Sequence[Origin],
        losers: list[Loser],
    ) -> list[Group]:
        """What is heard, best first; without what the model is not sure enough of, where a seller says otherwise.

        A seller's value that nobody knows is a statement: what the model finds instead of it is often wrong. Where the
        seller offers several, what it finds is one of them.
        """
        heard = _without_contradicted(attribute, heard, losers)
        stated = _only_open(heard)
        if stated is None or "model" not in precedence[precedence.index(stated.origin) :]:
            return [*heard]
        kept: list[Group] = []
        for group in heard:
            claim = group.whole
            guess = claim.origin == "model" and claim.outcome.status == "standard"
            if guess and stated.outcome.rule == VARIANTS:
                losers.append(Loser(group, "one_of_several", against=stated))
            elif guess and claim.confidence < self.thresholds.overrule:
                losers.append(Loser(group, "below_overrule", self.thresholds.overrule, stated))
            else:
                kept.append(group)
        return kept

    @staticmethod
    def _winners(attribute: Attribute, usable: Sequence[Group], losers: list[Loser]) -> list[Group]:
        winners: dict[str, Group] = {}
        for group in usable:  # best first
            claim = group.whole
            first = next(iter(winners.values()), None)
            same = winners.get(claim.outcome.key)
            if same and same.whole.field is None and claim.field and claim.origin == same.whole.origin:
                # One claim with both the evidence in the text and the higher confidence.
                winners[claim.outcome.key] = replace(group, whole=claim._replace(confidence=same.whole.confidence))
                losers.append(Loser(same, "repeated"))
            elif same:
                losers.append(Loser(group, "repeated"))
            elif first is None or (attribute.has_many and _stand_together(claim, first.whole)):
                winners[claim.outcome.key] = group
            elif claim.origin != first.whole.origin:
                losers.append(Loser(group, "outranked", against=first.whole))
            else:
                losers.append(Loser(group, "less_sure", against=first.whole))
        return list(winners.values())


def _added_up(groups: Sequence[Group]) -> list[Group]:
    """Spans of one teller and one meaning as one group; every other claim is a group of its own."""
    found: dict[tuple[object, ...], list[Group]] = {}
    for number, group in enumerate(groups):
        claim = group.whole
        meaning = (claim.origin, claim.outcome.status, claim.outcome.key or same_text(claim.raw or ""))
        found.setdefault((number,) if claim.field is None else meaning, []).append(group)
    return [same[0] if len(same) == 1 else _joined(same) for same in found.values()]


def _joined(groups: Sequence[Group]) -> Group:
    members = tuple(group.whole for group in groups)
    return Group(members[0]._replace(confidence=min(1.0, sum(claim.confidence for claim in members))), members)


def _without_contradicted(attribute: Attribute, heard: Sequence[Group], losers: list[Loser]) -> list[Group]:
    """What is heard, without what the model found and a seller's words leave no room for."""
    claims = [group.whole for group in heard]
    told = [claim for claim in claims if claim.origin == "seller" and claim.outcome.status != "standard"]
    kept: list[Group] = []
    for group in heard:
        asked = told if group.whole.origin == "model" else []
        if claim := next((claim for claim in asked if contradicts(attribute, claim, group.whole)), None):
            losers.append(Loser(group, "contradicted", against=claim))
        else:
            kept.append(group)
    return kept


def _only_open(heard: Sequence[Group]) -> Claim | None:
    """A seller's statement that nobody knows or that offers several values, if no known one stands beside it."""
    told = [group.whole for group in heard if group.whole.origin != "model"]
    if any(claim.outcome.status == "standard" for claim in told):
        return None
    offers = (claim for claim in told if claim.outcome.rule == VARIANTS)
    return next(offers, None) or next((claim for claim in told if claim.outcome.status == "unmapped"), None)


def _stand_together(one: Claim, other: Claim) -> bool:
    """Whether both are of one teller: a person's claims are the seller's whose meaning a person decided."""
    return one.origin == other.origin or {one.origin, other.origin} == {"person", "seller"}


def _rank(claim: Claim, precedence: Sequence[Origin]) -> tuple[object, ...]:
    """Precedence, then confidence; of sellers, the map before the description, and how closely a name means the
    attribute; else a claim with a place in the text before one without; then a fixed order."""
    origin = precedence.index(claim.origin) if claim.origin in precedence else len(precedence)
    place = (claim.field != "title", claim.start if claim.start is not None else -1)
    told = claim.origin != "model"
    by_source = ((claim.field is None) != told, claim.closeness)
    return (origin, -round(claim.confidence, 4), *by_source, *place, claim.raw or "", claim.outcome.key)


def _fact(claim: Claim, ordinal: int) -> Fact:
    """The claim that stands."""
    return Fact(
        attribute=claim.attribute,
        ordinal=ordinal,
        raw_value=claim.raw,
        field=claim.field,
        start_offset=claim.start,
        end_offset=claim.end,
        origin=claim.origin,
        confidence=round(claim.confidence, 4),
        **{name: getattr(claim.outcome, name) for name in _OUTCOME},
    )


def _untrained(fact: Fact) -> Fact:
    """A fact of an attribute that the model has not learnt, which says so where the model had a say."""
    by_model = fact.origin == "model" or fact.rule == NEAREST
    return replace(fact, trained=False) if by_model else fact
