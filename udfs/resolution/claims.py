"""What a listing's text and its seller say of the product, as claims in standard terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from udfs.records import Candidate, Origin, Scored, Span, Standard, Wording
from udfs.resolution.decisions import Decisions
from udfs.resolution.resolver import threshold_of
from udfs.schema.schema import Schema
from udfs.settings import Thresholds
from udfs.text.keys import fold
from udfs.values.standardizer import Standardizer

_REMEMBERED = 1 << 17  # raw values of one worker; sellers repeat each other
_LONG = 64  # characters; longer values hardly come again, and a full memory of them would take gigabytes
_REFUSED = Standard("invalid", "decision", detail="a person refused this value")


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the values that a raw value lists, by decisions and rules; ``unknown`` to all of them."""

    raw: str
    standard: Standard
    mapped: bool
    unknown: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One value that somebody states; ``likely``: it may win, whatever it means. ``bare`` as of a seller's map."""

    attribute: str
    origin: Origin
    confidence: float
    part: _Part
    likely: bool
    bare: bool
    span: Span | None = None


class Claims:
    """Makes the claims about products by one schema. Each raw value is put in standard terms once, and remembered."""

    def __init__(
        self, schema: Schema, standardizer: Standardizer, thresholds: Thresholds, decisions: Decisions | None = None
    ) -> None:
        self._schema = schema
        self._standardizer = standardizer
        self._thresholds = thresholds
        self._decisions = decisions or {}
        self._remembered = lru_cache(_REMEMBERED)(self._read)

    def sellers(self, category: str, entries: Iterable[tuple[str, str]]) -> tuple[list[Wording], list[str]]:
        """Of a seller's attributes, those the category has, and the names of the others."""
        by_wording = self._schema.categories[category].attribute_by_wording
        known: list[Wording] = []
        unknown: list[str] = []
        for name, raw in entries:
            attribute = by_wording.get(fold(name))
            if attribute is None:
                unknown.append(name)
            else:
                known.append(Wording(attribute, raw))
        return known, unknown

    def stated(self, category: str, spans: Sequence[Span], sellers: Sequence[Wording]) -> list[Statement]:
        """Every value that text and seller state of a product, by decisions and rules."""
        likely = self._likely(category, spans)
        said = [
            Statement(span.attribute, "model", span.confidence, part, span.attribute in likely, bare=False, span=span)
            for span in spans
            for part in self._parts(category, span.attribute, span.text, bare=False)
        ]
        return said + [
            Statement(attribute, "seller", 1.0, part, likely=True, bare=True)
            for attribute, raw in sellers
            for part in self._parts(category, attribute, raw, bare=True)
        ]

    @staticmethod
    def unknown(statements: Iterable[Statement]) -> list[Wording]:
        """Raw values that only a comparison with the allowed values can tell: no decision and no rule knows them.

        Only those that may win: spans of an attribute that reach its threshold together, and sellers' values. What a
        product's claims mean depends on no other product.
        """
        found = {
            Wording(statement.attribute, statement.part.raw): None
            for statement in statements
            if statement.part.unknown and statement.likely
        }
        return list(found)

    def candidates(
        self, category: str, statements: Iterable[Statement], matches: Mapping[Wording, Sequence[Scored]]
    ) -> list[Candidate]:
        """All claims of text and seller; ``matches`` are the nearest allowed values of the unknown ones.

        A span that lists several values of a many-valued attribute is one claim for each, all with its place. A
        decision says what a raw value means, not that a listing states it: a seller's value that a person has mapped is
        the person's claim, and goes before other sellers' values; a span keeps the model as its origin and its
        confidence, so that an unlikely one does not win by it. A value that a person has refused stays its teller's,
        invalid.
        """
        return [
            Candidate(
                attribute=statement.attribute,
                origin="person" if statement.part.mapped and statement.span is None else statement.origin,
                raw=statement.part.raw,
                confidence=statement.confidence,
                standard=self._standard(category, statement, matches),
                field=statement.span.field if statement.span else None,
                start=statement.span.start if statement.span else None,
                end=statement.span.end if statement.span else None,
            )
            for statement in statements
        ]

    def _standard(self, category: str, statement: Statement, matches: Mapping[Wording, Sequence[Scored]]) -> Standard:
        part = statement.part
        near = matches.get(Wording(statement.attribute, part.raw)) if part.unknown and statement.likely else None
        if near is None:
            return part.standard
        return self._standardizer.standardize(
            category, statement.attribute, part.raw, matches=near, bare=statement.bare
        )

    def _likely(self, category: str, spans: Sequence[Span]) -> set[str]:
        """Attributes whose spans reach the threshold together. No span of any other can win, whatever it means."""
        totals: dict[str, float] = {}
        for span in spans:
            totals[span.attribute] = totals.get(span.attribute, 0.0) + span.confidence
        return {
            attribute
            for attribute, total in totals.items()
            if total >= threshold_of(self._schema.attribute(category, attribute), self._thresholds)
        }

    def _parts(self, category: str, attribute: str, raw: str, *, bare: bool) -> tuple[_Part, ...]:
        return (self._remembered if len(raw) <= _LONG else self._read)(category, attribute, raw, bare)

    def _read(self, category: str, attribute: str, raw: str, bare: bool) -> tuple[_Part, ...]:
        return tuple(
            self._part(category, attribute, part, bare=bare)
            for part in self._standardizer.parts(category, attribute, raw)
        )

    def _part(self, category: str, attribute: str, raw: str, *, bare: bool) -> _Part:
        key = (category, attribute, fold(raw))
        if key not in self._decisions:
            standard = self._standardizer.standardize(category, attribute, raw, bare=bare)
            return _Part(raw, standard, mapped=False, unknown=standard.status == "unmapped")
        value = self._decisions[key]
        if value is None:
            return _Part(raw, _REFUSED, mapped=False, unknown=False)
        return _Part(raw, self._standardizer.decided(category, attribute, raw, value), mapped=True, unknown=False)
