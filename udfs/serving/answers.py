"""Questions of closed lists to scored answers: category, choices, tags, and what a raw value means.

The choice head's logits become probabilities by the checkpoint's temperatures. Beside them its n-grams are heard, of
listings alone: what a word says of a whole listing it does not say of a raw value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from udfs.checkpoint.folder import Checkpoint
from udfs.confidence.evidence import focus
from udfs.confidence.ngrams import NgramClassifier, buckets
from udfs.encoder.tokens import EncodedText
from udfs.heads.choices import choice_probabilities, decode_choices
from udfs.heads.questions import Asked, CategoryQuestions, ChoiceQuestion, Questions
from udfs.heads.states import SCORE_FLOOR, Encoded
from udfs.records import Choice, Extraction, Scored

TOP = 3  # best categories and matches that are kept


@dataclass(slots=True)
class Attention:
    """(B, K, T) attention of K questions to the T pieces of B texts; null until any was asked."""

    weights: NDArray[np.float32] | None = None

    def focus(self, row: int, text: EncodedText, n_questions: int) -> list[float]:
        """How much of each question's attention one word of a text has, see :func:`udfs.confidence.evidence.focus`."""
        if self.weights is None:
            return [0.0] * n_questions
        found: list[float] = focus(
            self.weights[row, :n_questions, : len(text.pieces)], text.pieces, text.words
        ).tolist()
        return found


def _focused(attention: Attention | None, row: int, text: EncodedText, n_questions: int) -> list[float]:
    return attention.focus(row, text, n_questions) if attention else [0.0] * n_questions


