"""What the product says of listings: one value with its confidence for each attribute, through the serving code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.quality.serving import check_categories
from udfs.errors import SourceError
from udfs.pipeline import Pipeline
from udfs.records import Listing
from udfs.schema.schema import Schema


@dataclass(frozen=True, slots=True)
class Answer:
    """The best value of an attribute, whatever its confidence; ``kept`` when that reaches the threshold."""

    value: str
    confidence: float
    kept: bool


Answers = Mapping[str, Answer]
"""By the id of the attribute; absent where nothing is claimed."""

Answering = Callable[[Pipeline, Sequence[Listing], float], list[Answers]]


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
        for row in result.product.facts:
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
        stated = {_attribute_id(pipeline.schema, listing, name): raw for name, raw in listing.statements}
        answers.append(
            {
                key: found[key] if key in found and found[key].kept else Answer(raw, 0.0, kept=True)
                for key, raw in stated.items()
            }
        )
    return answers


def check_listings(schema: Schema, listings: Sequence[Listing]) -> None:
    """Raises SourceError where a listing's category, or an attribute that its seller names, is not in the schema."""
    check_categories(schema, listings)
    for listing in listings:
        for name, _ in listing.statements:
            _attribute_id(schema, listing, name)


def _attribute_id(schema: Schema, listing: Listing, name: str) -> str:
    category = schema.categories[listing.category or ""]
    for key, attribute in category.attributes.items():
        if attribute.name.first == name:
            return key
    known = ", ".join(attribute.name.first for attribute in category.attributes.values())
    raise SourceError(
        f"listing {listing.product_id}: the checkpoint's {listing.category} has no attribute {name!r}; it has {known}"
    )


def _least(schema: Schema, listing: Listing, attribute: str, threshold: float) -> float:
    own = schema.attribute(listing.category or "", attribute).threshold
    return threshold if own is None else own
