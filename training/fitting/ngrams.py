"""Fits n-gram classifiers where a closed list has labels enough, and how much each is heard beside the network."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import torch
from torch.nn import functional as F

from training.data.examples import Example
from training.fitting.weights import Decision, Decisions, fit_weights
from training.tasks.choices import asked_in, choice_answers
from udfs.confidence.ngrams import N_BUCKETS, Ints, NgramClassifier, bag_scores, buckets
from udfs.heads.questions import ChoiceQuestion, Questions
from udfs.serving.predictor import Predictor

LEAST_LEARNED = 2000
"""Listings that state a value, below which the network is left alone: a linear model needs many."""

LEAST_UNSEEN = 100
"""Such listings, seen by neither, that are needed to say how much either is to be heard."""

VALUES = range(2, 65)
"""How many values the labels may name: the weights of one take half a megabyte in every worker."""

RIDGE = 0.5
"""How much the network is trusted before the unseen labels are: two weights need few."""

EPOCHS, BATCH, RATE = 3, 256, 0.5


class _Answer(NamedTuple):
    """To an exclusive question: row of the listing, place among its questions, label text of the value, "" for none."""

    row: int
    place: int
    question: ChoiceQuestion
    value: str


def fit_ngrams(
    predictor: Predictor, learn: Sequence[Example], unseen: Sequence[Example], seed: int
) -> dict[str, NgramClassifier]:
    """Classifiers by the label text of their question: of exclusive choices with labels enough, those that help."""
    own, other = _by_question(predictor.questions, learn), _by_question(predictor.questions, unseen)
    asked = [
        question
        for question, answers in own.items()
        if _n_stated(answers) >= LEAST_LEARNED
        and _n_stated(other.get(question, ())) >= LEAST_UNSEEN
        and len({answer.value for answer in answers}) in VALUES
    ]
    if not asked:
        return {}
    texts = predictor.checkpoint.text_encoder.encode([example.listing for example in learn])
    bags = {answer.row: buckets(texts[answer.row].pieces) for question in asked for answer in own[question]}
    fitted = {question: _fit(own[question], bags, seed) for question in asked}
    decisions = _decisions(predictor, unseen, fitted)
    heard = {question: _heard(fitted[question], decisions[question]) for question in asked}
    return {question: one for question, one in heard.items() if one.ngrams > 0 and one.network > 0}


def _n_stated(answers: Sequence[_Answer]) -> int:
    return sum(1 for answer in answers if answer.value)


def _by_question(questions: Questions, examples: Sequence[Example]) -> dict[str, list[_Answer]]:
    """Collect what the labels answer to exclusive questions, by the question's label text."""
    texts = questions.texts
    found: dict[str, list[_Answer]] = defaultdict(list)
    for row, answers in enumerate(choice_answers(examples, questions)):
        for place, (question, values, _) in enumerate(answers):
            if question.exclusive:
                value = texts[question.value_labels[question.values.index(values[0])]] if values else ""
                found[texts[question.label]].append(_Answer(row, place, question, value))
    return found


def _fit(answers: Sequence[_Answer], bags: Mapping[int, Ints], seed: int) -> NgramClassifier:
    """Fit by stochastic gradient descent; what is rare is learned in bigger steps (Duchi et al., "Adagrad", 2011)."""
    values = sorted({answer.value for answer in answers})
    right = torch.tensor([values.index(answer.value) for answer in answers])
    weights = torch.zeros(N_BUCKETS, len(values), requires_grad=True)
    optimizer = torch.optim.Adagrad([weights], lr=RATE)
    n_steps = EPOCHS * -(-len(answers) // BATCH)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 1.0 / n_steps, n_steps)
    rng = random.Random(seed)
    with torch.sparse.check_sparse_tensor_invariants(False):  # type: ignore[no-untyped-call]  # it warns unless told
        for _ in range(EPOCHS):
            order = rng.sample(range(len(answers)), len(answers))
            for first in range(0, len(order), BATCH):
                rows = order[first : first + BATCH]
                loss = F.cross_entropy(bag_scores([bags[answers[row].row] for row in rows], weights), right[rows])
                torch.autograd.backward(loss)
                optimizer.step()
                optimizer.zero_grad()
                schedule.step()
    return NgramClassifier(tuple(values), weights.detach().half())


@torch.inference_mode()
def _decisions(
    predictor: Predictor, unseen: Sequence[Example], fitted: Mapping[str, NgramClassifier]
) -> dict[str, list[Decision]]:
    """Collect what network and n-grams say of each answer to each question that has a classifier."""
    decisions: dict[str, list[Decision]] = defaultdict(list)
    model, questions = predictor.checkpoint.model, predictor.questions
    labels = model.project_labels()
    texts = predictor.checkpoint.text_encoder.encode([example.listing for example in unseen])
    for rows, batch in predictor.batcher.batches(texts):
        own = [unseen[row] for row in rows]
        asked = {question: answers for question, answers in _by_question(questions, own).items() if question in fitted}
        if not asked:
            continue
        logits = model.choices(model.encode(batch, labels), asked_in(choice_answers(own, questions))).cpu()
        for question, answers in asked.items():
            bags = [buckets(texts[rows[answer.row]].pieces) for answer in answers]
            said = fitted[question].log_probabilities(bags)
            for answer, ngrams in zip(answers, said, strict=True):
                values = questions.value_texts(answer.question)
                places, columns = fitted[question].columns(values)
                right = tuple(values[place] == answer.value for place in places)
                if any(right):
                    network = logits[answer.row, answer.place, : len(values)].log_softmax(-1)[places]
                    features = torch.stack([network, ngrams[columns]], -1).double().tolist()
                    decisions[question].append(Decision(features, right, several=False))
    return decisions


def _heard(classifier: NgramClassifier, decisions: Sequence[Decision]) -> NgramClassifier:
    """Weigh a classifier against the network, by decisions that neither has seen."""
    network, ngrams = fit_weights(Decisions(decisions), (1.0, 0.0), RIDGE).tolist()
    return replace(classifier, network=round(network, 4), ngrams=round(ngrams, 4))
