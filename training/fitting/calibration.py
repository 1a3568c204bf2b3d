"""Fits what makes honest probabilities of a trained model's scores, by the likelihood of labels it has not seen.

For closed lists, category and tags that is a temperature each; for spans, the weights of the prior.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from training.data.examples import Example
from training.fitting.weights import USUAL, Decision, Decisions, fit_weights, judged
from training.tasks.choices import Answers, Questions, answer_losses, category_answers, choice_answers, tag_answers
from udfs.confidence.prior import FEATURES, Prior, Weights
from udfs.confidence.temperatures import Calibration
from udfs.heads.choices import choice_tensors
from udfs.heads.states import Encoded
from udfs.serving.predictor import Predictor

TEMPERATURES = tuple(round(0.5 * 1.08**step, 4) for step in range(28))  # 0.5 to 4
LEAST = 50
"""Labels of a kind below which its scores stay as they are: fewer say too little."""


@dataclass(slots=True)
class _Likelihood:
    """Losses of one kind at each temperature: tensors (temperatures, labels), one for each batch."""

    losses: list[Tensor] = field(default_factory=list)

    def add(self, losses: Callable[[float], Tensor]) -> None:
        self.losses.append(torch.stack([losses(temperature).double().cpu() for temperature in TEMPERATURES]))

    def best(self) -> float:
        """The temperature under which the labels are likeliest."""
        every = torch.cat(self.losses, 1) if self.losses else torch.zeros(len(TEMPERATURES), 0)
        return TEMPERATURES[int(every.mean(1).argmin())] if every.shape[1] >= LEAST else 1.0


def calibrate(predictor: Predictor, examples: Sequence[Example]) -> tuple[Calibration, Prior]:
    """The temperatures and weights under which the labels of unseen ``examples`` are likeliest.

    The usage that the predictor's prior holds must not count these examples; it is kept as it is.
    """
    kinds = {kind: _Likelihood() for kind in Calibration.model_fields}
    decisions: list[Decision] = []
    with torch.inference_mode():
        texts = predictor.encode([example.listing for example in examples])
        labels = predictor.model.project_labels()
        for rows, batch in predictor.batches(texts):
            states = predictor.model.encode(batch, labels)
            own = [examples[row] for row in rows]
            _add_answers(kinds, predictor, states, own)
            questions = [predictor.labels.by_category[c] if (c := e.listing.category) else None for e in own]
            listings = [example.listing for example in own]
            spans = predictor.read_spans(states, batch, [texts[row] for row in rows], listings, questions)
            for example, asked, found in zip(own, questions, spans, strict=True):
                usage = predictor.prior.usage.get(example.listing.category or "", {})
                decisions += judged(usage, example, asked, found) if asked else []
    temperatures = Calibration(**{kind: likelihood.best() for kind, likelihood in kinds.items()})
    weights = {name: _weights(d for d in decisions if d.several == (name == "many")) for name in ("single", "many")}
    return temperatures, predictor.prior.model_copy(update=weights)


def _weights(own: Iterable[Decision]) -> Weights:
    decisions = Decisions(own)
    if len(decisions.right) < LEAST:
        return Weights()
    row = fit_weights(decisions, USUAL.row()).tolist()
    return Weights(**{name: round(weight, 4) for name, weight in zip(FEATURES, row, strict=True)})


def _add_answers(
    kinds: dict[str, _Likelihood], predictor: Predictor, states: Encoded, examples: Sequence[Example]
) -> None:
    asked = {"choices": choice_answers, "category": category_answers, "tags": tag_answers}
    for kind, answers in asked.items():
        questions, given = answers(examples, predictor.labels)
        if kind == "choices":
            questions, given = _network_alone(predictor, questions, given)
        if any(questions):
            logits = predictor.model.choices(states, *choice_tensors(questions, predictor.device)).float()
            kinds[kind].add(lambda t, x=logits, q=questions, g=given: answer_losses(x / t, q, g))  # type: ignore[misc]


def _network_alone(predictor: Predictor, questions: Questions, given: Answers) -> tuple[Questions, Answers]:
    """Without those for which n-grams are heard: their weights do the work of the temperature."""
    kept = [
        [(question, values) for question, values in zip(*row, strict=True) if not predictor.hears_ngrams(question)]
        for row in zip(questions, given, strict=True)
    ]
    return [[question for question, _ in row] for row in kept], [[values for _, values in row] for row in kept]
