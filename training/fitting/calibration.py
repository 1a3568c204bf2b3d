"""Fits what makes honest probabilities of a trained model's scores, by the likelihood of labels it has not seen.

For closed lists, category and tags that is a temperature each; for spans, the weights of the prior.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from training.data.examples import Example
from training.fitting.weights import USUAL, Decision, Decisions, fit_weights, judged
from training.tasks.choices import AnswerRows, answer_losses, asked_in, category_answers, choice_answers, tag_answers
from udfs.confidence.prior import FEATURES, Prior, Weights
from udfs.confidence.temperatures import Calibration
from udfs.heads.spans import read_spans
from udfs.serving.predictor import Predictor

TEMPERATURES = tuple(round(0.5 * 1.08**step, 4) for step in range(28))  # 0.5 to 4
LEAST = 50
"""Labels of a kind below which its scores stay as they are: fewer say too little."""


@dataclass(slots=True)
class _Likelihood:
    """Losses of one kind at each temperature: tensors (temperatures, answers), one for each batch."""

    losses: list[Tensor] = field(default_factory=list)

    def add(self, logits: Tensor, answers: AnswerRows) -> None:
        """Take in a batch's (B, K, 1 + V) logits."""
        losses = (answer_losses(logits / temperature, answers) for temperature in TEMPERATURES)
        self.losses.append(torch.stack([each.double().cpu() for each in losses]))

    def best(self) -> float:
        """The temperature under which the labels are likeliest."""
        every = torch.cat(self.losses, 1) if self.losses else torch.zeros(len(TEMPERATURES), 0)
        return TEMPERATURES[int(every.mean(1).argmin())] if every.shape[1] >= LEAST else 1.0


def calibrate(predictor: Predictor, examples: Sequence[Example]) -> tuple[Calibration, Prior]:
    """The temperatures and weights under which the labels of unseen ``examples`` are likeliest.

    The usage that the checkpoint's prior holds must not count these examples; it is kept as it is.
    """
    kinds = {kind: _Likelihood() for kind in Calibration.model_fields}
    decisions = _read(predictor, examples, kinds)
    temperatures = Calibration(**{kind: likelihood.best() for kind, likelihood in kinds.items()})
    weights = {name: _weights(d for d in decisions if d.several == (name == "many")) for name in ("single", "many")}
    return temperatures, predictor.checkpoint.prior.model_copy(update=weights)


@torch.inference_mode()
def _read(predictor: Predictor, examples: Sequence[Example], kinds: Mapping[str, _Likelihood]) -> list[Decision]:
    """Read the listings once: the losses of each kind of answer go into ``kinds``, decisions about spans come back."""
    checkpoint, model, decisions = predictor.checkpoint, predictor.model, list[Decision]()
    texts = checkpoint.text_encoder.encode([example.listing for example in examples])
    labels = model.project_labels()
    for rows, batch in predictor.batcher.batches(texts):
        states = model.encode(batch, labels)
        own = [examples[row] for row in rows]
        for kind, answers in _answers(own, predictor).items():
            if any(answers):
                kinds[kind].add(model.choices(states, asked_in(answers)), answers)
        asked = [predictor.questions.of(example.listing.category) for example in own]
        spans = read_spans(model.spans, states, batch, [texts[row] for row in rows], asked)
        for example, one, found in zip(own, asked, spans, strict=True):
            usage = checkpoint.prior.usage.get(example.listing.category or "", {})
            decisions += judged(usage, example, one, found) if one else []
    return decisions


def _weights(own: Iterable[Decision]) -> Weights:
    """Fit the prior's weights to decisions; without enough of them the model's score decides alone."""
    decisions = Decisions(own)
    if len(decisions.right) < LEAST:
        return Weights()
    row = fit_weights(decisions, USUAL.row()).tolist()
    return Weights(**{name: round(weight, 4) for name, weight in zip(FEATURES, row, strict=True)})


def _answers(examples: Sequence[Example], predictor: Predictor) -> dict[str, AnswerRows]:
    """What each temperature is fitted by; not where n-grams are heard, whose weights do the temperature's work."""
    chosen = choice_answers(examples, predictor.questions)
    alone = [[answer for answer in row if not predictor.answers.classifier(answer.question)] for row in chosen]
    category = category_answers(examples, predictor.questions)
    return {"choices": alone, "category": category, "tags": tag_answers(examples, predictor.questions)}
