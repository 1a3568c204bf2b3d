"""The steps of the job for listings in memory: extract, standardize, match, resolve. No Spark.

``predict``, ``dry-run`` and training's evaluation use it; the job runs the same functions over tables. Torch is
imported where a checkpoint is loaded: rules alone need none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from udfs.checkpoint.manifest import Knowledge, check_schema, read_schema, verify
from udfs.confidence.neighbours import UNCALIBRATED
from udfs.errors import ConfigError
from udfs.records import Extraction, Listing, Product, Scored, Wording
from udfs.resolution.categories import RULES_ALONE, Decided, Guess, Needs, Stated, asks_model, decide
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.schema.untrained import ALL_LEARNT, Untrained
from udfs.settings import NO_CHECKPOINT, NOTHING_INFERRED, Batching, Thresholds, UnknownCategory, UntrainedParts

if TYPE_CHECKING:
    from udfs.serving.predictor import Predictor

_NOTHING = Extraction(None, 0.0)


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


class RulesPipeline:
    """Rules that make products of what sellers and people say, without a model.

    ``unknown_category``: what becomes of a listing whose seller names a category that the schema does not know.
    """

    def __init__(
        self,
        schema: Schema,
        thresholds: Thresholds,
        *,
        unknown_category: UnknownCategory = "model",
        needs: Needs = RULES_ALONE,
        calibrated: bool = False,
    ) -> None:
        self.schema = schema
        self.thresholds = thresholds
        self.unknown_category = unknown_category
        self.needs = needs
        self.calibrated = calibrated
        self.maker = ProductMaker(schema, thresholds, calibrated=calibrated, untrained=needs.untrained)

    def told(self) -> list[str]:
        """What people should be told of the model before its results."""
        return [NOTHING_INFERRED]

    def process(self, listings: Sequence[Listing]) -> list[StandardListing]:
        """Every listing's category and product, in order."""
        return [self._standardized(*each) for each in zip(listings, self._extract(listings), strict=True)]

    def _extract(self, listings: Sequence[Listing]) -> list[Extraction]:
        """What the model says of each listing; nothing where it is not asked."""
        return [_NOTHING] * len(listings)

    def _match(self, category: str, unknown: Sequence[Wording]) -> Mapping[Wording, Sequence[Scored]]:  # noqa: ARG002
        """What the model says of wordings that no rule knows."""
        return {}

    def _standardized(self, listing: Listing, extraction: Extraction) -> StandardListing:
        stated = Stated(listing.category, listing.named, listing.wording, listing.titled)
        decided = decide(stated, _guess(extraction), self.needs, self.unknown_category)
        category = decided.category
        if category is None:
            return StandardListing(listing, decided, extraction, Product())
        # Of goods that a title places elsewhere, the model was asked for another category's attributes.
        heard = extraction if extraction.category == category else _NOTHING
        product = self.maker.make(
            category, heard.spans, heard.choices, heard.tags,
            entries=listing.statements, texts=listing.texts, compare=lambda unknown: self._match(category, unknown),
            foreign=extraction.foreign, description=listing.description,
        )  # fmt: skip
        return StandardListing(listing, decided, extraction, product)


class Pipeline(RulesPipeline):
    """A predictor with the rules that make products of what it finds.

    ``calibrated``: whether its scores of nearest values are the chances that they are right. ``untrained``: what its
    checkpoint has not learnt of the schema.
    """

    def __init__(
        self,
        predictor: Predictor,
        schema: Schema,
        thresholds: Thresholds,
        *,
        calibrated: bool = False,
        unknown_category: UnknownCategory = "model",
        untrained: Untrained = ALL_LEARNT,
    ) -> None:
        least = predictor.checkpoint.outliers.least(thresholds.category_precision)
        needs = Needs(thresholds.category, least, untrained=untrained, new=thresholds.untrained)
        super().__init__(
            schema, thresholds, unknown_category=unknown_category, needs=needs, calibrated=calibrated
        )  # fmt: skip
        self.predictor = predictor

    @classmethod
    def load(
        cls,
        checkpoint: str,
        schema: Schema | None,
        thresholds: Thresholds,
        batching: Batching,
        *,
        unknown_category: UnknownCategory = "model",
        untrained: UntrainedParts = "refuse",
    ) -> Pipeline:
        """A checkpoint, its files' hashes checked; with its own schema if none is given.

        Raises CheckpointError, also when it was made for another version of the schema and that is refused.
        """
        from udfs.serving.predictor import Predictor

        verify(checkpoint)
        schema = schema or read_schema(checkpoint)
        asked = check_schema(checkpoint, schema, untrained)
        predictor = Predictor.load(checkpoint, asked.schema, batching)
        return cls(
            predictor, schema, thresholds,
            calibrated=predictor.calibrated, unknown_category=unknown_category, untrained=asked.untrained,
        )  # fmt: skip

    @property
    def gaps(self) -> list[str]:
        """What people should be told that the checkpoint does not know of itself, nearest values apart."""
        checkpoint = self.predictor.checkpoint
        return Knowledge(checkpoint.neighbours, checkpoint.evidence, checkpoint.languages, checkpoint.outliers).gaps()

    def told(self) -> list[str]:
        """What the checkpoint does not know of itself, and what it has not learnt of the schema."""
        uncalibrated = self.thresholds.least_match(calibrated=self.calibrated) is None
        untrained = self.needs.untrained.told()
        return [*([UNCALIBRATED] if uncalibrated else []), *self.gaps, *([untrained] if untrained else [])]

    def _extract(self, listings: Sequence[Listing]) -> list[Extraction]:
        asked = [
            asks_model(listing.named, self.unknown_category) and self.needs.untrained.reads(listing.category)
            for listing in listings
        ]
        read = [listing for listing, reads in zip(listings, asked, strict=True) if reads]
        found = iter(self.predictor.extract(read))
        return [next(found) if reads else _NOTHING for reads in asked]

    def _match(self, category: str, unknown: Sequence[Wording]) -> Mapping[Wording, Sequence[Scored]]:
        triples = [(category, *wording) for wording in unknown]
        return dict(zip(unknown, self.predictor.match(triples), strict=True))


def load_pipeline(
    checkpoint: str,
    schema: Schema | None,
    thresholds: Thresholds,
    batching: Batching,
    *,
    unknown_category: UnknownCategory = "model",
    untrained: UntrainedParts = "refuse",
) -> RulesPipeline:
    """The pipeline of a checkpoint, or that of rules alone for ``none``. Raises CheckpointError, and ConfigError where
    there is neither a checkpoint nor a schema.
    """
    if checkpoint != NO_CHECKPOINT:
        return Pipeline.load(
            checkpoint, schema, thresholds, batching, unknown_category=unknown_category, untrained=untrained
        )
    if schema is None:
        raise ConfigError("no schema is given, and without a checkpoint there is none: name its folder with --schema")
    return RulesPipeline(schema, thresholds, unknown_category=unknown_category)


def _guess(extraction: Extraction) -> Guess:
    """What the model says of a listing's category."""
    best: tuple[str | None, float | None] = next(iter(extraction.categories), (None, None))
    return Guess(extraction.category, extraction.category_confidence, *best, extraction.foreign, extraction.inside)
