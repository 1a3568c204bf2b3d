"""How many answers a model may get wrong on a listing, from the scores that it gave."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from udfs.records import Extraction
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.text.keys import fold

Sharing = Mapping[tuple[str, str], int]
"""How many products the model reads a wording in: by attribute and folded wording."""

_LEAST = 1e-9


def uncertainty(
    extraction: Extraction, schema: Schema, sharing: Sharing | None = None, *, placed: bool = False
) -> float:
    """Sum of the entropies, in bits, of all that a model was asked about one listing: 0 where it is sure of all.

    Category, each attribute of one value, and each claim about an attribute of several values are a question each. What
    the scores leave is the chance of "not stated". The sum is not divided by the length of the text: a person is asked
    for whole listings, and one with many open questions answers more of them ("total token entropy" of Settles and
    Craven 2008, "An Analysis of Active Learning Strategies for Sequence Labeling Tasks"). ``sharing``: an open question
    about a wording that k products have counts 1 + log2(k) times. ``placed``: the category is known, and no question.
    """
    category = schema.categories.get(extraction.category or "")
    total = 0.0 if placed else _entropy([one.score for one in extraction.categories])
    if category is None:
        return total
    return total + sum(bits * _times(shared, sharing) for bits, shared in _questions(extraction, category))


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


def _questions(extraction: Extraction, category: Category) -> Iterator[tuple[float, tuple[str, str] | None]]:
    """Entropy of each question, and the attribute and wording that it is most about."""
    by_attribute = attrgetter("attribute")
    for key, spans in groupby(sorted(extraction.spans, key=by_attribute), by_attribute):
        own = [(span.confidence, (key, fold(span.text))) for span in spans]
        yield from _of_attribute(own, category, key)
    for key, choices in groupby(sorted(extraction.choices, key=by_attribute), by_attribute):
        yield from _of_attribute([(choice.confidence, None) for choice in choices], category, key)


def _of_attribute(
    claims: Iterable[tuple[float, tuple[str, str] | None]], category: Category, key: str
) -> Iterator[tuple[float, tuple[str, str] | None]]:
    claims = sorted(claims, key=lambda claim: -claim[0])
    if key not in category.attributes:
        return
    if category.attributes[key].has_many:
        yield from ((_entropy([score]), shared) for score, shared in claims)
    else:
        yield _entropy([score for score, _ in claims]), claims[0][1]


def _times(shared: tuple[str, str] | None, sharing: Sharing | None) -> float:
    return 1.0 + math.log2(max(1, sharing.get(shared, 1))) if sharing and shared else 1.0


def _entropy(scores: Iterable[float]) -> float:
    """In bits, of answers that exclude each other and of "none of them", which has what they leave of 1."""
    chances = [min(max(score, 0.0), 1.0) for score in scores]
    chances.append(max(0.0, 1.0 - sum(chances)))
    return -sum(chance * math.log2(chance) for chance in chances if chance > _LEAST) + 0.0
