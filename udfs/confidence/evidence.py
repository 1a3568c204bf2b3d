"""On how many words a choice rests: the attention that its question pays to one word, beyond an even spread.

The choice head answers whatever it is asked, also where a listing says nothing of it. Then its attention lies on no
word: taking away those with the most of it changes little. Training finds by such masking, and by labels, how much a
single word must have: :mod:`training.fitting.evidence`. It is measured in the pass that makes the choice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from udfs.config import Strict

UNFOUNDED = "the checkpoint does not tell which of its choices rest on no words of the listing; train it anew"
"""What a run says where :attr:`Evidence.fitted` is asked for and false."""


class Evidence(Strict):
    """``least``: see :func:`focus`; ``choices``: by how many it was fitted, 0 for none."""

    least: float = 0.0
    choices: int = 0

    @property
    def fitted(self) -> bool:
        """Whether it is known how much attention a choice needs on one word."""
        return self.choices > 0

    def weigh(self, focused: float) -> float | None:
        """:func:`focus` by the least that is needed: from 1 on a choice rests on words; null where that is unknown."""
        return focused / self.least if self.fitted and self.least else None


def focus(attention: NDArray[np.float32], pieces: NDArray[np.int64], words: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(K, T) attention of K questions to T pieces, to (K,) in 0..1: the part on one piece beyond an even spread.

    All mentions of a piece are added up. Only those of (T,) ``words`` count. 0 where all have the same, and for T = 0.
    """
    if not pieces.size:
        return np.zeros(len(attention))
    order = np.argsort(pieces, kind="stable")
    alike = pieces[order]
    firsts = np.flatnonzero(np.concatenate([[True], alike[1:] != alike[:-1]]))
    shares = np.add.reduceat((attention * words)[:, order], firsts, axis=1)  # (K, distinct pieces)
    even = 1.0 / len(firsts) if len(firsts) > 1 else 0.0
    found: NDArray[np.float64] = ((shares.max(1) - even) / (1.0 - even)).astype(np.float64).clip(0.0, 1.0)
    return found
