"""Raw values read alone in training: which allowed value each means."""

from __future__ import annotations

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

MATCHES_PER_STEP = 24
"""Raw values that a step should read beside its listings."""

MATCH_READS = 8
"""Times that an epoch reads each raw value with a meaning, about and at most: a few wordings beside many thousand
listings need no more."""

SHARE_MEANT = 0.75
"""Of the raw values that a step reads, those that mean a value: most of a listing's are none of any one attribute's."""


@dataclass(frozen=True, slots=True)
class MatchExample:
    """A raw value of a choice attribute alone: which allowed value it means, or null for none of them."""

    text: str
    question: ChoiceQuestion
    value: str | None


def match_loss(model: ListingModel, states: Encoded, matches: Sequence[MatchExample]) -> Tensor:
    """Mean loss of raw values read alone, as :meth:`udfs.serving.predictor.Predictor.match` reads them; a scalar."""
    return answers_loss(model, states, [[Answer(m.question, (m.value,) if m.value else ())] for m in matches])


def match_examples(examples: Sequence[Example], schema: Schema, questions: Questions) -> list[MatchExample]:
    """Names and aliases of all allowed values, evidence in the listings, and raw values of other attributes as none.

    A text that means a value somewhere is never given as none.
    """
    found: dict[tuple[str, int], MatchExample] = {}
    for match in (*_of_schema(schema, questions), *_of_listings(examples, questions)):
        known = found.get((match.text, match.question.label))
        if known is None or known.value is None:
            found[match.text, match.question.label] = match
    return list(found.values())


def _of_schema(schema: Schema, questions: Questions) -> Iterator[MatchExample]:
    """Every wording of every value of the closed lists."""
    for key, category in schema.categories.items():
        for name, question in questions.by_category[key].choices.items():
            for value, definition in category.attributes[name].values.items():
                for wording in definition.wordings():
                    yield MatchExample(wording, question, value)


def _of_listings(examples: Sequence[Example], questions: Questions) -> Iterator[MatchExample]:
    """Every labelled statement, asked for each closed list; where a list has several values, which one is not known."""
    for example in examples:
        asked = questions.of(example.listing.category)
        for span in example.spans:
            for name, question in asked.choices.items() if asked else ():
                values = example.choices.get(name, ())
                if name != span.attribute:
                    yield MatchExample(example.wording(span), question, None)
                elif len(values) == 1:
                    yield MatchExample(example.wording(span), question, values[0])


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
