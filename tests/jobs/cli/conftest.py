"""What tests of commands share."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from jobs.cli.schema import draft
from jobs.cli.start import encoder


class Strangers:
    """An encoder to which no two texts are alike: what is joined is joined by words and values."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        seeds = (int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) for text in texts)
        rows = [np.random.default_rng(seed).standard_normal(256) for seed in seeds]
        found = np.array(rows, np.float32).reshape(len(texts), 256)
        unit: NDArray[np.float32] = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit

    def pieces(self, texts: Sequence[str]) -> int:
        """As many as letters."""
        return sum(map(len, texts))

    def unknown(self, texts: Sequence[str]) -> float:  # noqa: ARG002
        """It reads everything."""
        return 0.0


@pytest.fixture
def no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafting without a model."""
    monkeypatch.setattr(draft, "Sentences", Strangers)
    monkeypatch.setattr(encoder, "Sentences", Strangers)
