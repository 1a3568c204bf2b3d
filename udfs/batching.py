"""Texts of nearly one length together, under a token budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def length_sorted_batches(
    costs: Sequence[tuple[int, int]], token_budget: int, kinds: Sequence[int] | None = None
) -> Iterator[list[int]]:
    """Yield batches of item indexes, longest items first; each index comes exactly once.

    ``costs[i]`` is (windows, pieces of the longest window) of item ``i``. A batch's windows times its longest window
    stay within ``token_budget``, unless one item alone exceeds it. All items of a batch have the same number of
    windows and, if given, are of the same kind. Longest first, so that memory peaks at the start.
    """
    kinds = kinds or [0] * len(costs)
    order = sorted(range(len(costs)), key=lambda i: (-costs[i][0], -costs[i][1], i))
    batch: list[int] = []
    windows = 0
    for i in order:
        longest = costs[batch[0]][1] if batch else costs[i][1]
        # The heads see a text whole: one of many windows would pad all others of its batch to its length.
        alike = not batch or (costs[i][0], kinds[i]) == (costs[batch[0]][0], kinds[batch[0]])
        if batch and ((windows + costs[i][0]) * longest > token_budget or not alike):
            yield batch
            batch, windows = [], 0
        batch.append(i)
        windows += costs[i][0]
    if batch:
        yield batch
