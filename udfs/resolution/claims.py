"""What a listing's text and its seller say of the product, as claims in standard terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from udfs.records import Claim, Field, Origin, Outcome, Scored, Span, Wording
from udfs.resolution.decisions import Decisions
from udfs.resolution.judging.variants import contradicting, variants
from udfs.resolution.resolver import NEAREST, threshold_of
from udfs.resolution.statements.entries import Entry
from udfs.schema.schema import Schema
from udfs.schema.untrained import ALL_LEARNT, Untrained
from udfs.settings import Thresholds
from udfs.text.keys import fold
from udfs.values.measures import extent
from udfs.values.raw import Column, RawValue
from udfs.values.standardizer import Standardizer

_REMEMBERED = 1 << 17  # raw values of one worker; sellers repeat each other
_LONG = 64  # characters; longer values hardly come again, and a full memory of them would take gigabytes
_PERCENT = re.compile("[%％]")
_BY_ITS_LIST = 3  # closeness of a share that a list of materials names, behind any name of its own
_REFUSED = Outcome("invalid", "decision", detail="a person refused this value")


class Claims:
    """Makes the claims about products by one schema. Each raw value is put in standard terms once, and remembered.

    ``calibrated``: whether the scores of nearest values are the chances that they are right. ``untrained``: what the
    model has not learnt of the schema.
    """

    def __init__(
        self,
        schema: Schema,
        standardizer: Standardizer,
        thresholds: Thresholds,
        decisions: Decisions | None = None,
        *,
        calibrated: bool = False,
        untrained: Untrained = ALL_LEARNT,
    ) -> None:
        self._schema = schema
        self._untrained = untrained
        self._calibrated = calibrated
        self._standardizer = standardizer
        self._thresholds = thresholds
        self._decisions = decisions or {}
        self._remembered = lru_cache(_REMEMBERED)(self._read)

    def stated(self, category: str, spans: Iterable[Span], sellers: Iterable[Entry]) -> list[Claim]:
        """Every value that text and seller state of a product, by decisions and rules.

        A raw value that lists several values of a many-valued attribute is one claim for each, all with its place. A
        decision says what a raw value means, not that a listing states it: a seller's value that a person has mapped is
        the person's claim, and goes before other sellers' values; a span keeps the model as its origin and its
        confidence, so that an unlikely one does not win by it. A value that a person has refused stays its teller's,
        invalid. What a description states stands beside what the seller's map does, with its place; where either lists
        several values of an attribute with one, they are variants: see :mod:`udfs.resolution.judging.variants`.
        """
        claims = [
            Claim(span.attribute, "model", raw, span.confidence, outcome, span.field, span.start, span.end)
            for span in spans
            for raw, outcome in self._parts(category, span.attribute, span.text, None)
        ]
        told = [claim for entry in sellers for claim in self._told(category, entry)]
        claims += self._without_contradictions(category, told)
        return claims + [axis for claim in claims if claim.outcome.parts for axis in self._axes(category, claim)]

    def _told(self, category: str, entry: Entry) -> Iterator[Claim]:
        """The claims of one seller's entry: a value each, and the shares that a list of materials names."""
        definition = self._schema.attribute(category, entry.attribute)

        def read(raw: str, column: Column | None) -> Outcome:
            return self._outcome(category, entry.attribute, RawValue(raw), column or entry.column)

        for part, outcome in self._parts(category, entry.attribute, entry.raw, entry.column):
            yield variants(definition, _claim(entry, part, outcome), read)
        if _PERCENT.search(entry.raw):
            for share in self._share_attributes(category, entry.attribute):
                for part, outcome in self._parts(category, share, entry.raw, None):
                    if outcome.status == "standard":
                        yield _claim(entry._replace(attribute=share, closeness=_BY_ITS_LIST), part, outcome)

    def _share_attributes(self, category: str, listed: str) -> Iterator[str]:
        """The attributes that hold the share of one of the materials that an attribute lists."""
        known = self._schema.attribute(category, listed).value_by_wording
        for key, attribute in self._schema.categories[category].attributes.items():
            if key != listed and attribute.of and not known.keys().isdisjoint(map(fold, attribute.of)):
                yield key

    def _without_contradictions(self, category: str, told: Sequence[Claim]) -> list[Claim]:
        if sum(claim.field is not None for claim in told) < 2:
            return list(told)
        attributes = dict.fromkeys(claim.attribute for claim in told)
        return [
            claim
            for key in attributes
            for claim in contradicting(
                self._schema.attribute(category, key), [claim for claim in told if claim.attribute == key]
            )
        ]

    def _axes(self, category: str, size: Claim) -> Iterator[Claim]:
        """What a size says of the attributes that hold one of its axes."""
        attributes = self._schema.categories[category].attributes
        if attributes[size.attribute].kind != "dimensions" or size.raw is None:
            return
        named = {part.name: part for part in size.outcome.parts}
        for key, attribute in attributes.items():
            if attribute.axis in named:
                yield size._replace(attribute=key, outcome=extent(attribute, named[attribute.axis]))

    def unknown(self, category: str, claims: Sequence[Claim]) -> list[Wording]:
        """Raw values that only a comparison with the allowed values can tell: no decision and no rule knows them.

        Only those that may win: spans of an attribute that reach its threshold together, and sellers' values. What a
        product's claims mean depends on no other product.
        """
        return list(dict.fromkeys(wording for _, wording in self._open(category, claims)))

    def compared(
        self, category: str, claims: Sequence[Claim], matches: Mapping[Wording, Sequence[Scored]]
    ) -> list[Claim]:
        """The claims, the unknown ones among them by their nearest allowed values."""
        known = list(claims)
        for place, wording in self._open(category, claims):
            if (near := matches.get(wording)) is not None:
                known[place] = self._compared(category, claims[place], wording, near)
        return known

    def _compared(self, category: str, claim: Claim, wording: Wording, near: Sequence[Scored]) -> Claim:
        """A claim by its nearest allowed values: as sure as it is that it is stated, and that they mean it."""
        outcome = self._standardizer.standardize(category, *wording, matches=near)
        learnt = (category, claim.attribute) not in self._untrained.attributes
        if outcome.rule == NEAREST and not learnt and max(match.score for match in near) < self._thresholds.untrained:
            return claim
        if outcome.rule != NEAREST or not self._calibrated:
            return claim._replace(outcome=outcome)
        confidence = claim.confidence * max(match.score for match in near)
        threshold = self._least(category, claim.attribute)
        if claim.origin == "seller" and confidence < threshold:
            return claim  # a guess that does not count takes nothing away from what the seller states
        return claim._replace(outcome=outcome, confidence=confidence)

    def _open(self, category: str, claims: Sequence[Claim]) -> list[tuple[int, Wording]]:
        """Places and wordings of the claims that are unknown and may win."""
        unmapped = [
            (place, Wording(claim.attribute, claim.raw))
            for place, claim in enumerate(claims)
            if claim.outcome.status == "unmapped" and claim.raw is not None
            if self._untrained.hears(category, claim.attribute)
        ]
        likely = self._likely(category, claims) if unmapped else ()
        return [
            (place, wording)
            for place, wording in unmapped
            if claims[place].origin != "model" or wording.attribute in likely
        ]

    def _likely(self, category: str, claims: Sequence[Claim]) -> set[str]:
        """Attributes whose spans reach the threshold together. No span of any other can win, whatever it means."""
        places = {
            (claim.attribute, claim.field, claim.start, claim.end): claim.confidence
            for claim in claims
            if claim.origin == "model"
        }
        totals: dict[str, float] = {}
        for (attribute, *_), confidence in places.items():
            totals[attribute] = totals.get(attribute, 0.0) + confidence
        return {attribute for attribute, total in totals.items() if total >= self._least(category, attribute)}

    def _least(self, category: str, attribute: str) -> float:
        """The least confidence at which a claim about an attribute counts."""
        learnt = (category, attribute) not in self._untrained.attributes
        return threshold_of(self._schema.attribute(category, attribute), self._thresholds, learnt=learnt)

    def _parts(self, category: str, attribute: str, raw: str, column: Column | None) -> tuple[tuple[str, Outcome], ...]:
        return (self._remembered if len(raw) <= _LONG else self._read)(category, attribute, raw, column)

    def _read(self, category: str, attribute: str, raw: str, column: Column | None) -> tuple[tuple[str, Outcome], ...]:
        """The single values that a raw one lists, each with what decisions and rules make of it."""
        parts = self._standardizer.parts(category, attribute, raw)
        return tuple((part.text, self._outcome(category, attribute, part, column)) for part in parts)

    def _outcome(self, category: str, attribute: str, raw: RawValue, column: Column | None) -> Outcome:
        key = (category, attribute, raw.key)
        if key not in self._decisions:
            return self._standardizer.standardize(category, attribute, raw, column=column)
        value = self._decisions[key]
        return _REFUSED if value is None else self._standardizer.decided(category, attribute, raw.text, value)


def _claim(entry: Entry, raw: str, outcome: Outcome) -> Claim:
    start, end = entry.place or (None, None)
    origin: Origin = "person" if _is_mapped(outcome) else "seller"
    place: Field | None = entry.field if entry.place else None
    return Claim(entry.attribute, origin, raw, 1.0, outcome, place, start, end, entry.closeness)


def _is_mapped(outcome: Outcome) -> bool:
    """Whether a person decided what the value means."""
    return outcome.rule == "decision" and outcome != _REFUSED
