"""The steps of the job for listings in memory: extract, standardize, match, resolve. No Spark.

``predict``, ``dry-run`` and training's evaluation use it; the job runs the same functions over tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from udfs.checkpoint.manifest import Knowledge, check_schema, read_schema, verify
from udfs.records import Extraction, Listing, Product, Scored, Wording
from udfs.resolution.categories import Decided, Guess, Needs, Stated, asks_model, decide
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching, Thresholds, UnknownCategory


@dataclass(frozen=True, slots=True)
class StandardListing:
    """What became of one listing.

    ``decided`` is its category, or why it has none: with a reason the job rejects it, without one the product is kept.
    Both ways its product is empty. ``extraction`` is empty where the model was not asked.
    """

    listing: Listing
    decided: Decided
    extraction: Extraction
    product: Product

    @property
    def category(self) -> str | None:
        """Schema id; null without a category."""
        return self.decided.category


class Pipeline:
    """A predictor with the rules that make products of what it finds.

    ``calibrated``: whether its scores of nearest values are the chances that they are right. ``unknown_category``: what
    becomes of a listing whose seller names a category that the schema does not know.
    """

    def __init__(
        self,
        predictor: Predictor,
        schema: Schema,
        thresholds: Thresholds,
        *,
        calibrated: bool = False,
        unknown_category: UnknownCategory = "model",
    ) -> None:
        self.predictor = predictor
        self.schema = schema
        self.thresholds = thresholds
        self.calibrated = calibrated
        self.unknown_category = unknown_category
        self.needs = Needs(thresholds.category, predictor.checkpoint.outliers.least(thresholds.category_precision))
        self.maker = ProductMaker(schema, thresholds, calibrated=calibrated)

    @classmethod
    def load(
        cls,
        checkpoint: str,
        schema: Schema | None,
        thresholds: Thresholds,
        batching: Batching,
        *,
        unknown_category: UnknownCategory = "model",
    ) -> Pipeline:
        """A checkpoint, its files' hashes checked; with its own schema if none is given.

        Raises CheckpointError, also when it was made for another version of the schema.
        """
        verify(checkpoint)
        if schema is None:
            schema = read_schema(checkpoint)
        else:
            check_schema(checkpoint, schema)
        predictor = Predictor.load(checkpoint, schema, batching)
        return cls(predictor, schema, thresholds, calibrated=predictor.calibrated, unknown_category=unknown_category)

    @property
    def gaps(self) -> list[str]:
        """What people should be told that the checkpoint does not know of itself, nearest values apart."""
        checkpoint = self.predictor.checkpoint
        return Knowledge(checkpoint.neighbours, checkpoint.evidence, checkpoint.languages, checkpoint.outliers).gaps()

    def process(self, listings: Sequence[Listing]) -> list[StandardListing]:
        """Every listing's category and product, in order."""
        asked = [asks_model(listing.named, self.unknown_category) for listing in listings]
        read = [listing for listing, reads in zip(listings, asked, strict=True) if reads]
        found = iter(self.predictor.extract(read))
        extractions = [next(found) if reads else Extraction(None, 0.0) for reads in asked]
        return [self._standardized(*each) for each in zip(listings, extractions, strict=True)]

    def _standardized(self, listing: Listing, extraction: Extraction) -> StandardListing:
        stated = Stated(listing.category, listing.named, listing.wording, listing.titled)
        decided = decide(stated, _guess(extraction), self.needs, self.unknown_category)
        category = decided.category
        if category is None:
            return StandardListing(listing, decided, extraction, Product())

        def compare(unknown: Sequence[Wording]) -> Mapping[Wording, Sequence[Scored]]:
            return dict(zip(unknown, self.predictor.match([(category, *wording) for wording in unknown]), strict=True))

        product = self.maker.make(
            category, extraction.spans, extraction.choices, extraction.tags,
            entries=listing.statements, texts=listing.texts, compare=compare,
            foreign=extraction.foreign, description=listing.description,
        )  # fmt: skip
        return StandardListing(listing, decided, extraction, product)


def _guess(extraction: Extraction) -> Guess:
    """What the model says of a listing's category."""
    best: tuple[str | None, float | None] = next(iter(extraction.categories), (None, None))
    return Guess(extraction.category, extraction.category_confidence, *best, extraction.foreign, extraction.inside)
