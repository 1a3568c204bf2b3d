"""Raw values that are read alone: what they are said to mean, and how many a step reads."""

from __future__ import annotations

import random

import pytest

from training.data.examples import read_examples
from training.tasks.matches import MatchExample, match_examples, matches_per_step, sample_matches
from udfs.heads.questions import ChoiceQuestion, Questions
from udfs.schema.schema import Schema


def test_a_text_that_means_a_value_is_never_a_match_example_of_none(tiny_schema: Schema) -> None:
    rows = [
        {"product_id": "1", "category": "mug", "title": "Onyx mug", "spans": [{"attribute": "brand", "text": "Onyx"}]},
        {"product_id": "2", "category": "mug", "title": "mug onyx, Onyx",
         "spans": [{"attribute": "color", "text": "Onyx"}], "choices": {"color": "black"}},
    ]  # fmt: skip
    examples, _ = read_examples(rows, tiny_schema)
    matches = match_examples(examples, tiny_schema, Questions(tiny_schema))
    assert [(m.text, m.value) for m in matches if m.text == "Onyx"] == [("Onyx", "black")]


def test_few_raw_values_beside_many_steps_are_not_read_over_and_over() -> None:
    question = ChoiceQuestion(label=0, values=("black",), value_labels=(1,), exclusive=True)
    meant = [MatchExample(str(i), question, "black") for i in range(30)]
    none = [MatchExample(f"-{i}", question, None) for i in range(4000)]
    assert matches_per_step([*meant, *none], steps_per_epoch=10) == 24
    assert matches_per_step([*meant, *none], steps_per_epoch=640) == pytest.approx(0.5)
    drawn = [sample_matches([*meant, *none], 24, random.Random(seed)) for seed in range(50)]
    assert 0.7 < sum(bool(match.value) for step in drawn for match in step) / (50 * 24) < 0.8
