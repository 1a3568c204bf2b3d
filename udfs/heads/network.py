"""The network: one transformer encoder, a span head and a choice head, both asked by label vectors.

Shapes: B listings, T pieces, U units, K questions, N slots (:mod:`udfs.heads.slots`), V values, L labels, H the
encoder's width, D the span head's width, S the longest span in units. Label vectors come from the label texts through
the same encoder (mean over the pieces), plus a learned correction for the labels seen in training, so unseen labels
work and seen ones work better.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from udfs.encoder.batches import Batch
from udfs.heads.choices import ChoiceHead
from udfs.heads.spans import SpanHead
from udfs.heads.states import Encoded, Projected


class ListingModel(nn.Module):
    """Encoder and heads. ``label_vectors`` (L, H) must be set by :meth:`set_labels` before the heads are used."""

    label_vectors: Tensor
    label_center: Tensor
    label_scaling: Tensor

    def __init__(self, encoder: Any, *, n_labels: int, span_width: int, dropout: float) -> None:
        super().__init__()
        width = int(encoder.config.hidden_size)
        if getattr(encoder, "pooler", None) is not None:
            encoder.pooler = None  # a head of the pre-training task; nothing here reads it
        self.encoder = encoder
        self.spans = SpanHead(width, span_width, dropout)
        self.choices = ChoiceHead(width, dropout)
        self.label_correction = nn.Embedding(n_labels, width)
        nn.init.zeros_(self.label_correction.weight)
        self.register_buffer("label_center", torch.zeros(width))
        self.register_buffer("label_scaling", torch.eye(width))
        self.register_buffer("label_vectors", torch.zeros(n_labels, width))

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        return next(self.parameters()).device

    def encode(self, batch: Batch, labels: Projected) -> Encoded:
        """Read all windows and stitch each text's pieces together, each from its best window."""
        hidden = self.encoder(input_ids=batch.ids, attention_mask=batch.mask.long()).last_hidden_state.float()
        flat = hidden.reshape(-1, hidden.shape[-1])
        return Encoded(flat[batch.stitch], batch.token_mask, labels)

    def embed_texts(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(N, pieces) label texts to (N, H): mean over the pieces, special tokens included."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask.long()).last_hidden_state.float()
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean: Tensor = (hidden * weights).sum(1) / weights.sum(1)
        return mean

    def set_labels(self, vectors: Tensor, *, whiten: bool) -> None:
        """Take (L, H) text vectors as the label vectors; ``whiten`` also takes their spread as the measure of all.

        Sentence vectors of one encoder lie in a narrow cone, and texts of one style in a narrower one: Width and Height
        described in the same words look alike. Whitening makes what tells labels apart as large as what they share.
        """
        if whiten:
            self.label_center, self.label_scaling = whitening(vectors)
        self.label_vectors = F.layer_norm((vectors - self.label_center) @ self.label_scaling, vectors.shape[-1:])

    def project_labels(self) -> Projected:
        """The labels' vectors, with their corrections, through both heads."""
        vectors = self.label_vectors + self.label_correction.weight
        return Projected(*self.spans.project(vectors), *self.choices.project(vectors))


WHITENING_FLOOR = 0.05
"""Share of the largest variance that is added to all: directions in which labels hardly differ are not blown up."""


def whitening(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """Center (H,) and symmetric scaling (H, H) that give (L, H) vectors nearly the same variance in all directions."""
    center = vectors.mean(0)
    _, spread, directions = torch.linalg.svd((vectors - center).float(), full_matrices=False)
    floor = (WHITENING_FLOOR * spread[0] ** 2).clamp(min=1e-12)
    least = floor.rsqrt()  # of the directions in which the labels do not differ at all
    scales = (spread**2 + floor).rsqrt() - least
    scaling = least * torch.eye(vectors.shape[1], device=vectors.device) + directions.T * scales @ directions
    return center, scaling.to(vectors.dtype)
