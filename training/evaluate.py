"""Scores a model through the very steps that the job takes: the evaluated path is the served one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from training.data import Example
from training.metrics import Counts
from udfs.pipeline import Pipeline
from udfs.records import AttributeRow, Candidate, Choice, Extraction, Listing
from udfs.settings import Thresholds


def evaluate(pipeline: Pipeline, examples: Sequence[Example]) -> dict[str, Any]:
    """Figures in 0..1 for ``examples``, predicted without their categories.

    ``category`` accuracy; ``spans`` exact (attribute, field, start, end); ``choices`` (attribute, value); ``tags``;
    ``values`` (attribute, canonical value) after standardization and resolution, overall and by attribute; ``score``,
    by which training picks its best epoch, is the mean of category accuracy and the F1 of spans and values.
    """
    thresholds = pipeline.thresholds
    counts = {name: Counts() for name in ("spans", "choices", "tags", "values")}
    by_attribute: dict[str, Counts] = {}
    right = 0
    for example, result in zip(examples, pipeline.process([_unlabelled(e) for e in examples]), strict=True):
        found = result.extraction
        right += result.category == example.listing.category
        counts["spans"].add(_spans(found, thresholds), {(s.attribute, s.field, s.start, s.end) for s in example.spans})
        chosen = {(c.attribute, c.value) for c in found.choices if c.confidence >= thresholds.value}
        counts["choices"].add(chosen, {(key, v) for key, values in example.choices.items() for v in values})
        counts["tags"].add((tag.id for tag in result.tags), example.tags)
        mine, gold = _values(result.rows), _gold_values(example, pipeline)
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
    return Listing(example.listing.product_id, example.listing.title, example.listing.description)


def _spans(found: Extraction, thresholds: Thresholds) -> set[tuple[str, str, int, int]]:
    return {(s.attribute, s.field, s.start, s.end) for s in found.spans if s.confidence >= thresholds.value}


def _values(found: Iterable[AttributeRow]) -> set[tuple[str, str]]:
    return {(row.attribute, row.value_id or row.value) for row in found if row.status == "standard" and row.value}


def _gold_values(example: Example, pipeline: Pipeline) -> set[tuple[str, str]]:
    """Canonical values of the labels, as claims without doubt through the same rules and resolver as predictions."""
    category = example.listing.category
    if not category:
        return set()
    texts: Mapping[str, str | None] = {"title": example.listing.title, "description": example.listing.description}
    standardize, parts = pipeline.standardizer.standardize, pipeline.standardizer.parts
    claims = [
        Candidate(s.attribute, "model", part, 1.0, standardize(category, s.attribute, part), s.field, s.start, s.end)
        for s in example.spans
        for part in parts(category, s.attribute, (texts[s.field] or "")[s.start : s.end])
    ]
    choices = [Choice(key, value, 1.0) for key, values in example.choices.items() for value in values]
    return _values(pipeline.resolver.resolve(category, claims, choices))
