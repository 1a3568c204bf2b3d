"""How long a start will take: told before it begins, and again before each step, by the pace so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jobs.cli.start.training import EPOCHS
from jobs.display.progress import duration

_TRAINING = 8.0  # minutes for each 1,000 listings
_SHORTEST, _LONGEST = 3.0, 60.0
# Seconds that a step takes at least, and for each 1,000 listings, on two idle cores without a GPU.
_STEPS = {"draft": (40, 60), "labels": (30, 40), "run": (60, 120)}
_EPOCH = 6.0  # an epoch over listings takes so many times what the encoder needs to read their openings
_ORDER = ("draft", "labels", "training", "run")
_SPEED, _PACE = (0.5, 20.0), (0.5, 5.0)  # bounds of what a measurement, and the steps so far, make of an estimate


@dataclass
class Estimate:
    """Seconds of each step for so many ``rows``; ``minutes`` of training at most."""

    rows: int
    minutes: float
    steps: dict[str, float]
    _spent: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: int, minutes: float | None, slowness: float = 1.0, opening: float | None = None) -> Estimate:
        """``minutes``: those that a person allows; null takes as many as the rows are worth. ``slowness``: how many
        times the usual this machine takes. ``opening``: seconds in which the encoder reads 1,000 openings here, null
        where that is not known: fast machines need not all of the minutes.
        """
        thousands, pace = rows / 1_000, min(max(slowness, _SPEED[0]), _SPEED[1])
        most = min(_LONGEST, max(_SHORTEST, _TRAINING * thousands)) if minutes is None else minutes
        whole = EPOCHS * _EPOCH * opening * thousands if opening else 60 * most
        steps = {name: pace * (least + each * thousands) for name, (least, each) in _STEPS.items()}
        steps["training"] = min(60 * most, whole)
        return cls(rows, most, {name: steps[name] for name in _ORDER if steps[name]})

    def told(self) -> Iterator[str]:
        """Lines for people."""
        parts = ", ".join(f"{name} {duration(seconds)}" for name, seconds in self.steps.items())
        yield f"{self.rows:,} listings; about {duration(sum(self.steps.values()))} on this machine: {parts}"

    def before(self, step: str) -> str:
        """What is told before a step: which it is, and how long it and all that follow may take."""
        names = list(self.steps)
        place = names.index(step)
        pace = self._pace()
        left = sum(self._now(name, pace) for name in names[place:])
        own = duration(self._now(step, pace))
        rest = f", {duration(left)} with all that follows" if place + 1 < len(names) else ""
        return f"step {place + 1} of {len(names)}, {step}: about {own}{rest}"

    def done(self, step: str, seconds: float) -> None:
        """A step has taken so long: what follows is estimated by that."""
        self._spent[step] = seconds

    def _now(self, step: str, pace: float) -> float:
        return self.steps[step] * (1.0 if step == "training" else pace)

    def _pace(self) -> float:
        """How the steps so far went beside what was estimated; training is bound by its minutes."""
        done = [name for name in self._spent if name != "training" and name in self.steps]
        expected = sum(self.steps[name] for name in done)
        return min(max(sum(self._spent[name] for name in done) / expected, _PACE[0]), _PACE[1]) if expected else 1.0
