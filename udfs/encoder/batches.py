"""Encoded texts as tensors: windows over long text, and texts of nearly one length together under a token budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from udfs.encoder.tokens import EncodedText, Ints


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
        """Copy the batch to another device."""
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Collator:
    """Lays encoded texts out as a :class:`Batch`.

    ``window`` is the longest encoder input in pieces, special tokens included; windows of a long text overlap by
    ``overlap`` pieces, and each piece is read from the window in which it is farthest from an edge.
    """

    cls_id: int
    sep_id: int
    pad_id: int
    window: int
    overlap: int

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < (self.window - 2) // 2:
            raise ValueError(f"overlap must be below half of the window, got {self.overlap} of {self.window}")

    def windows(self, n_pieces: int) -> list[tuple[int, int]]:
        """Cover a text of ``n_pieces`` pieces by half-open piece ranges; one (0, 0) for an empty text."""
        room = self.window - 2
        if n_pieces <= room:
            return [(0, n_pieces)]
        step = room - self.overlap
        starts = range(0, n_pieces - self.overlap, step)
        return [(min(start, n_pieces - room), min(start + room, n_pieces)) for start in starts]

    def width(self, n_pieces: int, step: int = 1) -> int:
        """Count the encoder's positions that each window takes, padded to a multiple of ``step`` if that fits."""
        width = min(n_pieces + 2, self.window)
        return min(-(-width // step) * step, self.window)

    def collate(self, encoded: Sequence[EncodedText], step: int = 1) -> Batch:
        """Make one batch of all given texts, padded to the longest window (see :meth:`width`) and the longest text."""
        plans = [self.windows(len(item.pieces)) for item in encoded]
        width = max(self.width(len(item.pieces), step) for item in encoded)
        n_tokens = max(1, *(len(item.pieces) for item in encoded))
        n_units = max(1, *(len(item.unit_token) for item in encoded))
        ids = np.full((sum(map(len, plans)), width), self.pad_id, np.int64)
        mask = np.zeros(ids.shape, bool)
        stitch = np.zeros((len(encoded), n_tokens), np.int64)
        token_mask = np.zeros(stitch.shape, bool)
        unit_token = np.zeros((len(encoded), n_units), np.int64)
        unit_mask = np.zeros(unit_token.shape, bool)
        features = np.zeros((*unit_token.shape, 5), np.int64)
        row = 0
        for i, (item, plan) in enumerate(zip(encoded, plans, strict=True)):
            best = np.full(len(item.pieces), -1)
            for start, end in plan:
                length = end - start
                ids[row, 0], ids[row, length + 1] = self.cls_id, self.sep_id
                ids[row, 1 : length + 1] = item.pieces[start:end]
                mask[row, : length + 2] = True
                depth = _depth_in_window(start, end, len(item.pieces))
                better = depth > best[start:end]
                best[start:end][better] = depth[better]
                stitch[i, start:end][better] = row * width + 1 + np.flatnonzero(better)
                row += 1
            token_mask[i, : len(item.pieces)] = True
            n = len(item.unit_token)
            unit_token[i, :n] = item.unit_token
            unit_mask[i, :n] = True
            features[i, :n] = item.features
        arrays = (ids, mask, stitch, token_mask, unit_token, unit_mask, features)
        return Batch(*map(torch.from_numpy, arrays))


def _depth_in_window(start: int, end: int, n_pieces: int) -> Ints:
    """Measure how far each piece of a window is from its nearest cut; the text's own ends are not cuts."""
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
