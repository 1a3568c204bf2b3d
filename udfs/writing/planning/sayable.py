"""Which facts may be said: what a seller or a person states, or the model is sure of and the listing has words for.

A reader holds a text against the listing. So a value that only the whole listing suggests needs a word of it there, and
a value that another claim contradicts is not said, whoever is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from udfs.records import Fact, Listing, LostClaim
from udfs.resolution.resolver import NEAREST
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.writing.planning.contradicting import contradicting
from udfs.writing.planning.disputes import disputing
from udfs.writing.planning.free_text import unsayable
from udfs.writing.planning.naming import as_stated
from udfs.writing.planning.silences import LeftOut, Silence, without
from udfs.writing.planning.surroundings import is_bare, of_one_piece, one_end
from udfs.writing.planning.wholes import incomplete, partial, wholes_of
from udfs.writing.planning.worded import Worded
from udfs.writing.settings import Caution


class Sayable(NamedTuple):
    """A product's facts that may be said, in their order, and the others."""

    facts: tuple[Fact, ...]
    left: tuple[LeftOut, ...]


class Sayables:
    """Tells of the products of one schema which facts may be said."""

    def __init__(self, schema: Schema, caution: Caution | None = None) -> None:
        self._schema = schema
        self._caution = caution or Caution()
        self._worded = Worded(schema)
        self._wholes: dict[str, frozenset[str]] = {}

    def of(self, category: str, facts: Sequence[Fact], listing: Listing) -> Sayable:
        """The facts of a product that may be said, in the schema's order, whatever order they are given in.

        Those of attributes that the schema no longer has are unmapped.
        """
        lost: dict[str, list[LostClaim]] = {}
        for fact in facts:
            lost.setdefault(fact.attribute, []).extend(fact.lost)
        own = self._schema.categories[category]
        said: list[Fact] = []
        left: list[LeftOut] = []
        places = {key: place for place, key in enumerate(own.attributes)}
        for fact in sorted(facts, key=lambda fact: (places.get(fact.attribute, len(places)), fact.ordinal)):
            silence = self._silence(category, fact, lost.get(fact.attribute, ()), listing)
            if silence is None:
                said.append(as_stated(fact))
            else:
                left.append(LeftOut(fact.attribute, fact.ordinal, *silence))
        wholes = self._wholes_of(category)
        left += partial(wholes, said, left)
        left += contradicting(own, without(said, left))
        left += incomplete(own, wholes, without(said, left), self._caution.disputing)
        return Sayable(tuple(without(said, left)), tuple(left))

    def _wholes_of(self, category: str) -> frozenset[str]:
        if category not in self._wholes:
            self._wholes[category] = wholes_of(self._schema.categories[category])
        return self._wholes[category]

    def _silence(
        self, category: str, fact: Fact, lost: Iterable[LostClaim], listing: Listing
    ) -> tuple[Silence, str] | None:
        """Why a fact is not said; null where it may be."""
        attribute = self._schema.categories[category].attributes.get(fact.attribute)
        if attribute is None:
            return "unmapped", "the schema's category no longer has the attribute"
        if fact.status != "standard" or fact.value is None:
            return "missing" if fact.status == "standard" else fact.status, fact.detail or "no standard value"
        if piece := of_one_piece(attribute, fact, listing):
            return "partial", f"the weight is that of one piece: {piece!r}"
        if is_bare(attribute, fact):
            return "partial", "the seller gives a number without a unit"
        if edge := one_end(attribute, fact, listing):
            return "partial", f"the number is a limit or one end of a range: {edge!r}"
        if fact.rule == "mixture":
            return "partial", "the words name several values, of one product or to choose from"
        if attribute.checksum:
            return "barcode", "the digits of a bar code are for machines"
        if (attribute.kind == "span" or attribute.is_choice) and (
            fault := unsayable(fact.value, free=fact.value_id is None)
        ):
            return "prose", fault
        if doubt := self._doubt(attribute, fact):
            return doubt
        if other := disputing(attribute, fact, lost, text=self._caution.disputing, guess=self._caution.least):
            return "disputed", other
        if _is_guess(fact) and not self._worded.is_alone(category, fact.attribute, fact.value_id, listing):
            return "unworded", "the model chose it, and no word of the listing names it alone"
        return None

    def _doubt(self, attribute: Attribute, fact: Fact) -> tuple[Silence, str] | None:
        """What is not sure of a fact in itself; a person's decision is sure."""
        confidence = 0.0 if fact.confidence is None else fact.confidence
        if fact.origin == "person":
            return None
        if fact.trained is False:
            return "untrained", "the model has not learnt the attribute"
        if fact.rule == NEAREST and confidence < self._caution.nearest:
            return "nearest", f"only the nearest value, {confidence:.2f} sure; needed are {self._caution.nearest:g}"
        least = self._caution.guess if attribute.has_many and _is_guess(fact) else self._caution.least
        if fact.origin != "seller" and confidence < least:
            return "unsure", f"{confidence:.2f} sure; needed are {least:g}"
        return None


def _is_guess(fact: Fact) -> bool:
    """Whether the model chose a value by the whole listing, and no place of it states the value."""
    return fact.origin == "model" and fact.raw_value is None
