"""How much of a question's attention one word has."""

from __future__ import annotations

import numpy as np
import pytest

from udfs.confidence.evidence import Evidence, focus

PIECES = np.array([5, 9, 5, 7])
WORDS = np.array([True, True, True, False])


@pytest.mark.parametrize(
    ("attention", "found"),
    [
        ([0.5, 0.0, 0.5, 0.0], 1.0),  # two mentions of one piece
        ([0.3, 0.4, 0.3, 0.0], 0.4),  # 0.6 of one of three pieces, of which each has 1/3 anyway
        ([1 / 6, 1 / 3, 1 / 6, 1 / 3], 0.0),  # an even spread
        ([0.0, 0.0, 0.0, 1.0], 0.0),  # a mark
    ],
)
def test_what_one_word_has_beyond_an_even_spread(attention: list[float], found: float) -> None:
    assert focus(np.array([attention], np.float32), PIECES, WORDS).tolist() == pytest.approx([found], abs=1e-6)


def test_a_single_word_has_all_and_an_empty_text_nothing() -> None:
    assert focus(np.ones((2, 1), np.float32), np.array([3]), np.array([True])).tolist() == [1.0, 1.0]
    empty = focus(np.ones((2, 0), np.float32), np.zeros(0, np.int64), np.zeros(0, bool))
    assert empty.tolist() == [0.0, 0.0]


def test_a_choice_carries_its_part_of_what_is_needed() -> None:
    assert Evidence(least=0.1, choices=60).weigh(0.05) == pytest.approx(0.5)
    assert Evidence().weigh(0.05) is None
    assert Evidence(least=0.0, choices=60).weigh(0.05) is None  # none is withheld
