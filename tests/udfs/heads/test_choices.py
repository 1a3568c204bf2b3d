"""From logits to choices."""

from __future__ import annotations

import pytest
import torch

from udfs.heads.choices import choice_probabilities, decode_choices
from udfs.heads.questions import ChoiceQuestion


def test_choices_are_weighed_against_none_whatever_stands_beside_them() -> None:
    one = ChoiceQuestion(label=0, values=("black", "white"), value_labels=(1, 2), exclusive=True)
    many = ChoiceQuestion(label=0, values=("black", "white", "red"), value_labels=(1, 2, 3), exclusive=False)
    logits = torch.tensor([[0.0, 2.0, -2.0, 9.0], [0.0, -2.0, 2.0, -3.0]])  # none, black, white, and red or padding
    found = choice_probabilities(logits, [one, many])
    assert found[0].tolist() == pytest.approx([0.867, 0.016, 0.0], abs=1e-3)
    assert found[1].tolist() == pytest.approx([0.119, 0.881, 0.047], abs=1e-3)
    assert choice_probabilities(logits[:1, :3], [one]).tolist() == found[:1, :2].tolist()
    assert [[score.id for score in scores] for scores in decode_choices(logits, [one, many])] == [
        ["black"], ["white", "black"],
    ]  # fmt: skip
