"""Slots scored by the data sets' protocol, and how far the confidences can be trusted.

One slot is one (listing, attribute). A value is right when it equals any accepted one, character by character. A value
where the gold has another counts against precision and recall.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.quality.contract import Tally
from benchmarks.quality.figures import SURE, expected_calibration_error, f1, percent, share

_NOTHING = ("n/a", "None")  # values that the protocol reads as no value


@dataclass(frozen=True, slots=True)
class ScoredSlot:
    """``gold``: accepted values, empty where the attribute is not stated. ``listed``: the gold says something of it.

    ``value`` is the best value, null where there is none, and ``kept`` whether it was given out.
    """

    listing: str
    category: str
    attribute: str
    gold: tuple[str, ...]
    value: str | None
    confidence: float
    kept: bool
    listed: bool = True

    @property
    def guess(self) -> str | None:
        """What was given out."""
        return self.value if self.kept and self.value not in _NOTHING else None

    @property
    def right(self) -> bool:
        """Whether the best value is an accepted one."""
        return self.value in self.gold


@dataclass(frozen=True, slots=True)
class Figures:
    """Per cent, and the counts behind them: values where there is none to find, missed, right and wrong ones."""

    precision: float
    recall: float
    f1: float
    slots: int
    invented: int
    missed: int
    right: int
    wrong: int


def score(slots: Iterable[ScoredSlot], *, strict: bool = False) -> Figures:
    """Micro figures over the listed slots; ``strict`` counts values of other attributes as invented."""
    n = invented = missed = right = wrong = 0
    for slot in slots:
        if not slot.listed:
            invented += strict and slot.guess is not None
            continue
        n += 1
        if slot.guess is None:
            missed += bool(slot.gold)
        elif not slot.gold:
            invented += 1
        elif slot.right:
            right += 1
        else:
            wrong += 1
    precision = percent(right, invented + right + wrong)
    recall = percent(right, missed + right + wrong)
    return Figures(precision, recall, f1(precision, recall), n, invented, missed, right, wrong)


def tally(slots: Iterable[ScoredSlot]) -> Tally:
    """Values given out, stated and right, of the listed slots."""
    listed = [slot for slot in slots if slot.listed]
    given = [slot for slot in listed if slot.guess is not None]
    return Tally(len(given), sum(bool(slot.gold) for slot in listed), sum(slot.right for slot in given))


def calibration_error(slots: Iterable[ScoredSlot]) -> float | None:
    """Of the best values of all listed slots, given out or not; null where there is no value."""
    return expected_calibration_error(
        [(slot.confidence, slot.right) for slot in slots if slot.listed and slot.value is not None]
    )


def sure_values(slots: Iterable[ScoredSlot]) -> tuple[float | None, float | None]:
    """Precision of the values given out with a confidence of ``SURE`` or more; the share of stated slots they answer.

    Both 0..1; null where there is nothing to divide by.
    """
    listed = [slot for slot in slots if slot.listed]
    sure = [slot for slot in listed if slot.guess is not None and slot.confidence >= SURE]
    stated = sum(bool(slot.gold) for slot in listed)
    precision = share(sum(slot.right for slot in sure), len(sure))
    return precision, share(sum(bool(slot.gold) for slot in sure), stated)
