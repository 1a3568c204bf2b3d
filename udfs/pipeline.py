"""The steps of the job for listings in memory: extract, standardize, match, resolve. No Spark.

``predict``, ``dry-run`` and training's evaluation use it; the job runs the same functions over tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from udfs.checkpoint.manifest import Knowledge, check_schema, read_schema, verify
from udfs.records import Extraction, Listing, Product, Scored, Wording
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching, Thresholds
from udfs.text.languages import not_learnt


@dataclass(frozen=True, slots=True)
class StandardListing:
    """What became of one listing.

    ``category`` is null when the model knows none for it with enough confidence; the job rejects such a listing, and
    its product is empty.
    """

    listing: Listing
    category: str | None
    extraction: Extraction
    product: Product

    def doubt(self, threshold: float) -> str:
        """Why the model's guess of the category does not count."""
        if self.extraction.foreign:
            return f"the listing gives no category; {not_learnt(self.extraction.foreign)}"
        best = next(iter(self.extraction.categories), None)
        guess = f"the model's best guess is {best.id} ({best.score:.2f})" if best else "the model has no guess"
        return f"the listing gives no category; {guess}, {threshold:g} is needed"


class Pipeline:
    """A predictor with the rules that make products of what it finds.

    ``calibrated``: whether its scores of nearest values are the chances that they are right.
    """

    def __init__(
        self, predictor: Predictor, schema: Schema, thresholds: Thresholds, *, calibrated: bool = False
    ) -> None:
        self.predictor = predictor
        self.schema = schema
        self.thresholds = thresholds
        self.calibrated = calibrated
        self.maker = ProductMaker(schema, thresholds, calibrated=calibrated)

    @classmethod
    def load(cls, checkpoint: str, schema: Schema | None, thresholds: Thresholds, batching: Batching) -> Pipeline:
        """A checkpoint, its files' hashes checked; with its own schema if none is given.

        Raises CheckpointError, also when it was made for another version of the schema.
        """
        verify(checkpoint)
        if schema is None:
            schema = read_schema(checkpoint)
        else:
            check_schema(checkpoint, schema)
        predictor = Predictor.load(checkpoint, schema, batching)
        return cls(predictor, schema, thresholds, calibrated=predictor.calibrated)

    @property
    def gaps(self) -> list[str]:
        """What people should be told that the checkpoint does not know of itself, nearest values apart."""
        checkpoint = self.predictor.checkpoint
        return Knowledge(checkpoint.neighbours, checkpoint.evidence, checkpoint.languages, checkpoint.outliers).gaps()

    def process(self, listings: Sequence[Listing]) -> list[StandardListing]:
        """Every listing's category and product, in order."""
        extractions = self.predictor.extract(listings)
        return [self._standardized(*each) for each in zip(listings, extractions, strict=True)]

    def _standardized(self, listing: Listing, extraction: Extraction) -> StandardListing:
        category = self._category(listing, extraction)
        if category is None:
            return StandardListing(listing, None, extraction, Product())

        def compare(unknown: Sequence[Wording]) -> Mapping[Wording, Sequence[Scored]]:
            return dict(zip(unknown, self.predictor.match([(category, *wording) for wording in unknown]), strict=True))

        product = self.maker.make(
            category, extraction.spans, extraction.choices, extraction.tags,
            entries=listing.statements, texts=listing.texts, compare=compare,
            foreign=extraction.foreign, description=listing.description,
        )  # fmt: skip
        return StandardListing(listing, category, extraction, product)

    def _category(self, listing: Listing, extraction: Extraction) -> str | None:
        if listing.category:
            return listing.category
        sure = extraction.category_confidence >= self.thresholds.category and not extraction.foreign
        return extraction.category if sure else None
