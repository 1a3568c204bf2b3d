"""Precision, recall and F1 of sets. Pure Python."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Micro counts over many listings: ``correct`` of ``predicted`` against ``gold``."""

    correct: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, predicted: Iterable[Hashable], gold: Iterable[Hashable]) -> None:
        """Count one listing's predicted and gold items; duplicates count once."""
        mine, theirs = set(predicted), set(gold)
        self.correct += len(mine & theirs)
        self.predicted += len(mine)
        self.gold += len(theirs)

    @property
    def precision(self) -> float:
        """Share of the predicted items that are right, in 0..1; 0 when nothing was predicted."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found, in 0..1; 0 when there are none."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float]:
        """Rounded figures with the number of gold items."""
        return {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.f1, 4), "n": self.gold}
