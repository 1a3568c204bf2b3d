"""What the losses of closed lists ask for, and which values count as chosen."""

from __future__ import annotations

import pytest
import torch

from training.data.examples import Example
from training.tasks.choices import Answer, answer_losses, chosen_values
from udfs.heads.questions import ChoiceQuestion
from udfs.records import Choice, Listing


def test_each_question_has_the_loss_of_its_own_values() -> None:
    one = ChoiceQuestion(label=0, values=("black",), value_labels=(1,), exclusive=True)
    two = ChoiceQuestion(label=2, values=("red", "blue"), value_labels=(3, 4), exclusive=True)
    many = ChoiceQuestion(label=5, values=("cotton", "wool"), value_labels=(6, 7), exclusive=False)
    logits = torch.tensor(
        [[[0.0, 1.0, 99.0, 99.0], [0.0, 1.0, 2.0, 99.0]], [[1.0, 2.0, 0.0, 99.0], [0.0, 1.0, 99.0, 99.0]]]
    )
    answers = [[Answer(one, ("black",)), Answer(two, ("blue",))], [Answer(many, ("wool",)), Answer(one, ())]]
    # -ln of: e / (1 + e); e² / (1 + e + e²); the chance of no cotton, of wool; 1 / (1 + e). 99 belongs to no value.
    expected = [0.3133, 0.4076, 1.3133 + 1.3133, 1.3133]
    assert answer_losses(logits, answers).tolist() == pytest.approx(expected, abs=1e-3)


def test_choices_count_where_the_model_is_sure_and_somebody_looked() -> None:
    labelled = frozenset({"color", "style"})
    example = Example(Listing("1", category="mug"), choices={"color": ("red", "blue")}, labelled_attributes=labelled)
    found = [Choice("color", "red", 0.5), Choice("color", "blue", 0.4), Choice("style", "plain", 0.9)]
    found += [Choice("shape", "round", 0.9)]
    assert chosen_values(found, example, 0.5) == (
        {("color", "red"), ("style", "plain")}, {("color", "red"), ("color", "blue")},
    )  # fmt: skip
