"""Raw values read alone in training: which allowed value each means."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torch import Tensor

from training.data.examples import Example
from training.tasks.choices import Answer, answers_loss
from udfs.heads.network import ListingModel
from udfs.heads.questions import ChoiceQuestion, Questions
from udfs.heads.states import Encoded
from udfs.schema.schema import Schema
from udfs.text.keys import fold

MATCHES_PER_STEP = 24
"""Raw values that a step should read beside its listings."""

MATCH_READS = 8
"""Times that an epoch reads each raw value with a meaning, about and at most: a few wordings beside many thousand
listings need no more."""

SHARE_MEANT = 0.75
"""Of the raw values that a step reads, those that mean a value: most of a listing's are none of any one attribute's."""

LEFT_OUT = 0.1
"""Share of the aliases that are kept from training: what the model makes of them shows what its nearest values are
worth. Names are all learned, as the model reads them as labels."""

LEAST_LEFT_OUT = 50
"""Aliases below which none is left out: fewer say too little."""


@dataclass(frozen=True, slots=True)
class MatchExample:
    """A raw value of a choice attribute alone: which allowed value it means, or null for none of them.

    ``confidence``: how sure that is, 0..1.
    """

    text: str
    question: ChoiceQuestion
    value: str | None
    confidence: float = 1.0


def match_loss(model: ListingModel, states: Encoded, matches: Sequence[MatchExample]) -> Tensor:
    """Mean loss of raw values read alone, as :meth:`udfs.serving.predictor.Predictor.match` reads them; a scalar."""
    return answers_loss(
        model, states, [[Answer(m.question, (m.value,) if m.value else (), m.confidence)] for m in matches]
    )


def match_examples(examples: Sequence[Example], schema: Schema, questions: Questions) -> list[MatchExample]:
    """Names and aliases of all allowed values, evidence in the listings, and raw values of other attributes as none.

    A text that means a value somewhere is never given as none. Those of :func:`left_out` are none of them.
    """
    kept = {match_key(match) for match in left_out(schema, questions)}
    found: dict[tuple[str, int], MatchExample] = {}
    for match in (*_of_schema(schema, questions), *of_listings(examples, questions)):
        if match_key(match) in kept:
            continue
        known = found.get((match.text, match.question.label))
        if known is None or known.value is None:
            found[match.text, match.question.label] = match
    return list(found.values())


def left_out(schema: Schema, questions: Questions) -> list[MatchExample]:
    """Aliases that training does not read, each with its question and value: always the same ones of a schema.

    None where there are too few to say anything.
    """
    names = set(_names(schema, questions))
    every = {match_key(match): match for match in _of_schema(schema, questions)}
    found = [
        match
        for (wording, label), match in every.items()
        if (wording, label) not in names and _is_drawn(f"{questions.texts[label]}\n{wording}")
    ]
    return found if len(found) >= LEAST_LEFT_OUT else []


def _names(schema: Schema, questions: Questions) -> Iterator[tuple[str, int]]:
    """The keys, see :func:`match_key`, of the values' names."""
    for key, category in schema.categories.items():
        for name, question in questions.by_category[key].choices.items():
            for value in category.attributes[name].values.values():
                yield from ((fold(text), question.label) for text in value.name.root.values())


def match_key(match: MatchExample) -> tuple[str, int]:
    """What a raw value and its question are known by: equal for wordings that mean the same to the rules."""
    return fold(match.text), match.question.label


def _is_drawn(text: str) -> bool:
    """Whether a text belongs to the share that is left out, in any run and on any machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) < LEFT_OUT * 2**32


def _of_schema(schema: Schema, questions: Questions) -> Iterator[MatchExample]:
    """Every wording of every value of the closed lists."""
    for key, category in schema.categories.items():
        for name, question in questions.by_category[key].choices.items():
            for value, definition in category.attributes[name].values.items():
                for wording in definition.wordings():
                    yield MatchExample(wording, question, value)


def of_listings(examples: Sequence[Example], questions: Questions) -> Iterator[MatchExample]:
    """Every labelled statement, asked for each closed list; where a list has several values, which one is not known."""
    for example in examples:
        asked = questions.of(example.listing.category)
        for span in example.spans:
            for name, question in asked.choices.items() if asked else ():
                values = example.choices.get(name, ())
                if name != span.attribute:
                    yield MatchExample(example.wording(span), question, None, span.confidence)
                elif len(values) == 1:
                    sure = min(span.confidence, example.confidence_of(name))
                    yield MatchExample(example.wording(span), question, values[0], sure)


def matches_per_step(pool: Sequence[MatchExample], steps_per_epoch: int) -> float:
    """How many raw values a step reads on average: as many as it should, or as there are to read."""
    n_meant = sum(1 for match in pool if match.value)
    return min(MATCHES_PER_STEP, MATCH_READS * n_meant / (SHARE_MEANT * steps_per_epoch))


def sample_matches(pool: Sequence[MatchExample], n: int, rng: random.Random) -> list[MatchExample]:
    """``n`` of the pool, on average ``SHARE_MEANT`` of them with a value."""
    positive = [example for example in pool if example.value]
    negative = [example for example in pool if not example.value]
    n_negative = min(len(negative), sum(rng.random() >= SHARE_MEANT for _ in range(n)))
    return rng.sample(positive, min(len(positive), n - n_negative)) + rng.sample(negative, n_negative)
