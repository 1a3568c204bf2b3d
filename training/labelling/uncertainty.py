"""What a model leaves open about a listing, from the scores that it gave."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator

from udfs.records import Extraction
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema

_LEAST = 1e-9


def uncertainty(extraction: Extraction, schema: Schema, *, placed: bool = False) -> float:
    """Sum of the entropies, in bits, of all that a model was asked about one listing: 0 where it is sure of all.

    Category, each attribute of one value, and each claim about an attribute of several values are a question each. What
    the scores leave is the chance of "not stated". The sum is not divided by the length of the text: a person is asked
    for whole listings, and one with many open questions answers more of them ("total token entropy" of Settles and
    Craven 2008, "An Analysis of Active Learning Strategies for Sequence Labeling Tasks"). ``placed``: the category is
    known, and no question.
    """
    category = schema.categories.get(extraction.category or "")
    total = 0.0 if placed else _entropy([one.score for one in extraction.categories])
    return total + (sum(_questions(extraction, category)) if category else 0.0)


def expected_statements(extraction: Extraction) -> dict[Hashable, float]:
    """By category and attribute, how much a label would tell of it: confidences of its claims, and their entropies.

    A sure claim counts once, and so do two that are half sure, which are in doubt besides: each adds its bit.
    """
    found: dict[Hashable, float] = {}
    claims = [(span.attribute, span.confidence) for span in extraction.spans]
    claims += [(choice.attribute, choice.confidence) for choice in extraction.choices]
    for attribute, confidence in claims:
        key = (extraction.category, attribute)
        found[key] = found.get(key, 0.0) + confidence + _entropy([confidence])
    return found


def _questions(extraction: Extraction, category: Category) -> Iterator[float]:
    """The entropy of each question about an attribute."""
    scores: dict[tuple[str, bool], list[float]] = {}
    for span in extraction.spans:
        scores.setdefault((span.attribute, False), []).append(span.confidence)
    for choice in extraction.choices:
        scores.setdefault((choice.attribute, True), []).append(choice.confidence)
    for (key, _), own in scores.items():
        attribute = category.attributes.get(key)
        if attribute and attribute.has_many:
            yield from (_entropy([score]) for score in own)
        elif attribute:
            yield _entropy(own)


def _entropy(scores: Iterable[float]) -> float:
    """In bits, of answers that exclude each other and of "none of them", which has what they leave of 1."""
    chances = [min(max(score, 0.0), 1.0) for score in scores]
    chances.append(max(0.0, 1.0 - sum(chances)))
    return -sum(chance * math.log2(chance) for chance in chances if chance > _LEAST) + 0.0
