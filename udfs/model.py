"""The network: one transformer encoder, a span head and a choice head, both asked by label vectors.

Shapes: B listings, T pieces, U units, K questions, N slots (:mod:`udfs.slots`), V values, L labels, H the encoder's
width, D the span head's width, S the longest span in units. Label vectors come from the label texts through the same
encoder (mean over the pieces), plus a learned correction for the labels seen in training, so unseen labels work and
seen ones work better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from udfs.encoding import MAX_PLACE, N_CLASSES, N_EDGES, Batch
from udfs.slots import Slots


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


MAX_SPAN = 32
"""Longest span in units; values of listings are hardly ever longer."""

IMPOSSIBLE = -1e4
"""Score of a span that cannot be: beyond the text, or across fields. Finite, and within fp16."""


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


class SpanHead(nn.Module):
    """Scores every span of up to ``MAX_SPAN`` units as the statement of each attribute, against "not stated" at 0.

    A span's score is its first unit's score as a start, its last unit's as an end, and the mean of its units' scores of
    being inside. A unit is its piece's vector plus embeddings of its place in the piece, its class, the white space
    around it and its field, mixed by a non-linearity.
    """

    def __init__(self, width: int, span_width: int, dropout: float) -> None:
        super().__init__()
        self.token = nn.Linear(width, span_width)
        sizes = (MAX_PLACE + 1, MAX_PLACE + 1, N_CLASSES, N_EDGES, 2)
        self.features = nn.ModuleList(nn.Embedding(size, span_width) for size in sizes)
        self.mix = nn.Sequential(nn.GELU(), nn.LayerNorm(span_width), nn.Dropout(dropout))
        self.question = nn.Linear(width, 3 * span_width)
        self.bias = nn.Linear(width, 3)
        self.length = nn.Parameter(torch.zeros(MAX_SPAN))
        for embedding in self.features:
            nn.init.normal_(embedding.weight, std=0.3)  # type: ignore[arg-type]
        nn.init.zeros_(self.bias.weight)
        nn.init.constant_(self.bias.bias, -3.0)  # nearly all spans state nothing

    def project(self, labels: Tensor) -> tuple[Tensor, Tensor]:
        """(L, H) label vectors to ``borders`` and ``bias`` of :class:`Projected`."""
        return self.question(labels).view(len(labels), 3, -1), self.bias(labels)

    def forward(self, encoded: Encoded, batch: Batch, slots: Slots) -> Tensor:
        """(N, S, U) scores of the slots; ``[:, n - 1, u]`` is the span of n units from u on. S is at most U."""
        units = self.units(encoded, batch)
        asked = encoded.labels.borders[slots.labels].flatten(1, 2)  # (B, K * 3, D)
        bias = encoded.labels.bias[slots.labels].flatten(1, 2).unsqueeze(2)
        borders = ((asked @ units.transpose(1, 2)) * units.shape[-1] ** -0.5 + bias).float()  # sums over long texts
        own = borders.unflatten(1, (slots.labels.shape[1], 3))[slots.listing, slots.attribute]  # (N, 3, U)
        return self._spans(own, batch.unit_mask, batch.features[..., 4], slots.listing)

    def units(self, encoded: Encoded, batch: Batch) -> Tensor:
        """(B, U, D) vectors of the units."""
        token = self.token(encoded.tokens.to(self.token.weight.dtype)).float()
        n_texts, n_tokens, width = token.shape
        first = torch.arange(0, n_texts * n_tokens, n_tokens, device=token.device).unsqueeze(1)
        own = F.embedding(first + batch.unit_token, token.reshape(-1, width))  # rows, which gather takes one by one
        tables: list[Tensor] = [embedding.weight for embedding in self.features]  # type: ignore[misc]
        ends = torch.tensor([len(table) for table in tables], device=token.device).cumsum(0)
        rows = batch.features.flatten(0, 1) + F.pad(ends[:-1], (1, 0))
        features = F.embedding_bag(rows, torch.cat(tables), mode="sum")
        vectors: Tensor = self.mix(own + features.view_as(own))
        return vectors

    def _spans(self, borders: Tensor, mask: Tensor, field: Tensor, listing: Tensor) -> Tensor:
        """(N, 3, U) scores of units, (B, U) ``mask`` and ``field``, and the row of each slot in these."""
        start, end, inside = borders.unbind(1)
        n_units = start.shape[1]
        longest = min(MAX_SPAN, n_units)

        def at_end(values: Tensor) -> Tensor:
            """(rows, U) to (rows, S, U): the value at the last unit of each span."""
            return F.pad(values, (0, longest - 1)).unfold(1, n_units, 1)

        total = inside.cumsum(1)
        share = 1.0 / torch.arange(1, longest + 1, device=start.device).unsqueeze(1)
        within = at_end(total) - (total - inside).unsqueeze(1)
        scores = torch.addcmul(start.unsqueeze(1) + at_end(end), within, share) + self.length[:longest].unsqueeze(1)
        impossible = ~at_end(mask) | (at_end(field) != field.unsqueeze(1))  # of a listing, alike for all its slots
        return scores.masked_fill(impossible[listing], IMPOSSIBLE)


class ChoiceHead(nn.Module):
    """For each question: attention over the pieces, then a score for each allowed value and for "none of them".

    Keys and pooled texts are linear in the pieces, so the question takes the one projection and the pooled vector the
    other: for each piece nothing is computed but its weight. Text and value projections start as the identity, so that
    an untrained head already compares meanings.
    """

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)  # one for all pieces would shift all weights alike
        self.text = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.none = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        for layer in (self.text, self.value):
            nn.init.eye_(layer.weight)
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.query.weight, std=0.2 * width**-0.5)

    def project(self, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(L, H) label vectors to ``queries``, ``values`` and ``nones`` of :class:`Projected`."""
        return self.query(labels) @ self.key.weight, self.value(labels), self.none(labels)

    def forward(self, encoded: Encoded, questions: Tensor, values: Tensor) -> Tensor:
        """(B, K) labels of questions and (B, K, V) labels of their values to (B, K, 1 + V) logits; index 0 is none."""
        labels, scale = encoded.labels, encoded.tokens.shape[-1] ** -0.5
        scores = labels.queries[questions] @ encoded.tokens.transpose(1, 2) * scale  # (B, K, T)
        scores = scores.masked_fill(~encoded.mask.unsqueeze(1), torch.finfo(scores.dtype).min)
        pooled = self.dropout(self.norm(self.text(scores.softmax(-1) @ encoded.tokens)))  # (B, K, H)
        none = (pooled.unsqueeze(2) @ labels.nones[questions].unsqueeze(3)).squeeze(3)  # (B, K, 1)
        logits: Tensor = torch.cat([none, (pooled @ labels.values.T).gather(2, values)], 2) * scale
        return logits
