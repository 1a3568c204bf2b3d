"""Fits n-gram classifiers where a closed list has labels enough, and how much each is heard beside the network."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional as F

from training.data import Example
from training.targets import choice_answers
from training.weighing import Decision, Decisions, fit_weights
from udfs.labels import ChoiceQuestion
from udfs.ngrams import N_BUCKETS, Ints, NgramClassifier, bag_scores, buckets
from udfs.predictor import Predictor, choice_tensors

LEAST_LEARNED = 2000
"""Labelled listings of a question below which the network is left alone: a linear model needs many."""

LEAST_UNSEEN = 100
"""Labelled listings, seen by neither, that are needed to say how much either is to be heard."""

RIDGE = 0.5
"""How much the network is trusted before the unseen labels are: two weights need few."""

EPOCHS, BATCH, RATE = 3, 256, 0.5


class _Labelled(NamedTuple):
    """The answer to one exclusive question: row of the listing, place among its questions, label text of the value."""

    row: int
    place: int
    question: ChoiceQuestion
    value: str


def fit_ngrams(
    predictor: Predictor, learn: Sequence[Example], unseen: Sequence[Example], seed: int
) -> dict[str, NgramClassifier]:
    """Classifiers by the label text of their question, for the exclusive choices that have labels enough."""
    own, other = _by_question(predictor, learn), _by_question(predictor, unseen)
    asked = [q for q in own if len(own[q]) >= LEAST_LEARNED and len(other.get(q, ())) >= LEAST_UNSEEN]
    if not asked:
        return {}
    texts = predictor.encode([example.listing for example in learn])
    bags = {label.row: buckets(texts[label.row].pieces) for question in asked for label in own[question]}
    fitted = {question: _fit(own[question], bags, seed) for question in asked}
    decisions = _decisions(predictor, unseen, fitted)
    return {question: _heard(fitted[question], decisions[question]) for question in asked}


def _by_question(predictor: Predictor, examples: Sequence[Example]) -> dict[str, list[_Labelled]]:
    texts = predictor.labels.texts
    found: dict[str, list[_Labelled]] = defaultdict(list)
    for row, (questions, answers) in enumerate(zip(*choice_answers(examples, predictor.labels), strict=True)):
        for place, (question, values) in enumerate(zip(questions, answers, strict=True)):
            if question.exclusive:
                value = texts[question.value_labels[question.values.index(values[0])]] if values else ""
                found[texts[question.label]].append(_Labelled(row, place, question, value))
    return found


def _fit(labelled: Sequence[_Labelled], bags: Mapping[int, Ints], seed: int) -> NgramClassifier:
    values = sorted({label.value for label in labelled})
    answers = torch.tensor([values.index(label.value) for label in labelled])
    weights = torch.zeros(N_BUCKETS, len(values), requires_grad=True)
    optimizer = torch.optim.Adagrad([weights], lr=RATE)
    torch.sparse.check_sparse_tensor_invariants.disable()  # type: ignore[no-untyped-call]  # else it warns of itself
    n_steps = EPOCHS * -(-len(labelled) // BATCH)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 1.0 / n_steps, n_steps)
    rng = random.Random(seed)
    for _ in range(EPOCHS):
        order = rng.sample(range(len(labelled)), len(labelled))
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            loss = F.cross_entropy(bag_scores([bags[labelled[row].row] for row in rows], weights), answers[rows])
            torch.autograd.backward(loss)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
    return NgramClassifier(tuple(values), weights.detach())


@torch.inference_mode()
def _decisions(
    predictor: Predictor, unseen: Sequence[Example], fitted: Mapping[str, NgramClassifier]
) -> dict[str, list[Decision]]:
    """What network and n-grams say of each answer to each question."""
    decisions: dict[str, list[Decision]] = defaultdict(list)
    labels = predictor.model.project_labels()
    texts = predictor.encode([example.listing for example in unseen])
    for rows, batch in predictor.batches(texts):
        questions, _ = choice_answers([unseen[row] for row in rows], predictor.labels)
        if not any(questions):
            continue
        states = predictor.model.encode(batch, labels)
        logits = predictor.model.choices(states, *choice_tensors(questions, predictor.device)).float().cpu()
        for asked, labelled in _by_question(predictor, [unseen[row] for row in rows]).items():
            for label in labelled if asked in fitted else ():
                values = predictor.value_texts(label.question)
                network = logits[label.row, label.place, : len(values)].log_softmax(-1)
                ngrams = fitted[asked].log_probabilities([buckets(texts[rows[label.row]].pieces)], values)[0]
                said = torch.stack([network, ngrams], -1).double().numpy()
                right = tuple(value == label.value for value in values)
                decisions[asked].append(Decision(said, right, several=False))
    return decisions


def _heard(classifier: NgramClassifier, decisions: Sequence[Decision]) -> NgramClassifier:
    network, ngrams = fit_weights(Decisions(decisions), np.array([1.0, 0.0]), RIDGE).tolist()
    return replace(classifier, network=round(network, 4), ngrams=round(ngrams, 4))