class Answers:
    """Asks a checkpoint's choice head the questions of a schema. Lists of results are by listing, in order."""

    def __init__(self, checkpoint: Checkpoint, questions: Questions) -> None:
        self.checkpoint = checkpoint
        self.questions = questions

    def categories(self, states: Encoded, texts: Sequence[EncodedText]) -> list[Extraction]:
        """Find each listing's category, and nothing else yet; an empty text says nothing of it.

        The listing's own goes before the model's.
        """
        question = self.questions.category
        logits = self.checkpoint.model.choices(states, [[question]] * len(texts))[:, 0].cpu()
        scaled = logits / self.checkpoint.calibration.category
        chances = choice_probabilities(scaled, [question] * len(texts)).double().numpy()  # (B, C)
        best = np.argsort(-chances, axis=1, kind="stable")[:, :TOP].tolist()
        nothing = (1.0 - chances.sum(1)).tolist()  # the probability of none of the schema's categories
        found = [self._category(*row) for row in zip(texts, chances.tolist(), best, nothing, strict=True)]
        return self._judged(found, scaled, states) if self.checkpoint.landmarks else found

    def _judged(self, found: Sequence[Extraction], scaled: torch.Tensor, states: Encoded) -> list[Extraction]:
        """Add the chance that a listing is of its category, by (B, 1 + C) scores and where the text lies."""
        landmarks, ids = self.checkpoint.landmarks, self.questions.category.values
        places = landmarks.places(states.means().cpu().numpy()) if landmarks else []
        return [
            replace(one, inside=self.checkpoint.outliers.chance(scores[1 + ids.index(one.category)], own[one.category]))
            if one.category in own
            else one
            for one, scores, own in zip(found, scaled.tolist(), places, strict=True)
        ]

    def _category(self, text: EncodedText, chances: list[float], best: list[int], nothing: float) -> Extraction:
        """Choose among the C probabilities of one listing, of which ``best`` are the places of the largest."""
        ids = self.questions.category.values
        likely = [Scored(ids[k], chances[k]) for k in best if text.unit_token.size]
        stands = bool(likely) and likely[0].score > nothing
        category = text.listing.category or (likely[0].id if stands else None)
        confidence = chances[ids.index(category)] if category else max(nothing, 0.0)
        return Extraction(category, confidence, tuple(one for one in likely if one.score > SCORE_FLOOR))

    def choices(
        self, states: Encoded, texts: Sequence[EncodedText], asked: Sequence[CategoryQuestions | None]
    ) -> list[list[Choice]]:
        """Find the values of closed lists that a listing suggests as a whole, by attribute, best first."""
        lists = [one.choices if one else {} for one in asked]
        questions = [[*own.values()] for own in lists]
        attention = Attention() if self.checkpoint.evidence.fitted else None
        answers = self._ask(
            states, texts, questions, self.checkpoint.calibration.choices, ngrams=True, attention=attention
        )
        return [
            [
                Choice(attribute, *score, self.checkpoint.evidence.weigh(focused))
                for attribute, scored, focused in zip(own, row, _focused(attention, i, text, len(own)), strict=True)
                for score in scored
            ]
            for i, (text, own, row) in enumerate(zip(texts, lists, answers, strict=True))
        ]

    def tags(
        self, states: Encoded, texts: Sequence[EncodedText], asked: Sequence[CategoryQuestions | None]
    ) -> list[list[Scored]]:
        """Find the tags, best first."""
        questions = [[one.tags if one else None] for one in asked]
        return [tags for [tags] in self._ask(states, texts, questions, self.checkpoint.calibration.tags)]

    def meanings(
        self, states: Encoded, texts: Sequence[EncodedText], asked: Sequence[ChoiceQuestion | None]
    ) -> list[list[Scored]]:
        """Find the allowed values that raw values, read alone, are nearest to, best first."""
        answers = self._ask(states, texts, [[one] for one in asked], self.checkpoint.calibration.choices)
        return [
            self.checkpoint.neighbours.weigh(self.questions.texts[one.label], scores[:TOP]) if one else []
            for one, [scores] in zip(asked, answers, strict=True)
        ]

    def classifier(self, question: ChoiceQuestion) -> NgramClassifier | None:
        """Find what hears n-grams for a question, if anything does.

        The same text may be an exclusive question in one category and not in another.
        """
        return self.checkpoint.ngrams.get(self.questions.texts[question.label]) if question.exclusive else None

    def _ask(
        self,
        states: Encoded,
        texts: Sequence[EncodedText],
        asked: Asked,
        temperature: float,
        *,
        ngrams: bool = False,
        attention: Attention | None = None,
    ) -> list[list[list[Scored]]]:
        """Score the values of each question of each text, best first; none where there is no text.

        ``attention`` is filled in with what the scores come of.
        """
        answers: list[list[list[Scored]]] = [[[] for _ in row] for row in asked]
        read = [
            (i, k, question)
            for i, (row, text) in enumerate(zip(asked, texts, strict=True))
            for k, question in enumerate(row)
            if question and text.unit_token.size
        ]
        if not read:
            return answers
        rows, places, questions = zip(*read, strict=True)
        logits, attended = (each.cpu() for each in self.checkpoint.model.choices.attend(states, asked))
        if attention is not None:
            attention.weights = attended.numpy()
        scaled = logits / temperature
        if ngrams and self.checkpoint.ngrams:
            self._hear_ngrams(scaled, logits, asked, texts)
        decoded = decode_choices(scaled[list(rows), list(places)], questions)
        for i, k, scores in zip(rows, places, decoded, strict=True):
            answers[i][k] = scores
        return answers

    def _hear_ngrams(
        self, scaled: torch.Tensor, logits: torch.Tensor, asked: Asked, texts: Sequence[EncodedText]
    ) -> None:
        """Put into (B, K, 1 + V) ``scaled``, for each question with a classifier, what it and the network say."""
        places: dict[ChoiceQuestion, list[tuple[int, int]]] = {}
        for i, row in enumerate(asked):
            for k, question in enumerate(row):
                if question:
                    places.setdefault(question, []).append((i, k))
        for question, own in places.items():
            if classifier := self.classifier(question):
                values = self.questions.value_texts(question)
                rows, columns = (list(each) for each in zip(*own, strict=True))
                network = logits[rows, columns, : len(values)]
                bags = [buckets(texts[row].pieces) for row in rows]
                scaled[rows, columns, : len(values)] = classifier.weigh(network, bags, values)
