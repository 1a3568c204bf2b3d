"""Which of several texts are taken: near to what they are of, with facts that are not said yet, and none twice.

Maximal marginal relevance (Carbonell and Goldstein, 1998) with a term for the facts that a clause adds, which is
submodular: saying one twice adds nothing (Lin and Bilmes, 2011).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

_RELEVANCE, _FACTS, _REDUNDANCY = 0.4, 0.6, 0.6
_SAME = 0.85  # likeness from which two clauses say the same

Numbers = NDArray[np.float32]


def choose(
    relevance: Numbers, facts: Numbers, alike: Numbers, prior: Numbers, fits: Callable[[Sequence[int]], bool]
) -> list[int]:
    """Rows in the order in which they are taken, one after the other as long as any fits.

    ``relevance`` (n,), ``facts`` (n, facts) and ``alike`` (n, n) are in 0..1: how near a clause is to the listing, how
    surely it says a fact, how like two clauses are. ``prior`` (n,) is added. ``fits`` is asked of the rows taken
    and one more.
    """
    taken: list[int] = []
    said = np.zeros(facts.shape[1], np.float32)
    most = max(1e-6, float(facts.sum(axis=1).max(initial=0)))
    open_rows = set(range(len(relevance)))
    while open_rows:
        repeated = alike[:, taken].max(axis=1) if taken else np.zeros(len(relevance), np.float32)
        added = np.maximum(facts - said, 0).sum(axis=1) / most
        score = _RELEVANCE * relevance + _FACTS * added - _REDUNDANCY * repeated + prior
        best = min(open_rows, key=lambda row: (-float(score[row]), row))
        open_rows.remove(best)
        if repeated[best] < _SAME and fits([*taken, best]):
            taken.append(best)
            said = np.maximum(said, facts[best])
    return taken
