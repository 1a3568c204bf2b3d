"""Label vectors, what the heads are asked with."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from udfs.heads.network import whitening


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
