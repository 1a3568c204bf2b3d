"""What the heads share: the encoder's states, the labels as they ask, what cannot be and what is not worth keeping."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Projected:
    """All labels as the heads ask with them: computed once for many batches.

    Of the span head: ``borders`` (L, 3, D) and ``bias`` (L, 3), for start, end and inside. Of the choice head:
    ``queries``, ``values`` and ``nones`` (L, H), a label as a question, as an answer, and as "none of its values".
    """

    borders: Tensor
    bias: Tensor
    queries: Tensor
    values: Tensor
    nones: Tensor


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder made of a batch, ``tokens`` (B, T, H) and ``mask`` (B, T), and what the heads ask it with."""

    tokens: Tensor
    mask: Tensor
    labels: Projected

    def means(self) -> Tensor:
        """(B, H) means over the pieces of each text; zeros for a text without any."""
        weights = self.mask.unsqueeze(-1).to(self.tokens.dtype)
        mean: Tensor = (self.tokens * weights).sum(1) / weights.sum(1).clamp(min=1.0)
        return mean


SCORE_FLOOR = 0.05
"""Claims below this confidence are not kept. Low, so that thresholds can be moved later without a new inference."""

IMPOSSIBLE = -1e4
"""Score of what cannot be, such as a span beyond the text. Finite, and within fp16."""
