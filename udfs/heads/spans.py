"""The span head: scores of spans, their decoding, and the places in the raw fields that they state."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from udfs.encoder.batches import Batch
from udfs.encoder.tokens import MAX_PLACE, N_CLASSES, N_EDGES, EncodedText
from udfs.heads.questions import CategoryQuestions
from udfs.heads.slots import Slots, slots_of
from udfs.heads.states import IMPOSSIBLE, SCORE_FLOOR, Encoded
from udfs.records import FIELDS, Field, Span
from udfs.text.keys import same_text

MAX_SPAN = 32
"""Longest span in units; values of listings are hardly ever longer."""

SPAN_FLOOR = 0.001
"""Single spans of a single-valued attribute below it are not kept; mentions are still to be added up, and weighed."""


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
        """(N, 3, U) scores of units, (B, U) ``mask`` and ``field``, and the row of each slot in these, to (N, S, U)."""
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


class RawSpan(NamedTuple):
    """A span of the k-th attribute over the half-open units ``start:end`` of an encoded text."""

    attribute: int
    start: int
    end: int
    score: float


def read_spans(
    head: SpanHead,
    encoded: Encoded,
    batch: Batch,
    texts: Sequence[EncodedText],
    questions: Sequence[CategoryQuestions | None],
) -> list[list[Span]]:
    """Find what each listing may state of the attributes it is asked for, by the network alone, best first."""
    if not any(questions):
        return [[] for _ in texts]
    slots = slots_of(questions, encoded.tokens.device)
    found = decode_spans(head(encoded, batch, slots), slots)
    rows = zip(texts, questions, found, strict=True)
    return [mentions(text, asked, raw) if asked else [] for text, asked, raw in rows]


def decode_spans(scores: Tensor, slots: Slots) -> list[list[RawSpan]]:
    """Decode (N, S, U) span scores to each listing's spans above the floor, best first. They may overlap.

    Spans of an attribute of several values are each weighed against not being stated. All spans of a single-valued one,
    and "not stated", share one softmax.
    """
    chances = torch.softmax(F.pad(scores.flatten(1), (1, 0)), 1)  # the first is "not stated", whose score is 0
    nothing, stated = chances[:, 0], chances[:, 1:]
    least = torch.where(slots.many, nothing * (SCORE_FLOOR / (1 - SCORE_FLOOR)), SPAN_FLOOR)
    slot, place = (stated > least.unsqueeze(1)).nonzero(as_tuple=True)  # few of a million
    longer, start = place // scores.shape[2], place % scores.shape[2]
    alone = torch.sigmoid(scores[slot, longer, start])
    likely = torch.where(slots.many[slot], alone, stated[slot, place])
    columns = (slots.listing[slot], slots.attribute[slot], start, start + longer + 1, likely)
    # All at once, as a GPU shared with other processes lets each wait its turn; fp64 holds the places exactly.
    *places, probability = torch.stack([column.double() for column in columns]).cpu().numpy()
    row, attribute, first, end = (column.astype(np.int64) for column in places)
    order = np.lexsort((attribute, end, first, -probability, row))
    row, attribute, first, end = (column[order] for column in (row, attribute, first, end))
    spans = [*map(RawSpan, attribute.tolist(), first.tolist(), end.tolist(), probability[order].tolist())]
    borders = np.searchsorted(row, np.arange(len(slots.labels) + 1)).tolist()
    return [spans[begin:after] for begin, after in itertools.pairwise(borders)]


def mentions(text: EncodedText, asked: CategoryQuestions, found: Sequence[RawSpan]) -> list[Span]:
    """Find the places of one listing's spans in its raw fields, best first.

    Mentions of one wording of a single-valued attribute are one statement: the best place with the sum of the scores.
    """
    places = text.to_raw([raw.start for raw in found], [raw.end for raw in found])
    texts = {name: text.listing.text_of(name) for name in FIELDS}
    confidence: dict[tuple[object, ...], float] = {}
    best: list[tuple[tuple[object, ...], str, Field, int, int, str]] = []
    for raw, (field, start, end) in zip(found, places, strict=True):
        wording = texts[field][start:end]
        many = asked.attribute_many[raw.attribute]
        key = (raw.attribute, field, start, end) if many else (raw.attribute, same_text(wording))
        if key in confidence:
            confidence[key] += raw.score
        else:
            confidence[key] = raw.score
            best.append((key, asked.attributes[raw.attribute], field, start, end, wording))
    spans = [
        Span(attribute, field, start, end, wording, min(1.0, confidence[key]))
        for key, attribute, field, start, end, wording in best
    ]
    return sorted(spans, key=attrgetter("confidence"), reverse=True)


def statements(weighed: Sequence[Span], several: Mapping[str, bool]) -> Iterator[Span]:
    """Yield those of the spans, best first, that stand; several values of one attribute never overlap."""
    taken: list[Span] = []
    for span in weighed:
        if not any(_overlap(span, other) for other in taken):
            taken += [span] if several[span.attribute] else []
            yield span


def _overlap(one: Span, other: Span) -> bool:
    """Whether two spans of one attribute share characters."""
    if (one.attribute, one.field) != (other.attribute, other.field):
        return False
    return one.start < other.end and other.start < one.end
