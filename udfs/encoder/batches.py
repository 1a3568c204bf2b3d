"""Texts of nearly one length together, under a token budget, as tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of several listings: B listings, W windows of at most N pieces, T pieces and U units at most.

    ``ids``, ``mask``: (W, N). ``stitch``: (B, T) index of each piece's best window position in the flattened (W * N).
    ``token_mask``: (B, T). ``unit_token``: (B, U) index into T. ``unit_mask``: (B, U). ``features``: (B, U, 5).
    """

    ids: torch.Tensor
    mask: torch.Tensor
    stitch: torch.Tensor
    token_mask: torch.Tensor
    unit_token: torch.Tensor
    unit_mask: torch.Tensor
    features: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch on another device."""
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


def depth_in_window(start: int, end: int, n_pieces: int) -> Ints:
    """Distance of each piece of a window from the window's nearest cut; the text's own ends are no cuts."""
    position: Ints = np.arange(end - start)
    left = position if start > 0 else np.full(end - start, n_pieces)
    right = position[::-1] if end < n_pieces else np.full(end - start, n_pieces)
    depth: Ints = np.minimum(left, right)
    return depth


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
