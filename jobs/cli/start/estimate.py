"""How long a start will take, told before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jobs.display.progress import duration

_TRAINING = 8.0  # minutes for each 1,000 listings
_LONGEST = 60.0
# Seconds that a step takes at least, and for each 1,000 listings, on two cores without a GPU.
_DRAFT, _LABELS, _RUN = (40, 60), (30, 40), (60, 120)


@dataclass(frozen=True, slots=True)
class Estimate:
    """``minutes`` of training, and seconds of the steps around it, for so many ``rows``."""

    rows: int
    minutes: float
    steps: dict[str, float]

    @classmethod
    def of(cls, rows: int, minutes: float | None) -> Estimate:
        """``minutes``: those that a person allows; null takes as many as the rows are worth."""
        thousands = rows / 1_000
        steps = {
            name: least + each * thousands
            for name, (least, each) in (("draft", _DRAFT), ("labels", _LABELS), ("run", _RUN))
        }
        return cls(rows, min(_LONGEST, max(3.0, _TRAINING * thousands)) if minutes is None else minutes, steps)

    def told(self) -> Iterator[str]:
        """Lines for people."""
        training = 60 * self.minutes
        parts = [f"{name} {duration(seconds)}" for name, seconds in (*self.steps.items(), ("training", training))]
        total = sum(self.steps.values()) + training
        yield f"{self.rows:,} listings; about {duration(total)} on two cores: {', '.join(parts)}"
