"""From what the model, the seller and people say of a listing to its product, by one schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from udfs.records import Choice, Claim, Fact, Product, Scored, Span, Wording
from udfs.resolution.claims import Claims
from udfs.resolution.decisions import Decisions
from udfs.resolution.judging.denials import Denials
from udfs.resolution.resolver import Resolver
from udfs.resolution.statements.blocks import BlockReader, without_elsewhere
from udfs.resolution.statements.entries import read_entries
from udfs.resolution.statements.stated import StatementReader
from udfs.schema.schema import Schema
from udfs.schema.untrained import ALL_LEARNT, Untrained
from udfs.settings import Thresholds
from udfs.values.standardizer import Standardizer

Found = TypeVar("Found", Span, Choice)
Compare = Callable[[Sequence[Wording]], Mapping[Wording, Sequence[Scored]]]
"""Gives wordings that no rule knows their nearest allowed values, by the model or as they are stored."""


class ProductMaker:
    """All rules of one schema, thresholds and decisions: the job's UDFs and the pipeline in memory call the same.

    ``calibrated``: whether the checkpoint's scores of nearest values are the chances that they are right.
    ``untrained``: what it has not learnt of the schema.
    """

    def __init__(
        self,
        schema: Schema,
        thresholds: Thresholds,
        decisions: Decisions | None = None,
        *,
        calibrated: bool = False,
        untrained: Untrained = ALL_LEARNT,
    ) -> None:
        least = thresholds.least_match(calibrated=calibrated)
        standardizer = Standardizer(schema, match_threshold=least)
        self.claims = Claims(schema, standardizer, thresholds, decisions, calibrated=calibrated, untrained=untrained)
        self.resolver = Resolver(schema, standardizer, thresholds, untrained)
        self._untrained = untrained
        self._schema = schema
        self._thresholds = thresholds
        self._tags_by_category: dict[str, frozenset[str]] = {}
        self._blocks: dict[str, BlockReader] = {}
        self._statements: dict[str, StatementReader] = {}

    def unknown(
        self,
        category: str,
        spans: Iterable[Span],
        entries: Iterable[tuple[str, str]],
        description: str | None = None,
    ) -> list[Wording]:
        """Raw values of a product that only a comparison by the model can tell; ``entries`` are the seller's."""
        claims, _ = self._stated(category, spans, entries, description)
        return self.claims.unknown(category, claims)

    def _stated(
        self,
        category: str,
        spans: Iterable[Span],
        entries: Iterable[tuple[str, str]],
        description: str | None,
        title: str | None = None,
    ) -> tuple[list[Claim], dict[str, str]]:
        """What the texts, the seller's map and the description's parameter block say, and the keys nobody knows."""
        sellers, unknown = read_entries(self._schema.categories[category], entries)
        block = self._blocks_of(category).read(description)
        named = [*sellers, *block.entries]
        plainly = self._statements_of(category).read(title, description, {entry.attribute for entry in named})
        claims = self.claims.stated(category, self._heard(category, spans), [*named, *plainly])
        claims = without_elsewhere(claims, self._schema.categories[category], block.elsewhere)
        return claims, block.unknown | unknown

    def _statements_of(self, category: str) -> StatementReader:
        if category not in self._statements:
            self._statements[category] = StatementReader(category, self._schema.categories[category])
        return self._statements[category]

    def _blocks_of(self, category: str) -> BlockReader:
        if category not in self._blocks:
            self._blocks[category] = BlockReader(self._schema.categories[category])
        return self._blocks[category]

    def make(
        self,
        category: str,
        spans: Iterable[Span],
        choices: Iterable[Choice],
        tags: Iterable[Scored],
        *,
        entries: Iterable[tuple[str, str]],
        texts: Sequence[str],
        compare: Compare,
        foreign: str | None = None,
        description: str | None = None,
    ) -> Product:
        """The product of one listing: what the model says of it, the seller's ``entries``, and title and description.

        ``texts`` are those of both that are there; a parameter block in ``description`` is the seller's as well.
        ``compare`` is asked once, for all wordings that are unknown and may win. ``foreign`` is the language of the
        texts where the model has not learnt it: then only what sellers and people say counts.
        """
        title = texts[0] if len(texts) > (1 if description else 0) else None
        claims, unknown_attributes = self._stated(category, spans, entries, description, title)
        claims = self.claims.compared(category, claims, compare(self.claims.unknown(category, claims)))
        heard = self._heard(category, choices)
        weighed, without_fact = self.resolver.weigh(category, claims, heard, texts, foreign=foreign)
        live = self._schema.categories[category].live
        facts = tuple(fact for fact in weighed if fact.attribute in live)
        return Product(
            facts=facts,
            attributes=_values(facts),
            numbers=_numbers(facts),
            numbers_max=_numbers_max(facts),
            parts={fact.attribute: fact.parts for fact in facts if fact.parts and fact.ordinal == 0},
            missing=tuple(fact.attribute for fact in facts if fact.status == "missing"),
            tags=() if foreign else self._tags(category, texts, tags),
            unknown_attributes=unknown_attributes or None,
            without_fact=tuple(claim for claim in without_fact if claim.attribute in live),
            shadow=tuple(fact for fact in weighed if fact.attribute not in live),
        )

    def _tags(self, category: str, texts: Sequence[str], tags: Iterable[Scored]) -> tuple[Scored, ...]:
        """The tags that are sure enough and that the texts do not deny."""
        likely = [tag for tag in _best(tags, self._thresholds.tag) if self._counts(category, tag)]
        return tuple(Denials(self._schema, category, texts).tags(likely))

    def _counts(self, category: str, tag: Scored) -> bool:
        """Whether a tag is one of the schema's for the category, and sure enough where the model has not learnt it."""
        if tag.id in self._untrained.tags:
            return self._untrained.asked and tag.score >= self._thresholds.untrained
        return tag.id in self._tag_ids(category)

    def _tag_ids(self, category: str) -> frozenset[str]:
        if category not in self._tags_by_category:
            self._tags_by_category[category] = frozenset(self._schema.tags_of(category))
        return self._tags_by_category[category]

    def _heard(self, category: str, found: Iterable[Found]) -> list[Found]:
        """What the model found of attributes that the category has and that it may speak of: it may be asked by the
        schema that it was trained with."""
        attributes = self._schema.categories[category].attributes
        return [one for one in found if one.attribute in attributes and self._untrained.hears(category, one.attribute)]


