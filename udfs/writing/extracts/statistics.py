"""What a catalog says how often: in how many listings of a category a phrase stands, by language.

A record of rows, so that it can be counted by Spark, kept as a table, and read without either.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import NamedTuple

from udfs.text.keys import plain
from udfs.writing.extracts.ngrams import tokens_of

DOCUMENTS = ""
"""The phrase whose count is that of all listings."""

_LEAST = 3  # listings of a category that have a phrase
_SHARE = 0.005  # of its listings
_OPEN = 0.7  # share of a phrase's listings up to which one longer phrase may hold it
_COHESION = 4.0  # how many times more often two parts stand together than by chance
_USUAL = 0.5  # rarity of what nobody has counted


class PhraseCount(NamedTuple):
    """How many listings of a category, in a language, have a phrase in plain spelling; "" counts all of them.

    ``category`` is "" for those without one.
    """

    category: str
    language: str
    phrase: str
    listings: int


def counted(listings: Iterable[tuple[str, str, Iterable[str]]], least: int = 2) -> Iterator[PhraseCount]:
    """Rows of statistics from (category, language, phrases) of each listing; those of fewer than ``least`` are left
    out."""
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for category, language, phrases in listings:
        counts[category, language].update({DOCUMENTS, *phrases})
    for (category, language), own in sorted(counts.items()):
        for phrase, count in sorted(own.items()):
            if count >= least or phrase == DOCUMENTS:
                yield PhraseCount(category, language, phrase, count)


@dataclass(frozen=True)
class _Own:
    """Counts of one category in one language, or of all categories."""

    counts: Mapping[str, int]
    language: str

    @property
    def listings(self) -> int:
        return self.counts.get(DOCUMENTS, 0)

    @cached_property
    def longer(self) -> Mapping[str, int]:
        """Of each phrase the count of the most frequent one that holds it and one word more."""
        glue = "" if self.language == "zh" else " "
        found: dict[str, int] = {}
        for phrase, count in self.counts.items():
            tokens = tokens_of(phrase, self.language)
            for shorter in (tokens[1:], tokens[:-1]) if len(tokens) > 1 else ():
                key = glue.join(shorter)
                found[key] = max(found.get(key, 0), count)
        return found

    def is_phrase(self, phrase: str) -> bool:
        """Whether a phrase is frequent, stands for itself, and holds together.

        One that nearly always stands in the same longer one is a part of it (Frantzi and Ananiadou's C-value asks the
        same); parts that meet by chance are none.
        """
        count = self.counts.get(phrase, 0)
        if count < max(_LEAST, _SHARE * self.listings) or self.longer.get(phrase, 0) > _OPEN * count:
            return False
        tokens = tokens_of(phrase, self.language)
        if self.language == "zh" and len(tokens) < 2:
            return False
        return all(self._holds(tokens, cut, count) for cut in range(1, len(tokens)))

    def _holds(self, tokens: list[str], cut: int, count: int) -> bool:
        glue = "" if self.language == "zh" else " "
        one, other = (self.counts.get(glue.join(part), 0) for part in (tokens[:cut], tokens[cut:]))
        if not one or not other:
            return True  # a part begins or ends with a word of grammar: stainless steel and glass
        return count * self.listings >= _COHESION * one * other or count >= 0.5 * min(one, other)


class CatalogStatistics:
    """Looks up what :class:`PhraseCount` rows say."""

    def __init__(self, rows: Iterable[PhraseCount] = ()) -> None:
        by_category: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        whole: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            by_category[row.category, row.language][row.phrase] = row.listings
            whole[row.language][row.phrase] += row.listings
        self._by_category = {key: _Own(counts, key[1]) for key, counts in by_category.items()}
        self._whole = {language: _Own(counts, language) for language, counts in whole.items()}

    def is_phrase(self, phrase: str, category: str | None, language: str) -> bool:
        """Whether a phrase in plain spelling is one that sellers of a category use often; null is no category."""
        own = self._by_category.get((category or "", language))
        return own is not None and own.is_phrase(phrase)

    def rarity(self, text: str, language: str) -> float:
        """How seldom a wording is among all listings of a language, 0 to 1: its inverse document frequency by the
        highest there is. 0.5 where nothing was counted."""
        own = self._whole.get(language)
        if own is None or own.listings < _LEAST:
            return _USUAL
        return log((1 + own.listings) / (1 + own.counts.get(plain(text), 0))) / log(1 + own.listings)
