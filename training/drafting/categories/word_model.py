"""Listings placed by their words alone, as others of a category have them (naive Bayes): for rows that are not encoded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.drafting.catalog import CatalogListing
from training.drafting.categories.goods import read_goods, words_of

_LEAST = 2  # listings that have a word, from which it counts
_WORDS = 50_000  # the most frequent ones
_SMOOTH = 5.0  # listings of the usual words that each category is given beside its own
_HELD_OUT = 5  # every so many listings are kept back to see how sure is sure enough
_RIGHT = 0.9  # share of the placed listings that have to be right

_Scores = NDArray[np.float64]


class WordModel:
    """What words the listings of each category have."""

    def __init__(self, listings: Sequence[CatalogListing], labels: Sequence[str]) -> None:
        """Learn from listings and their categories. Every fifth is kept back to choose the least certainty."""
        own = [_words(listing) for listing in listings]
        self.labels = sorted(set(labels))
        self._learn(own, labels, [n for n in range(len(own)) if n % _HELD_OUT])
        self._least = self._certainty(own[::_HELD_OUT], labels[::_HELD_OUT])
        self._learn(own, labels, range(len(own)))

    def place(self, listings: Sequence[CatalogListing]) -> list[str | None]:
        """The category of each listing; null where its words do not tell surely enough."""
        return [self._place(_words(listing)) for listing in listings]

    def _learn(self, own: Sequence[set[str]], labels: Sequence[str], rows: Sequence[int]) -> None:
        counts = Counter(word for row in rows for word in own[row])
        frequent = [word for word, count in counts.most_common(_WORDS) if count >= _LEAST]
        self._column = {word: n for n, word in enumerate(frequent)}
        place = {label: n for n, label in enumerate(self.labels)}
        usual = np.array([counts[word] for word in frequent]) / max(len(rows), 1)
        having = np.tile(_SMOOTH * usual, (len(self.labels), 1))
        size = np.full(len(self.labels), _SMOOTH)
        for row in rows:
            label = place[labels[row]]
            size[label] += 1
            having[label, [self._column[word] for word in own[row] if word in self._column]] += 1
        self._log = np.log(having / size[:, None])
        self._prior = np.log(size / size.sum())

    def _scores(self, words: set[str]) -> _Scores | None:
        known = [self._column[word] for word in words if word in self._column]
        if not known:
            return None
        scores = self._prior + self._log[:, known].sum(axis=1)
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum())

    def _place(self, words: set[str]) -> str | None:
        scores = self._scores(words)
        if scores is None or scores.max() < self._least:
            return None
        return self.labels[int(scores.argmax())]

    def _certainty(self, own: Sequence[set[str]], labels: Sequence[str]) -> float:
        """The least certainty from which enough of the kept back listings are placed rightly; above 1 where none is."""
        found = []
        for words, label in zip(own, labels, strict=True):
            if (scores := self._scores(words)) is not None:
                found.append((float(scores.max()), self.labels[int(scores.argmax())] == label))
        found.sort(reverse=True)
        least, right = 2.0, 0
        for count, (certainty, is_right) in enumerate(found, start=1):
            right += is_right
            if right >= _RIGHT * count:
                least = certainty
        return least


def _words(listing: CatalogListing) -> set[str]:
    """Words of the title, pairs of Han characters, goods that it mentions, and the keys that the seller uses."""
    title = listing.title or ""
    words: set[str] = set()
    for word in words_of(title):
        words.update([word] if word.isascii() else [word, *(word[n : n + 2] for n in range(len(word) - 1))])
    words.update(f"idea:{idea}" for idea in read_goods(title).ideas)
    words.update(f"key:{stated.key.casefold()}" for stated in listing.stated)
    return words
