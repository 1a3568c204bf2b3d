"""Fits the temperatures of a trained model on the development split, each by the likelihood of the labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from training.data import Example
from training.targets import SpanTargets, answer_losses, category_answers, choice_answers, span_targets, tag_answers
from udfs.calibration import Calibration
from udfs.decoding import SPAN_FLOOR, single_valued
from udfs.model import Encoded
from udfs.predictor import Predictor, choice_tensors

TEMPERATURES = tuple(round(0.5 * 1.08**step, 4) for step in range(28))  # 0.5 to 4
LEAST = 50
"""Labels of a kind below which its temperature stays 1: fewer say too little."""


@dataclass(slots=True)
class _Likelihood:
    """Losses of one kind at each temperature: tensors (temperatures, labels), one for each batch."""

    losses: list[Tensor] = field(default_factory=list)

    def add(self, losses: Callable[[float], Tensor]) -> None:
        self.losses.append(torch.stack([losses(temperature).double().cpu() for temperature in TEMPERATURES]))

    def best(self) -> float:
        """The largest temperature that is not worse than the likeliest one by more than a standard error.

        Few labels cannot tell one from the next, and a model that is too sure does more harm than one that doubts.
        """
        every = torch.cat(self.losses, 1) if self.losses else torch.zeros(len(TEMPERATURES), 0)
        n = every.shape[1]
        if n < LEAST:
            return 1.0
        worse = every - every[every.mean(1).argmin()]
        alike = worse.mean(1) <= worse.std(1) / n**0.5
        return max(temperature for temperature, good in zip(TEMPERATURES, alike.tolist(), strict=True) if good)


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
            kinds["spans"].add(lambda t, s=spans: _statement_losses(s, t))  # type: ignore[misc]
        _add_answers(kinds, predictor, states, own)
    return Calibration(**{kind: likelihood.best() for kind, likelihood in kinds.items()})


def _statement_losses(targets: SpanTargets, temperature: float) -> Tensor:
    """One loss for each single-valued (listing, attribute) that is labelled: of the labelled spans or "not stated"."""
    spans, nothing = single_valued(targets.scores, temperature)
    right = torch.where(targets.gold.any(1).any(1), (spans * targets.gold).sum((1, 2)), nothing)
    return -right.clamp(min=SPAN_FLOOR).log()[targets.wanted & ~targets.many]


def _add_answers(
    kinds: dict[str, _Likelihood], predictor: Predictor, states: Encoded, examples: Sequence[Example]
) -> None:
    asked = {"choices": choice_answers, "category": category_answers, "tags": tag_answers}
    for kind, answers in asked.items():
        questions, given = answers(examples, predictor.labels)
        if any(questions):
            logits = predictor.model.choices(states, *choice_tensors(predictor.model, questions)).float()
            kinds[kind].add(lambda t, x=logits, q=questions, g=given: answer_losses(x / t, q, g))  # type: ignore[misc]
