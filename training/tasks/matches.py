"""Raw values read alone in training: which allowed value each means."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from training.data.examples import Example
from training.tasks.choices import answers_loss
from udfs.heads.network import ListingModel
from udfs.heads.questions import ChoiceQuestion, Labels
from udfs.heads.states import Encoded
from udfs.schema.schema import Schema


@dataclass(frozen=True, slots=True)
class MatchExample:
    """A raw value of a choice attribute alone: which allowed value it means, or null for none of them."""

    text: str
    question: ChoiceQuestion
    value: str | None


def match_loss(model: ListingModel, states: Encoded, examples: Sequence[MatchExample]) -> Tensor:
    """Raw values read alone, as :meth:`udfs.serving.predictor.Predictor.match` reads them."""
    answers = [[(example.value,) if example.value else ()] for example in examples]
    return answers_loss(model, states, [[example.question] for example in examples], answers)


def match_examples(examples: Sequence[Example], schema: Schema, labels: Labels) -> list[MatchExample]:
    """Names and aliases of all allowed values, evidence in the listings, and raw values of other attributes as none.

    A text that means a value somewhere is never given as none.
    """
    found: dict[tuple[str, int], MatchExample] = {}

    def add(text: str, question: ChoiceQuestion, value: str | None) -> None:
        known = found.get((text, question.label))
        if known is None or known.value is None:
            found[text, question.label] = MatchExample(text, question, value)

    for key, category in schema.categories.items():
        for name, question in labels.by_category[key].choices.items():
            for value, definition in category.attributes[name].values.items():
                for wording in definition.wordings():
                    add(wording, question, value)
    for example in examples:
        if not example.listing.category:
            continue
        questions = labels.by_category[example.listing.category].choices
        for span in example.spans:
            text = (example.listing.title if span.field == "title" else example.listing.description) or ""
            raw = text[span.start : span.end]
            for name, question in questions.items():
                values = example.choices.get(name, ())
                if name != span.attribute:
                    add(raw, question, None)
                elif len(values) == 1:
                    add(raw, question, values[0])
    return list(found.values())


SHARE_MEANT = 0.75
"""Of the raw values that a step reads, those that mean a value: most of a listing's are none of any one attribute's."""


def sample_matches(pool: Sequence[MatchExample], n: int, rng: random.Random) -> list[MatchExample]:
    """``n`` of the pool, on average ``SHARE_MEANT`` of them with a value."""
    positive = [example for example in pool if example.value]
    negative = [example for example in pool if not example.value]
    n_negative = min(len(negative), sum(rng.random() >= SHARE_MEANT for _ in range(n)))
    return rng.sample(positive, min(len(positive), n - n_negative)) + rng.sample(negative, n_negative)
