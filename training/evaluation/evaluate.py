"""Scores a model through the very steps that the job takes: the evaluated path is the served one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from training.data.examples import Example
from training.evaluation.metrics import Counts
from training.tasks.choices import chosen_values
from training.tasks.spans import span_places
from udfs.pipeline import Pipeline, StandardListing
from udfs.records import Choice, Claim, Fact, Span


def evaluate(pipeline: Pipeline, examples: Sequence[Example]) -> dict[str, Any]:
    """Figures in 0..1 for ``examples``, predicted without their categories, over what they are labelled for.

    ``category`` accuracy; ``spans`` exact (attribute, field, start, end), of a single-valued attribute the best one
    against any of the labelled ones; ``choices`` (attribute, value); ``tags``;
    ``values`` (attribute, canonical value) after standardization and resolution, overall and by attribute; ``score``,
    by which training picks its epoch, is the mean of category accuracy and the F1 of spans and values.
    """
    threshold = pipeline.thresholds.value
    counts = {name: Counts() for name in ("spans", "choices", "tags", "values")}
    by_attribute: dict[str, Counts] = {}
    right = 0
    listings = [replace(example.listing, category=None) for example in examples]
    for example, result in zip(examples, pipeline.process(listings), strict=True):
        found = result.extraction
        right += result.category == example.listing.category
        counts["spans"].add(*span_places(found.spans, example, pipeline.schema, threshold))
        counts["choices"].add(*chosen_values(found.choices, example, threshold))
        counts["tags"].add((tag.id for tag in result.product.tags), example.tags)
        mine, gold = both_values(pipeline, example, result)
        counts["values"].add(mine, gold)
        for key in {k for k, _ in mine | gold}:
            own = by_attribute.setdefault(key, Counts())
            own.add((v for v in mine if v[0] == key), (v for v in gold if v[0] == key))
    category = right / len(examples) if examples else 0.0
    return {
        "listings": len(examples),
        "category": round(category, 4),
        **{name: count.as_dict() for name, count in counts.items()},
        "values_by_attribute": {key: by_attribute[key].as_dict() for key in sorted(by_attribute)},
        "score": round((category + counts["spans"].f1 + counts["values"].f1) / 3, 4),
    }


_Value = tuple[str, str]


def both_values(pipeline: Pipeline, example: Example, result: StandardListing) -> tuple[set[_Value], set[_Value]]:
    """(attribute, canonical value) pairs that came out, of what the listing is labelled for, and the right ones."""
    mine = {value for value in _values(result.product.facts) if example.is_labelled(value[0])}
    return mine, _gold_values(example, pipeline, mine)


def _values(found: Iterable[Fact]) -> set[_Value]:
    return {(row.attribute, row.value_id or row.value) for row in found if row.status == "standard" and row.value}


def _gold_values(example: Example, pipeline: Pipeline, mine: set[_Value]) -> set[_Value]:
    """Canonical values of the labels, as claims without doubt through the same rules and resolver as predictions.

    Several labelled wordings of a single-valued attribute are as right as one another: the one that was found counts.
    A labelled choice says more than the wordings.
    """
    category = example.listing.category
    if not category:
        return set()
    gold: set[_Value] = set()
    for key, attribute in pipeline.schema.categories[category].attributes.items():
        choices = [Choice(key, value, 1.0) for value in example.choices.get(key, ())]
        claims = _claims(example, pipeline, category, key)
        if attribute.has_many:
            gold |= _values(pipeline.maker.resolver.resolve(category, claims, choices))
            continue
        each: list[tuple[list[Claim], list[Choice]]]
        each = [([], [choice]) for choice in choices] or [([claim], []) for claim in claims]
        accepted = [value for one in each for value in _values(pipeline.maker.resolver.resolve(category, *one))]
        gold |= set([value for value in accepted if value in mine][:1] or accepted[:1])
    return gold


def _claims(example: Example, pipeline: Pipeline, category: str, key: str) -> list[Claim]:
    """One attribute's labelled statements."""
    spans = [
        Span(key, label.field, label.start, label.end, example.wording(label), 1.0)
        for label in example.spans
        if label.attribute == key
    ]
    return pipeline.maker.claims.stated(category, spans, ())
