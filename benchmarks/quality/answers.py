"""What the product says of listings: one value with its confidence for each attribute, through the serving code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.datasets import DATA_SETS, DataSet
from udfs.errors import SourceError
from udfs.manifest import read_schema
from udfs.pipeline import Pipeline
from udfs.predictor import Predictor
from udfs.records import Listing
from udfs.schema import Schema
from udfs.settings import Batching, Thresholds


@dataclass(frozen=True, slots=True)
class Answer:
    """The best value of an attribute, whatever its confidence; ``kept`` when that reaches the threshold."""

    value: str
    confidence: float
    kept: bool


Answers = Mapping[str, Answer]
"""By the id of the attribute; absent where nothing is claimed."""

Answering = Callable[[Pipeline, Sequence[Listing], float], list[Answers]]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that is asked of a data set. ``threshold``: the least confidence of a value that is given out.

    ``standard``: values are compared with the standardized gold; ``given``: the gold's wordings are the input.
    """

    name: str
    data_set: DataSet
    answer: Answering
    threshold: float
    standard: bool = False
    given: bool = False


def open_pipeline(checkpoint: Path) -> Pipeline:
    """The checkpoint with its own schema; thresholds are applied to the answers, so that all confidences are seen."""
    schema = read_schema(checkpoint)
    predictor = Predictor.load(checkpoint, schema, Batching())
    return Pipeline(predictor, schema, Thresholds(value=0.0, category=0.0))


def surface_answers(pipeline: Pipeline, listings: Sequence[Listing], threshold: float) -> list[Answers]:
    """The text of the best span of each attribute."""
    check_listings(pipeline.schema, listings)
    answers: list[Answers] = []
    for listing, found in zip(listings, pipeline.predictor.extract(listings), strict=True):
        own: dict[str, Answer] = {}
        for span in found.spans:  # best first
            least = _least(pipeline.schema, listing, span.attribute, threshold)
            own.setdefault(span.attribute, Answer(span.text.strip(), span.confidence, kept=span.confidence >= least))
        answers.append(own)
    return answers


def standard_answers(pipeline: Pipeline, listings: Sequence[Listing], threshold: float) -> list[Answers]:
    """The standardized value of each attribute."""
    check_listings(pipeline.schema, listings)
    answers: list[Answers] = []
    for result in pipeline.process(listings):
        own: dict[str, Answer] = {}
        for row in result.rows:
            if row.status == "standard" and row.value is not None and row.ordinal == 0:
                confidence = row.confidence or 0.0
                least = _least(pipeline.schema, result.listing, row.attribute, threshold)
                own[row.attribute] = Answer(row.value, confidence, kept=confidence >= least)
        answers.append(own)
    return answers


def given_answers(pipeline: Pipeline, listings: Sequence[Listing], threshold: float) -> list[Answers]:
    """The standardized value of what each seller states, and of nothing else.

    What no rule knows is the model's best value of the listing; where it has none, the seller's text stays.
    """
    answers: list[Answers] = []
    for listing, found in zip(listings, standard_answers(pipeline, listings, threshold), strict=True):
        stated = {_attribute_id(pipeline.schema, listing, name): raw for name, raw in listing.seller_attributes.items()}
        answers.append(
            {
                key: found[key] if key in found and found[key].kept else Answer(raw, 0.0, kept=True)
                for key, raw in stated.items()
            }
        )
    return answers


TASKS = {
    task.name: task
    for task in (
        Task("wdc", DATA_SETS["wdc"], surface_answers, 0.4),
        Task("wdc_normalized", DATA_SETS["wdc"], standard_answers, 0.4, standard=True),
        Task("wdc_normalize_gold", DATA_SETS["wdc"], given_answers, 0.0, standard=True, given=True),
        Task("oa_mine", DATA_SETS["oa_mine"], surface_answers, 0.3),
        Task("ae_110k", DATA_SETS["ae_110k"], surface_answers, 0.45),
    )
}


def check_listings(schema: Schema, listings: Sequence[Listing]) -> None:
    """Raises SourceError where a listing's category, or an attribute that its seller names, is not in the schema."""
    for listing in listings:
        if listing.category not in schema.categories:
            raise SourceError(
                f"listing {listing.product_id}: the checkpoint does not know its category {listing.category}; "
                f"it knows {', '.join(schema.categories)}. Train one on the data set that the listing is from"
            )
        for name in listing.seller_attributes:
            _attribute_id(schema, listing, name)


def _attribute_id(schema: Schema, listing: Listing, name: str) -> str:
    category = schema.categories[listing.category or ""]
    for key, attribute in category.attributes.items():
        if attribute.name.en == name:
            return key
    known = ", ".join(attribute.name.en for attribute in category.attributes.values())
    raise SourceError(
        f"listing {listing.product_id}: the checkpoint's {listing.category} has no attribute {name!r}; it has {known}"
    )


def _least(schema: Schema, listing: Listing, attribute: str, threshold: float) -> float:
    own = schema.attribute(listing.category or "", attribute).threshold
    return threshold if own is None else own
