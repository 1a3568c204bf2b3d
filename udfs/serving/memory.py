"""Batches that fit into the device's memory: under a token budget, which is halved where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import torch

from udfs.encoder.batches import Batch, Collator, length_sorted_batches
from udfs.encoder.device import choose_token_budget
from udfs.encoder.int8 import WIDTH_STEP, computes_int8
from udfs.encoder.tokens import EncodedText
from udfs.errors import EnvironmentFault
from udfs.heads.network import ListingModel

T = TypeVar("T")
Count = Callable[[int], None]
"""Is told how many texts were read, batch by batch."""
_OUT_OF_MEMORY = ("CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED", "DefaultCPUAllocator: can't allocate")


def uncounted(_: int) -> None:
    """Where nobody wants to know."""


class Batcher:
    """Makes batches of texts of nearly one length for a model, on its device.

    ``token_budget``: pieces of a batch, padding included; null takes what suits the device.
    """

    def __init__(self, model: ListingModel, collator: Collator, token_budget: int | None) -> None:
        self.model = model
        self.collator = collator
        self.token_budget = choose_token_budget(token_budget, model.device)

    def batches(self, texts: Sequence[EncodedText]) -> Iterator[tuple[list[int], Batch]]:
        """Yield the indexes of each batch's texts, and their tensors; each text comes once."""
        step = self._width_step()
        for rows in self._grouped(texts):
            yield rows, self.collator.collate([texts[row] for row in rows], step).to(self.model.device)

    def read_all(
        self, texts: Sequence[EncodedText], read: Callable[[list[int], Batch], list[T]], count: Count = uncounted
    ) -> list[T]:
        """Have ``read`` make a result of each text, given indexes and tensors of a batch; results are in order.

        A batch that does not fit into the device's memory is read in halves, and the budget stays halved.
        """
        results: dict[int, T] = {}
        left = list(range(len(texts)))
        while left:
            full = False
            try:
                for rows, batch in self.batches([texts[row] for row in left]):
                    own = [left[row] for row in rows]
                    results |= zip(own, read(own, batch), strict=True)
                    count(len(own))
            except RuntimeError as error:
                if not _is_out_of_memory(error):
                    raise
                full = True  # and halved below, where the exception no longer holds the tensors of its frames
            left = [row for row in left if row not in results]
            if full:
                self.halve([texts[row] for row in left])
        return [results[row] for row in range(len(texts))]

    def halve(self, texts: Sequence[EncodedText]) -> None:
        """Halve the budget, to half of the largest batch at most. Raises EnvironmentFault when that is one text."""
        costs = self._costs(texts)
        rows = next(self._grouped(texts))
        if len(rows) == 1:
            raise EnvironmentFault(
                f"a text of {len(texts[rows[0]].pieces)} tokens does not fit into the memory of {self.model.device} "
                "beside what is there: run fewer tasks on it, or lower reject.max_characters"
            )
        largest = sum(costs[row][0] for row in rows) * costs[rows[0]][1]
        self.token_budget = max(1, min(self.token_budget, largest) // 2)
        if self.model.device.type == "cuda":
            torch.cuda.empty_cache()

    def _grouped(self, texts: Sequence[EncodedText]) -> Iterator[list[int]]:
        """Yield the indexes of each batch's texts.

        In int8 all rows of a batch are as wide as each text asks by itself: the last digit of attention depends on the
        width, and rounding to 8 bits makes steps of last digits. So a text's scores are the same in any batch.
        """
        step = self._width_step()
        widths = [self.collator.width(len(text.pieces), step) for text in texts] if step > 1 else None
        return length_sorted_batches(self._costs(texts), self.token_budget, kinds=widths)

    def _costs(self, texts: Sequence[EncodedText]) -> list[tuple[int, int]]:
        """Count each text's windows, and the pieces of its longest one, or the units of one where there are more."""
        step = self._width_step()
        costs = []
        for text in texts:
            n_windows = len(self.collator.windows(len(text.pieces)))
            width = self.collator.width(len(text.pieces), step)
            # The heads see units, and one unknown piece can be thousands of them: <img src="data:...">
            costs.append((n_windows, max(width, -(-len(text.unit_token) // n_windows))))
        return costs

    def _width_step(self) -> int:
        """Of what widths are multiples; asked of the encoder each time, as its layers may be replaced."""
        return WIDTH_STEP if computes_int8(self.model.encoder) else 1


def _is_out_of_memory(error: RuntimeError) -> bool:
    """Libraries below torch, and its CPU allocator, say so in words only."""
    return isinstance(error, torch.OutOfMemoryError) or any(words in str(error) for words in _OUT_OF_MEMORY)
