"""A checkpoint opened as the job opens it, and what it can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from udfs.checkpoint.manifest import read_schema
from udfs.errors import SourceError
from udfs.pipeline import Pipeline
from udfs.records import Listing
from udfs.schema.schema import Schema
from udfs.serving.predictor import Predictor
from udfs.settings import Batching, Thresholds


def open_pipeline(checkpoint: Path) -> Pipeline:
    """The checkpoint with its own schema; thresholds are applied to the answers, so that all confidences are seen.

    Nearest values count by their scores, as checkpoints do that were trained before it was fitted what those are worth.
    """
    schema = read_schema(checkpoint)
    predictor = Predictor.load(checkpoint, schema, Batching())
    thresholds = Thresholds(value=0.0, category=0.0, nearest_precision=None, category_precision=None, overrule=0.0)
    return Pipeline(predictor, schema, thresholds, calibrated=predictor.calibrated)


def check_categories(schema: Schema, listings: Sequence[Listing]) -> None:
    """Raises SourceError where a listing's category is not in the schema."""
    for listing in listings:
        if listing.category not in schema.categories:
            raise SourceError(
                f"listing {listing.product_id}: the checkpoint does not know its category {listing.category}; "
                f"it knows {', '.join(schema.categories)}. Train one on the data set that the listing is from"
            )
