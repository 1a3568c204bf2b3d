"""How right a checkpoint is on labelled listings, attribute by attribute, by the path that serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from training.data.examples import Example
from training.evaluation.evaluate import both_values
from training.evaluation.intervals import Figure, Figures, figures, overall, wilson
from training.evaluation.metrics import Counts
from udfs.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Report:
    """``category``: share of listings whose category, or none, is right. ``values``: of all attributes together.

    ``attributes``: by category and attribute, in the order of the schema, those that a label or an answer names.
    """

    listings: int
    category: Figure
    values: Figures
    attributes: dict[tuple[str, str], Figures]


def report(pipeline: Pipeline, examples: Sequence[Example]) -> Report:
    """Compare canonical values after rules and resolution with the labels, read without their categories.

    A value of a listing whose category is wrong counts as wrong, under the attribute of the category that was found.
    """
    listings = [replace(example.listing, category=None) for example in examples]
    right, by_listing = 0, []
    by_attribute: dict[tuple[str, str], Counts] = {}
    for example, result in zip(examples, pipeline.process(listings), strict=True):
        found, truth = result.category or "", example.listing.category or ""
        right += found == truth
        mine, gold = both_values(pipeline, example, result)
        own = ({(found, *value) for value in mine}, {(truth, *value) for value in gold})
        counts = Counts()
        counts.add(*own)
        by_listing.append(counts)
        for key in {value[:2] for values in own for value in values}:
            counted = by_attribute.setdefault(key, Counts())
            counted.add(*([value for value in values if value[:2] == key] for values in own))
    ordered = [(category, key) for category, own in pipeline.schema.categories.items() for key in own.attributes]
    return Report(
        len(examples),
        wilson(right, len(examples)),
        overall(by_listing),
        {key: figures(by_attribute[key]) for key in ordered if key in by_attribute},
    )
