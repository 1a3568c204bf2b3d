"""Label vectors, what the heads are asked with, and the scores of spans."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from udfs.heads.network import whitening
from udfs.heads.spans import IMPOSSIBLE, MAX_SPAN, SpanHead


def likeness(vectors: torch.Tensor) -> float:
    """Cosine of the first two."""
    return float(F.cosine_similarity(vectors[0], vectors[1], dim=0))


def test_labels_described_in_the_same_words_are_told_apart() -> None:
    generator = torch.Generator().manual_seed(3)
    style = 5 * F.one_hot(torch.tensor([0, 0, 0, 0, 1, 1, 1, 1]), 32).float()  # two ways to describe, four labels each
    vectors = style + 0.3 * torch.randn(8, 32, generator=generator)
    center, scaling = whitening(vectors)
    assert likeness(vectors - center) > 0.8
    assert abs(likeness((vectors - center) @ scaling)) < 0.5


def test_one_label_alone_has_a_vector() -> None:
    center, scaling = whitening(torch.ones(1, 32))
    assert torch.isfinite(scaling).all()
    assert center.tolist() == [1.0] * 32


@pytest.mark.parametrize("n_units", [1, 5, 40])
def test_a_span_scores_as_start_as_end_by_its_mean_inside_and_by_its_length(n_units: int) -> None:
    generator = torch.Generator().manual_seed(5)
    head = SpanHead(8, 4, 0.0)
    torch.nn.init.normal_(head.length, generator=generator)
    borders = torch.randn(1, 3, n_units, generator=generator)
    there = torch.arange(n_units) < n_units - n_units // 5  # padding at the end
    field = (torch.arange(n_units) >= 2).long()  # two units of title, then the description
    scores = head._spans(borders, there.unsqueeze(0), field.unsqueeze(0), torch.tensor([0]))[0]
    start, end, inside = borders[0]
    assert scores.shape == (min(MAX_SPAN, n_units), n_units)
    for longer in range(scores.shape[0]):
        for first in range(n_units):
            last = first + longer
            expected = IMPOSSIBLE
            if last < n_units and there[last] and field[first] == field[last]:
                mean = inside[first : last + 1].mean()
                expected = (start[first] + end[last] + mean + head.length[longer]).item()
            assert scores[longer, first].item() == pytest.approx(expected, abs=1e-4)
