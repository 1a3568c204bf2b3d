"""Fits the temperatures of a trained model on the development split, each by the likelihood of the labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from training.data import Example
from training.targets import answer_losses, category_answers, choice_answers, slot_losses, span_targets, tag_answers
from udfs.calibration import Calibration
from udfs.model import Encoded
from udfs.predictor import Predictor, choice_tensors

TEMPERATURES = tuple(round(0.5 * 1.08**step, 4) for step in range(28))  # 0.5 to 4
LEAST = 50
"""Labels of a kind below which its temperature stays 1: fewer say too little."""


@dataclass(slots=True)
class _Likelihood:
    """Sum of the losses at each temperature, and of how many labels."""

    total: Tensor = field(default_factory=lambda: torch.zeros(len(TEMPERATURES), dtype=torch.float64))
    count: int = 0

    def add(self, losses: Callable[[float], Tensor]) -> None:
        at_each = [losses(temperature).double() for temperature in TEMPERATURES]
        self.total += torch.stack([own.sum().cpu() for own in at_each])
        self.count += at_each[0].numel()

    def best(self) -> float:
        return TEMPERATURES[int(self.total.argmin())] if self.count >= LEAST else 1.0


@torch.inference_mode()
def calibrate(predictor: Predictor, examples: Sequence[Example]) -> Calibration:
    """The temperatures under which the examples' labels are likeliest."""
    kinds = {kind: _Likelihood() for kind in Calibration.model_fields}
    texts = predictor.encode([example.listing for example in examples])
    for rows, batch in predictor.batches(texts):
        states = predictor.model.encode(batch)
        own = [examples[row] for row in rows]
        spans = span_targets(predictor.model, states, batch, [texts[row] for row in rows], own, predictor.labels)
        if spans:
            kinds["spans"].add(lambda t, s=spans: slot_losses(s.scores / t, s.gold, s.many)[s.wanted])  # type: ignore[misc]
        _add_answers(kinds, predictor, states, own)
    return Calibration(**{kind: likelihood.best() for kind, likelihood in kinds.items()})


def _add_answers(
    kinds: dict[str, _Likelihood], predictor: Predictor, states: Encoded, examples: Sequence[Example]
) -> None:
    asked = {"choices": choice_answers, "category": category_answers, "tags": tag_answers}
    for kind, answers in asked.items():
        questions, given = answers(examples, predictor.labels)
        if any(questions):
            logits = predictor.model.choices(states, *choice_tensors(predictor.model, questions)).float()
            kinds[kind].add(lambda t, x=logits, q=questions, g=given: answer_losses(x / t, q, g))  # type: ignore[misc]
