"""The steps of the job for listings in memory: extract, standardize, match, resolve. No Spark.

``predict``, ``dry-run`` and training's evaluation use it; the job runs the same functions over tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from udfs.predictor import Predictor
from udfs.records import AttributeRow, Candidate, Extraction, Listing, Scored
from udfs.resolution import Resolver, threshold_of
from udfs.schema import Schema
from udfs.settings import Thresholds
from udfs.standardization import Standardizer
from udfs.text import fold


@dataclass(frozen=True, slots=True)
class StandardListing:
    """What became of one listing.

    ``category`` is null when the model knows none for it with enough confidence; the job rejects such a listing.
    ``unknown_attributes`` are the seller's attributes that the category does not have.
    """

    listing: Listing
    category: str | None
    extraction: Extraction
    rows: tuple[AttributeRow, ...]
    tags: tuple[Scored, ...]
    unknown_attributes: Mapping[str, str]


class Pipeline:
    """A predictor with the rules that make rows of what it finds."""

    def __init__(self, predictor: Predictor, schema: Schema, thresholds: Thresholds) -> None:
        self.predictor = predictor
        self.schema = schema
        self.thresholds = thresholds
        self.standardizer = Standardizer(schema, match_threshold=thresholds.match)
        self.resolver = Resolver(schema, self.standardizer, thresholds)

    def process(self, listings: Sequence[Listing]) -> list[StandardListing]:
        """Every listing's category, rows and tags, in order."""
        extractions = self.predictor.extract(listings)
        results = []
        for listing, extraction in zip(listings, extractions, strict=True):
            category = self._category(listing, extraction)
            if category is None:
                results.append(StandardListing(listing, None, extraction, (), (), {}))
                continue
            seller, unknown = self._seller_attributes(category, listing)
            candidates = self._candidates(category, extraction, seller)
            texts = [text for text in (listing.title, listing.description) if text]
            rows = self.resolver.resolve(category, candidates, extraction.choices, texts)
            tags = tuple(tag for tag in extraction.tags if tag.score >= self.thresholds.tag)
            results.append(StandardListing(listing, category, extraction, tuple(rows), tags, unknown))
        return results

    def _category(self, listing: Listing, extraction: Extraction) -> str | None:
        if listing.category:
            return listing.category
        sure = extraction.category_confidence >= self.thresholds.category
        return extraction.category if sure else None

    def _seller_attributes(self, category: str, listing: Listing) -> tuple[list[tuple[str, str]], dict[str, str]]:
        by_wording = self.schema.categories[category].attribute_by_wording
        known: list[tuple[str, str]] = []
        unknown: dict[str, str] = {}
        for key, value in listing.seller_attributes.items():
            attribute = by_wording.get(fold(key))
            if attribute is None:
                unknown[key] = value
            else:
                known.append((attribute, value))
        return known, unknown

    def _candidates(self, category: str, extraction: Extraction, seller: Sequence[tuple[str, str]]) -> list[Candidate]:
        """Claims of model and seller.

        Raw values that no rule knows get the nearest allowed values from the model, where they can win.
        """
        standardize, parts = self.standardizer.standardize, self.standardizer.parts
        candidates = [
            Candidate(
                attribute=span.attribute,
                origin="model",
                raw=part,
                confidence=span.confidence,
                standard=standardize(category, span.attribute, part),
                field=span.field,
                start=span.start,
                end=span.end,
            )
            for span in extraction.spans
            for part in parts(category, span.attribute, span.text)
        ]
        candidates += [
            Candidate(attribute, "seller", part, 1.0, standardize(category, attribute, part, bare=True))
            for attribute, raw in seller
            for part in parts(category, attribute, raw)
        ]
        likely = self._likely(category, extraction)
        unmapped = [
            i
            for i, claim in enumerate(candidates)
            if claim.standard.status == "unmapped" and (claim.origin == "seller" or claim.attribute in likely)
        ]
        triples = [(category, candidates[i].attribute, candidates[i].raw or "") for i in unmapped]
        for i, triple, matches in zip(unmapped, triples, self.predictor.match(triples), strict=True):
            standard = standardize(*triple, matches=matches, bare=candidates[i].origin == "seller")
            candidates[i] = replace(candidates[i], standard=standard)
        return candidates

    def _likely(self, category: str, extraction: Extraction) -> set[str]:
        """Attributes whose spans reach the threshold together. No span of any other can win, whatever it means."""
        totals: dict[str, float] = {}
        for span in extraction.spans:
            totals[span.attribute] = totals.get(span.attribute, 0.0) + span.confidence
        return {
            attribute
            for attribute, total in totals.items()
            if total >= threshold_of(self.schema.attribute(category, attribute), self.thresholds)
        }
