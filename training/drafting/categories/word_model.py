"""Listings placed by their words alone, as others of a category have them: for rows whose titles are not encoded.

A multinomial logistic regression over words: its probabilities can be believed, those of naive Bayes cannot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import softmax

from training.drafting.catalog import CatalogListing
from training.drafting.categories.goods import read_goods, words_of
from training.drafting.categories.heads import head_of

_LEAST = 2  # listings that have a word, from which it counts
_WORDS = 10_000  # the most frequent ones
_PENALTY = 1e-4  # on the squares of the weights
_ROUNDS = 60
_HELD_OUT = 5  # every so many listings are kept back to see how sure is sure enough
_RIGHT = 0.95  # share of the placed listings that have to be right
_AT_ONCE = 20_000  # listings placed at one time

_Matrix = NDArray[np.float64]


class WordModel:
    """What words the listings of each category have."""

    def __init__(self, listings: Sequence[CatalogListing], labels: Sequence[str]) -> None:
        """Learn from listings and their categories. Every fifth is kept back to choose the least certainty."""
        own = [_words(listing) for listing in listings]
        counts = Counter(word for words in own for word in words)
        frequent = [word for word, count in counts.most_common(_WORDS) if count >= _LEAST]
        self._column = {word: n for n, word in enumerate(frequent)}
        self._rarity = np.log(len(own) / np.array([counts[word] for word in frequent]))
        self.labels = sorted(set(labels))
        place = {label: n for n, label in enumerate(self.labels)}
        features = self._features(own)
        targets = np.array([place[label] for label in labels])
        learned = np.arange(len(own)) % _HELD_OUT != 0
        trial = _fit(features[learned], targets[learned], len(self.labels))
        self._least = _certainty(_chances(features[~learned], trial), targets[~learned])
        self._weights = _fit(features, targets, len(self.labels))

    def place(self, listings: Sequence[CatalogListing]) -> list[str | None]:
        """The category of each listing; null where its words do not tell surely enough."""
        placed: list[str | None] = []
        for start in range(0, len(listings), _AT_ONCE):
            features = self._features([_words(listing) for listing in listings[start : start + _AT_ONCE]])
            chances = _chances(features, self._weights)
            best, sure = chances.argmax(axis=1), chances.max(axis=1) >= self._least
            placed += [self.labels[place] if ok else None for place, ok in zip(best, sure, strict=True)]
        return placed

    def _features(self, own: Sequence[set[str]]) -> csr_matrix:
        """(listings, words), rare words more, rows of length 1, with a last column of ones."""
        rows, columns, values = [], [], []
        for row, words in enumerate(own):
            known = sorted(self._column[word] for word in words if word in self._column)
            weights = self._rarity[known]
            length = max(float(np.linalg.norm(weights)), 1e-9)
            rows += [row] * (len(known) + 1)
            columns += [*known, len(self._column)]
            values += [*(weights / length), 1.0]
        return csr_matrix((values, (rows, columns)), shape=(len(own), len(self._column) + 1))


def _fit(features: csr_matrix, targets: NDArray[np.intp], count: int) -> _Matrix:
    """Weights, (words, categories), by the limited-memory BFGS method."""
    wanted = np.eye(count)[targets]
    shape = features.shape[1], count

    def loss(flat: _Matrix) -> tuple[float, _Matrix]:
        weights = flat.reshape(shape)
        chances = _chances(features, weights)
        cost = -np.log(np.maximum(chances[np.arange(len(targets)), targets], 1e-12)).mean()
        slope = features.T @ (chances - wanted) / len(targets)
        return float(cost + _PENALTY / 2 * (flat @ flat)), np.asarray(slope + _PENALTY * weights).ravel()

    found = minimize(
        loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS, "maxcor": 5}
    )
    return np.asarray(found.x).reshape(shape)


def _chances(features: csr_matrix, weights: _Matrix) -> _Matrix:
    return np.asarray(softmax(features @ weights, axis=1))


def _certainty(chances: _Matrix, targets: NDArray[np.intp]) -> float:
    """The least certainty from which enough of the kept back listings are placed rightly; above 1 where none is."""
    order = np.argsort(-chances.max(axis=1), kind="stable")
    right = (chances.argmax(axis=1) == targets)[order].cumsum()
    good = np.flatnonzero(right >= _RIGHT * np.arange(1, len(order) + 1))
    return float(chances.max(axis=1)[order][good[-1]]) if len(good) else 2.0


def _words(listing: CatalogListing) -> set[str]:
    """Words of the title, pairs of Han characters, goods that it names first and mentions, the seller's keys."""
    title = listing.title or ""
    words: set[str] = set()
    for word in words_of(title):
        words.update([word] if word.isascii() else [word, *(word[n : n + 2] for n in range(len(word) - 1))])
    words.update(f"idea:{idea}" for idea in read_goods(title).ideas)
    words.update(f"first:{head_of(title, language)}" for language in ("en", "id"))  # heads last, and heads first
    words.update(f"key:{stated.key.casefold()}" for stated in listing.stated)
    return words
