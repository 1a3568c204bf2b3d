"""What can be said of a product's facts, in any language, made once for all plans of the product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic

from udfs.records import Fact
from udfs.schema.schema import Schema
from udfs.writing.phrases.grouping import P, by_attribute, once
from udfs.writing.planning.plan import Plan
from udfs.writing.records import Subject


class ProductPoints(Generic[P]):
    """The points of one product after the other: a text that fits its length is found by saying several plans.

    ``make``: category, product, attribute and its facts to what they say; null where nothing can be said of them.
    """

    def __init__(self, schema: Schema, make: Callable[[str, Subject, str, Sequence[Fact]], P | None]) -> None:
        self._schema, self._make = schema, make
        self._subject: Subject | None = None
        self._points: dict[tuple[str, tuple[int, ...]], P | None] = {}

    def of(self, category: str, subject: Subject, plan: Plan) -> list[list[P]]:
        """What can be said of the facts of a plan, by sentence and attribute, in their order, each once."""
        attributes = self._schema.categories[category].attributes
        made = [
            [self._point(category, subject, key, own) for key, own in by_attribute(facts) if key in attributes]
            for facts in plan.sentences
        ]
        return once([[point for point in group if point is not None] for group in made])

    def _point(self, category: str, subject: Subject, key: str, facts: Sequence[Fact]) -> P | None:
        if subject is not self._subject:
            self._subject, self._points = subject, {}
        known = (key, tuple(map(id, facts)))
        if known not in self._points:
            self._points[known] = self._make(category, subject, key, facts)
        return self._points[known]
