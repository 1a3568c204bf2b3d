"""Many claims about one product, one answer an attribute: precedence of origins, thresholds, equal values, losers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from udfs.records import Alternative, AttributeRow, Candidate, Choice
from udfs.schema import Attribute, Origin, Schema
from udfs.settings import Thresholds
from udfs.standardization import Standardizer
from udfs.text import fold

PRECEDENCE: tuple[Origin, ...] = ("person", "seller", "model")
"""Who is believed first, unless an attribute of the schema says otherwise."""


class Resolver:
    """Makes a product's attribute rows from all claims about it."""

    def __init__(self, schema: Schema, standardizer: Standardizer, thresholds: Thresholds) -> None:
        self.schema = schema
        self.standardizer = standardizer
        self.thresholds = thresholds

    def resolve(self, category: str, candidates: Iterable[Candidate], choices: Iterable[Choice]) -> list[AttributeRow]:
        """Rows in the schema's order of attributes. The order of the claims does not matter.

        For each attribute the usable claims (a canonical value, and confidence at or above the threshold) of the first
        origin in precedence win; claims of the same value become one. A single-valued attribute takes the most
        confident value. Several places of the text that mean one value share one probability and are added up.
        Everything else is kept as an alternative with the reason it lost. With no usable claim, the best unmapped or
        invalid one that reaches the threshold becomes the row, unless it only says "N/A" or the like; with none at all
        a required attribute gets a ``missing`` row and any other no row: nothing is invented.
        """
        claims: dict[str, list[Candidate]] = {}
        for candidate in candidates:
            claims.setdefault(candidate.attribute, []).append(candidate)
        for choice in choices:
            standard = self.standardizer.from_choice(category, choice.attribute, choice.value)
            candidate = Candidate(choice.attribute, "model", None, choice.confidence, standard)
            claims.setdefault(choice.attribute, []).append(candidate)
        rows: list[AttributeRow] = []
        for key, attribute in self.schema.categories[category].attributes.items():
            rows += self._decide(key, attribute, claims.get(key, []))
        return rows

    def _decide(self, key: str, attribute: Attribute, claims: list[Candidate]) -> list[AttributeRow]:
        threshold = self.thresholds.value if attribute.threshold is None else attribute.threshold
        precedence = attribute.precedence or PRECEDENCE
        losers: list[tuple[Candidate, str]] = []
        heard: list[Candidate] = []
        order = sorted(claims, key=lambda claim: _rank(claim, precedence))
        if not attribute.has_many:
            order = sorted(_added_up(order, losers), key=lambda claim: _rank(claim, precedence))
        for claim in order:
            if claim.origin not in precedence:
                losers.append((claim, f"{claim.origin} is not heard for this attribute"))
            elif claim.confidence < threshold:
                losers.append((claim, f"below the threshold {threshold:g}"))
            else:
                heard.append(claim)
        usable = [claim for claim in heard if claim.standard.status == "standard"]
        winners = self._winners(attribute, usable, losers)
        rest = [claim for claim in heard if claim.standard.status != "standard"]
        said = [claim for claim in rest if claim.standard.rule != "no value"]  # "N/A" is no statement
        if not winners and said:
            winners = said[:1]
            rest.remove(winners[0])
        losers += [(claim, claim.standard.detail or claim.standard.status) for claim in rest]
        if not winners and not attribute.required:
            return []
        return _rows(key, winners, losers)

    @staticmethod
    def _winners(
        attribute: Attribute, usable: Sequence[Candidate], losers: list[tuple[Candidate, str]]
    ) -> list[Candidate]:
        winners: dict[str, Candidate] = {}
        for claim in usable:  # best first
            first = next(iter(winners.values()), None)
            same = winners.get(claim.standard.key)
            if same and same.field is None and claim.field and claim.origin == same.origin:
                # One claim with both the evidence in the text and the higher confidence.
                winners[claim.standard.key] = replace(claim, confidence=same.confidence)
                losers.append((same, "same value, stated again"))
            elif same:
                losers.append((claim, "same value, stated again"))
            elif first is None or (attribute.has_many and claim.origin == first.origin):
                winners[claim.standard.key] = claim
            elif claim.origin != first.origin:
                losers.append((claim, f"{first.origin} goes before {claim.origin}"))
            else:
                losers.append((claim, "less confident"))
        return list(winners.values())


def _added_up(claims: Sequence[Candidate], losers: list[tuple[Candidate, str]]) -> list[Candidate]:
    """Spans of one meaning as one claim, the first of them (best first), with the sum of their confidences."""
    found: dict[tuple[object, ...], Candidate] = {}
    for number, claim in enumerate(claims):
        if claim.field is None or claim.origin != "model":
            found[number,] = claim
            continue
        key = (claim.standard.status, fold(claim.standard.key or claim.raw or ""))
        first = found.get(key)
        if first is None:
            found[key] = claim
        else:
            found[key] = replace(first, confidence=min(1.0, first.confidence + claim.confidence))
            losers.append((claim, "same value, stated again"))
    return list(found.values())


def _rank(claim: Candidate, precedence: Sequence[Origin]) -> tuple[object, ...]:
    """Precedence, then confidence; a claim with a place in the text goes before one without; then a fixed order."""
    origin = precedence.index(claim.origin) if claim.origin in precedence else len(precedence)
    place = (claim.field != "title", claim.start if claim.start is not None else -1)
    return (origin, -round(claim.confidence, 4), claim.field is None, *place, claim.raw or "", claim.standard.key)


def _rows(key: str, winners: Sequence[Candidate], losers: Sequence[tuple[Candidate, str]]) -> list[AttributeRow]:
    alternatives = tuple(_alternative(claim, reason) for claim, reason in losers)
    if not winners:
        return [AttributeRow(attribute=key, ordinal=0, status="missing", alternatives=alternatives)]
    return [_row(key, ordinal, claim, alternatives if ordinal == 0 else ()) for ordinal, claim in enumerate(winners)]


def _row(key: str, ordinal: int, claim: Candidate, alternatives: tuple[Alternative, ...]) -> AttributeRow:
    standard = claim.standard
    return AttributeRow(
        attribute=key,
        ordinal=ordinal,
        status=standard.status,
        value=standard.value,
        value_zh=standard.value_zh,
        value_id=standard.value_id,
        number=standard.number,
        unit=standard.unit,
        raw=claim.raw,
        field=claim.field,
        start=claim.start,
        end=claim.end,
        origin=claim.origin,
        rule=standard.rule,
        confidence=round(claim.confidence, 4),
        detail=standard.detail,
        alternatives=alternatives,
    )


def _alternative(claim: Candidate, reason: str) -> Alternative:
    return Alternative(
        claim.origin, claim.raw, claim.standard.value, round(claim.confidence, 4), claim.standard.rule, reason
    )
