"""The prior: what labelled listings say of an attribute's values, weighed with the model's own scores.

The transformer judges what a text says here and now. How a value is usually written, and which wordings are often
there without being one, can simply be counted. A log-linear model of a few readable features puts both together; its
weights are fitted on listings that neither the transformer nor the counts have seen, so they calibrate as well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Annotated

from pydantic import Field, NonNegativeInt

from udfs.config import Strict
from udfs.records import Span
from udfs.text.cleaning import clean
from udfs.text.keys import same_text

_Weight = Annotated[float, Field(ge=-1e6, le=1e6)]  # fitted ones are below 100; 1e308 makes odds that are no numbers

Row = tuple[float, ...]
"""What is known of one alternative, a number for each of FEATURES."""

_LEAST = 1e-6  # a probability below it is taken for it
_SIGNS = ("9", "A", "a", "字", " ")
_RUN = re.compile(r"(\d+)|([A-Z]+)|([a-z]+)|([^\W\da-zA-Z_]+)|(\s+)")


class Weights(Strict):
    """By what each feature counts; as they stand by default, the model's own score decides alone.

    ``score``: log of the model's probability. ``nothing``: of "not stated". ``known``: log-odds that listings which
    hold the wording state it. ``unseen``: the wording is no labelled value. ``title``: it stands in the title.
    ``shape``: log of the share of labelled values of its shape. ``rare``: of "not stated", log-odds of silent listings.
    """

    score: _Weight = 1.0
    nothing: _Weight = 0.0
    known: _Weight = 0.0
    unseen: _Weight = 0.0
    title: _Weight = 0.0
    shape: _Weight = 0.0
    rare: _Weight = 0.0

    def row(self) -> Row:
        """The weights in the order of FEATURES."""
        return tuple(getattr(self, name) for name in FEATURES)


FEATURES = tuple(Weights.model_fields)
_PLAIN = Weights()


class Usage(Strict):
    """How labelled listings use one attribute: how many state it, how many are silent.

    ``wordings``: by the key of each stated value, how many listings state it so, and how many hold the wording and do
    not. ``shapes``: how many listings state a value of the shape.
    """

    stated: NonNegativeInt = 0
    silent: NonNegativeInt = 0
    wordings: dict[str, tuple[NonNegativeInt, NonNegativeInt]] = Field(default_factory=dict)
    shapes: dict[str, NonNegativeInt] = Field(default_factory=dict)

    @cached_property
    def n_shaped(self) -> int:
        """How many values the shapes were counted of."""
        return sum(self.shapes.values())

    def of_wording(self, text: str) -> tuple[float, float, float]:
        """What the features ``known``, ``unseen`` and ``shape`` are of a wording."""
        found = self.wordings.get(wording_key(text))
        alike = (self.shapes.get(shape(text), 0) + 0.5) / (self.n_shaped + 5)
        return _log_odds(*found) if found else 0.0, float(found is None), math.log(alike)


class Prior(Strict):
    """Weights of attributes with one value and with several, and usage by category and attribute."""

    single: Weights = Weights()
    many: Weights = Weights()
    usage: dict[str, dict[str, Usage]] = Field(default_factory=dict)

    def weigh(
        self, category: str, spans: Sequence[Span], several: Mapping[str, bool], *, floor: float = 0.0
    ) -> list[Span]:
        """The spans of one listing with what the prior makes of their confidences, best first.

        ``several``: whether a listing may state several values, by attribute. Alternatives of a single-valued attribute
        still add up to at most 1. Where no usage is known, the network alone decides. What ends up at ``floor`` or
        below it is left out.
        """
        usages = self.usage.get(category, {})
        weighed: list[Span] = []
        for attribute, own in by_attribute(spans).items():
            weights = self.many if several[attribute] else self.single
            if attribute not in usages or weights == _PLAIN:
                weighed += (span for span in own if span.confidence > floor)
                continue
            for slot in slots(own, several=several[attribute]):
                odds = _odds(slot, usages[attribute], weights)
                largest = max(odds)
                shares = [math.exp(each - largest) for each in odds]
                least = floor * (total := sum(shares))
                weighed += (
                    Span(span.attribute, span.field, span.start, span.end, span.text, share / total)
                    for span, share in zip(slot, shares[1:], strict=True)
                    if share > least
                )
        return sorted(weighed, key=attrgetter("confidence"), reverse=True)


def features(slot: Sequence[Span], usage: Usage) -> list[Row]:
    """1 + N rows of FEATURES: "not stated", then each of N spans that stand against it and one another."""
    nothing = 1.0 - sum(span.confidence for span in slot)
    rows: list[Row] = [(_log(nothing), 1.0, 0.0, 0.0, 0.0, 0.0, _log_odds(usage.silent, usage.stated))]
    for span in slot:
        known, unseen, alike = usage.of_wording(span.text)
        rows.append((_log(span.confidence), 0.0, known, unseen, float(span.field == "title"), alike, 0.0))
    return rows


def _odds(slot: Sequence[Span], usage: Usage, weights: Weights) -> list[float]:
    """1 + N sums of :func:`features` by their weights, written out: they are asked for forty times a listing."""
    nothing = 1.0
    odds = [0.0]
    for span in slot:
        known, unseen, alike = usage.of_wording(span.text)
        nothing -= span.confidence
        own = weights.score * _log(span.confidence) + weights.known * known + weights.unseen * unseen
        odds.append(own + weights.shape * alike + (weights.title if span.field == "title" else 0.0))
    odds[0] = weights.score * _log(nothing) + weights.nothing + weights.rare * _log_odds(usage.silent, usage.stated)
    return odds


def by_attribute(spans: Sequence[Span]) -> dict[str, list[Span]]:
    """The spans of each attribute, in their order."""
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.attribute, []).append(span)
    return found


def slots(spans: Sequence[Span], *, several: bool) -> list[list[Span]]:
    """Spans of one attribute by what they stand against: each alone if several may hold, else one another."""
    return [[span] for span in spans] if several else [list(spans)]


@lru_cache(65536)  # listings repeat each other, and cleaning takes longer than all else here
def wording_key(text: str) -> str:
    """Key of a wording, raw or clean."""
    return same_text(clean(text).text)


@lru_cache(65536)
def shape(text: str) -> str:
    """What a value looks like: runs of digits, of letters of one case and of letters without case, each as one.

    ``shape("WH-1000XM5") == "A-9A9"``, ``shape("500 毫升") == "9 字"``.
    """
    return _RUN.sub(lambda run: _SIGNS[(run.lastindex or 1) - 1], text)


def _log(probability: float) -> float:
    return math.log(max(probability, _LEAST))


def _log_odds(part: int, rest: int) -> float:
    return math.log((part + 0.5) / (rest + 0.5))
