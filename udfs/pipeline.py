"""The steps of the job for listings in memory: extract, standardize, match, resolve. No Spark.

``predict``, ``dry-run`` and training's evaluation use it; the job runs the same functions over tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from udfs.records import AttributeRow, Candidate, Extraction, Listing, Scored, Span, Wording
from udfs.resolution.claims import Claims
from udfs.resolution.product import best_tags
from udfs.resolution.resolver import Resolver
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Thresholds
from udfs.values.standardizer import Standardizer


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
        standardizer = Standardizer(schema, match_threshold=thresholds.match)
        self.claims = Claims(schema, standardizer, thresholds)
        self.resolver = Resolver(schema, standardizer, thresholds)

    def process(self, listings: Sequence[Listing]) -> list[StandardListing]:
        """Every listing's category, rows and tags, in order."""
        extractions = self.predictor.extract(listings)
        results = []
        for listing, extraction in zip(listings, extractions, strict=True):
            category = self._category(listing, extraction)
            if category is None:
                results.append(StandardListing(listing, None, extraction, (), (), {}))
                continue
            sellers, unknown = self.claims.sellers(category, listing.seller_attributes.items())
            candidates = self._candidates(category, extraction.spans, sellers)
            texts = [text for text in (listing.title, listing.description) if text]
            rows = self.resolver.resolve(category, candidates, extraction.choices, texts)
            tags = best_tags(extraction.tags, self.thresholds.tag)
            others = {name: listing.seller_attributes[name] for name in unknown}
            results.append(StandardListing(listing, category, extraction, tuple(rows), tags, others))
        return results

    def _category(self, listing: Listing, extraction: Extraction) -> str | None:
        if listing.category:
            return listing.category
        sure = extraction.category_confidence >= self.thresholds.category
        return extraction.category if sure else None

    def _candidates(self, category: str, spans: Sequence[Span], sellers: Sequence[Wording]) -> list[Candidate]:
        """Claims of model and seller; raw values that no rule knows get the nearest allowed values from the model."""
        stated = self.claims.stated(category, spans, sellers)
        unknown = self.claims.unknown(stated)
        near = self.predictor.match([(category, *wording) for wording in unknown])
        return self.claims.candidates(category, stated, dict(zip(unknown, near, strict=True)))
