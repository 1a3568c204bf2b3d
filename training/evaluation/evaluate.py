"""Scores a model through the very steps that the job takes: the evaluated path is the served one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from training.data.examples import Example
from training.evaluation.metrics import Counts
from udfs.pipeline import Pipeline
from udfs.records import Choice, Claim, Extraction, Fact, Listing, Span


def evaluate(pipeline: Pipeline, examples: Sequence[Example]) -> dict[str, Any]:
    """Figures in 0..1 for ``examples``, predicted without their categories, over what they are labelled for.

    ``category`` accuracy; ``spans`` exact (attribute, field, start, end), of a single-valued attribute the best one
    against any of the labelled ones; ``choices`` (attribute, value); ``tags``;
    ``values`` (attribute, canonical value) after standardization and resolution, overall and by attribute; ``score``,
    by which training picks its epoch, is the mean of category accuracy and the F1 of spans and values.
    """
    thresholds = pipeline.thresholds
    counts = {name: Counts() for name in ("spans", "choices", "tags", "values")}
    by_attribute: dict[str, Counts] = {}
    right = 0
    for example, result in zip(examples, pipeline.process([_unlabelled(e) for e in examples]), strict=True):
        found = result.extraction
        right += result.category == example.listing.category
        counts["spans"].add(*_places(found, example, pipeline))
        sure = (c for c in found.choices if c.confidence >= thresholds.value and example.is_labelled(c.attribute))
        chosen = {(c.attribute, c.value) for c in sure}
        counts["choices"].add(chosen, {(key, v) for key, values in example.choices.items() for v in values})
        counts["tags"].add((tag.id for tag in result.product.tags), example.tags)
        mine = {value for value in _values(result.product.facts) if example.is_labelled(value[0])}
        gold = _gold_values(example, pipeline, mine)
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


def _unlabelled(example: Example) -> Listing:
    return replace(example.listing, category=None)


_Place = tuple[str, str, int, int]


def _places(found: Extraction, example: Example, pipeline: Pipeline) -> tuple[set[_Place], set[_Place]]:
    """Where the model and where the labels see statements; one place stands for all of a single-valued attribute."""
    mine: dict[str, list[_Place]] = {}
    gold: dict[str, list[_Place]] = {}
    for claim in found.spans:  # best first
        if claim.confidence >= pipeline.thresholds.value and example.is_labelled(claim.attribute):
            mine.setdefault(claim.attribute, []).append((claim.attribute, claim.field, claim.start, claim.end))
    for label in example.spans:
        gold.setdefault(label.attribute, []).append((label.attribute, label.field, label.start, label.end))
    category = pipeline.schema.categories[example.listing.category] if example.listing.category else None
    for key, attribute in category.attributes.items() if category else ():
        if not attribute.has_many:
            best = mine.get(key, [])[:1]
            labelled = gold.get(key, [])
            mine[key], gold[key] = best, best if set(best) & set(labelled) else labelled[:1]
    return {place for own in mine.values() for place in own}, {place for own in gold.values() for place in own}


_Value = tuple[str, str]


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
    texts = {"title": example.listing.title or "", "description": example.listing.description or ""}
    spans = [
        Span(key, label.field, label.start, label.end, texts[label.field][label.start : label.end], 1.0)
        for label in example.spans
        if label.attribute == key
    ]
    return pipeline.maker.claims.stated(category, spans, ())
