"""The network: one transformer encoder, a span head and a choice head, both asked by label vectors.

Shapes: B listings, T pieces, C characters, K questions (attributes), V values, L labels, H the encoder's width,
D the span head's width. Label vectors come from the label texts through the same encoder (mean over the pieces), plus a
learned correction for the labels seen in training, so unseen labels work and seen ones work better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from udfs.encoding import MAX_PLACE, N_CHARACTER_CLASSES, Batch


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder made of a batch: ``tokens`` (B, T, H), ``mask`` (B, T)."""

    tokens: Tensor
    mask: Tensor


class ListingModel(nn.Module):
    """Encoder and heads. ``label_vectors`` (L, H) must be set by :meth:`set_labels` before the heads are used."""

    label_vectors: Tensor
    label_center: Tensor

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
        self.register_buffer("label_vectors", torch.zeros(n_labels, width))

    def encode(self, batch: Batch) -> Encoded:
        """Read all windows and stitch each text's pieces together, each from its best window."""
        hidden = self.encoder(input_ids=batch.ids, attention_mask=batch.mask.long()).last_hidden_state
        flat = hidden.reshape(-1, hidden.shape[-1])
        return Encoded(flat[batch.stitch], batch.token_mask)

    def embed_texts(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(N, pieces) label texts to (N, H): mean over the pieces, special tokens included."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean: Tensor = (hidden * weights).sum(1) / weights.sum(1)
        return mean

    def set_labels(self, vectors: Tensor, *, center: bool) -> None:
        """Take (L, H) text vectors as the label vectors; ``center`` also takes their mean as the new origin.

        Sentence vectors of one encoder lie in a narrow cone; without centring all labels look alike.
        """
        if center:
            self.label_center = vectors.mean(0)
        self.label_vectors = F.layer_norm(vectors - self.label_center, vectors.shape[-1:])

    def labels(self, indexes: Tensor) -> Tensor:
        """Vectors of the labels (...,) as (..., H); labels beyond those seen in training have no correction."""
        known = self.label_correction.num_embeddings
        correction = self.label_correction(indexes.clamp(max=known - 1))
        vectors: Tensor = self.label_vectors[indexes] + correction * (indexes < known).unsqueeze(-1)
        return vectors


class SpanHead(nn.Module):
    """For each character and attribute: logits of being the start, the end, and inside of a span.

    A character is its piece's vector plus embeddings of its place in the piece, its class (digit, Han, ...) and its
    field, mixed by a non-linearity: pieces cross span borders, in Chinese in 5 % of the spans.
    """

    def __init__(self, width: int, span_width: int, dropout: float) -> None:
        super().__init__()
        self.token = nn.Linear(width, span_width)
        self.place_from_start = nn.Embedding(MAX_PLACE + 1, span_width)
        self.place_from_end = nn.Embedding(MAX_PLACE + 1, span_width)
        self.character_class = nn.Embedding(N_CHARACTER_CLASSES, span_width)
        self.field = nn.Embedding(2, span_width)
        self.mix = nn.Sequential(nn.GELU(), nn.LayerNorm(span_width), nn.Dropout(dropout))
        self.question = nn.Linear(width, 3 * span_width)
        self.bias = nn.Linear(width, 3)
        for embedding in (self.place_from_start, self.place_from_end, self.character_class, self.field):
            nn.init.normal_(embedding.weight, std=0.3)
        nn.init.zeros_(self.bias.weight)
        nn.init.constant_(self.bias.bias, -4.0)  # nearly all characters are in no span of a given attribute

    def forward(self, encoded: Encoded, batch: Batch, questions: Tensor) -> Tensor:
        """(B, K, H) attribute vectors to (B, 3, C, K) logits: start, end, inside."""
        token = self.token(encoded.tokens)
        index = batch.character_token.unsqueeze(-1).expand(-1, -1, token.shape[-1])
        place_from_start, place_from_end, character_class, field = batch.features.unbind(-1)
        character = self.mix(
            token.gather(1, index)
            + self.place_from_start(place_from_start)
            + self.place_from_end(place_from_end)
            + self.character_class(character_class)
            + self.field(field)
        )
        n, k, _ = questions.shape
        asked = self.question(questions).view(n, k, 3, -1).permute(0, 2, 3, 1)  # (B, 3, D, K)
        scale = character.shape[-1] ** -0.5
        bias = self.bias(questions).permute(0, 2, 1).unsqueeze(2)  # (B, 3, 1, K)
        logits: Tensor = (character.unsqueeze(1) @ asked) * scale + bias
        return logits


class ChoiceHead(nn.Module):
    """For each question: attention over the pieces, then a score for each allowed value and for "none of them".

    Value and text projections start as the identity, so that an untrained head already compares meanings.
    """

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.text = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.none = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        for layer in (self.text, self.value):
            nn.init.eye_(layer.weight)
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.query.weight, std=0.2 * width**-0.5)

    def forward(self, encoded: Encoded, questions: Tensor, values: Tensor) -> Tensor:
        """(B, K, H) question vectors and (B, K, V, H) value vectors to (B, K, 1 + V) logits; index 0 is none."""
        scale = encoded.tokens.shape[-1] ** -0.5
        scores = self.query(questions) @ self.key(encoded.tokens).transpose(1, 2) * scale  # (B, K, T)
        scores = scores.masked_fill(~encoded.mask.unsqueeze(1), torch.finfo(scores.dtype).min)
        pooled = self.norm(scores.softmax(-1) @ self.text(encoded.tokens))  # (B, K, H)
        pooled = self.dropout(pooled)
        options = torch.cat([self.none(questions).unsqueeze(2), self.value(values)], dim=2)
        logits: Tensor = (options @ pooled.unsqueeze(-1)).squeeze(-1) * scale
        return logits