def _values(facts: Iterable[Fact]) -> dict[str, str]:
    """Attribute id to canonical value, several in the order of their ordinals, joined by "; "."""
    found: dict[str, str] = {}
    for fact in facts:
        if fact.status == "standard" and fact.value is not None:
            before = f"{found[fact.attribute]}; " if fact.attribute in found else ""
            found[fact.attribute] = before + fact.value
    return found


def _numbers(facts: Iterable[Fact]) -> dict[str, float]:
    """Attribute id of a quantity to its number, in the attribute's unit, and of an ordered choice to its place; of
    several values, the first one's."""
    return {
        fact.attribute: fact.number
        for fact in facts
        if fact.status == "standard" and fact.number is not None and fact.ordinal == 0
    }


def _numbers_max(facts: Iterable[Fact]) -> dict[str, float]:
    """Attribute id of a quantity to the upper end of its range."""
    return {fact.attribute: fact.number_max for fact in facts if fact.number_max is not None and fact.ordinal == 0}


def _best(tags: Iterable[Scored], threshold: float) -> tuple[Scored, ...]:
    """The tags that score ``threshold`` or more, best first, equal scores in the order of their ids."""
    return tuple(sorted((tag for tag in tags if tag.score >= threshold), key=lambda tag: (-tag.score, tag.id)))
