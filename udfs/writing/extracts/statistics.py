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
from udfs.writing.extracts.ngrams import Ngram, tokens_of

DOCUMENTS = ""
"""The phrase whose count is that of all listings."""
BEGINS, CLOSES = "^", "$"
"""Put before and behind a phrase: in how many listings a border stands before it, and behind it."""
HEAD_FIRST = frozenset(("es", "pt", "fr", "it", "ro", "id", "ms", "vi"))
"""Languages in which what goods are stands before what they are like."""

_LEAST = 3  # listings of a category that have a phrase
_SHARE = 0.005  # of its listings
_OPEN = 0.7  # share of a phrase's listings up to which one longer phrase may hold it
_COHESION = 4.0  # how many times more often two parts stand together than by chance
_TOGETHER = 0.5  # share of the listings of a part in which the whole phrase stands
_HEADS = 0.3  # share of the listings of a word in which it ends a phrase
_SMALL = 200  # listings of a category, up to which the phrases of all others are asked, too
_BORDERS = 2  # listings with a border, and different neighbours, on one side of a phrase
_ENOUGH = 50  # listings of a language, from which on a wording that none has is none that people use
_USUAL = 0.5  # rarity of what nobody has counted


class PhraseCount(NamedTuple):
    """How many listings of a category, in a language, have a phrase in plain spelling; "" counts all of them.

    ``category`` is "" for those without one.
    """

    category: str
    language: str
    phrase: str
    listings: int


def counts_of(found: Iterable[Ngram]) -> set[str]:
    """What one listing adds one to: its phrases, and the borders that they stand at."""
    found = list(found)
    keys = {each.key for each in found} | {BEGINS + each.key for each in found if each.begins}
    return keys | {each.key + CLOSES for each in found if each.closes}


def counted(listings: Iterable[tuple[str, str, Iterable[str]]], least: int = 2) -> Iterator[PhraseCount]:
    """Rows of statistics from (category, language, what :func:`counts_of` says) of each listing.

    Those of fewer than ``least`` listings are left out.
    """
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for category, language, phrases in listings:
        counts[category, language].update({DOCUMENTS, *phrases})
    for (category, language), own in sorted(counts.items()):
        for phrase, count in sorted(own.items()):
            if count >= least or phrase == DOCUMENTS:
                yield PhraseCount(category, language, phrase, count)


@dataclass(slots=True)
class _Longer:
    """``most``: the highest count of a longer phrase; how many there are with a word more on the left and the right."""

    most: int = 0
    lefts: int = 0
    rights: int = 0

    def add(self, count: int, *, left: bool) -> None:
        self.most = max(self.most, count)
        self.lefts += left
        self.rights += not left


@dataclass(frozen=True)
class _Own:
    """Counts of one category in one language, or of all categories."""

    counts: Mapping[str, int]
    language: str

    @property
    def listings(self) -> int:
        return self.counts.get(DOCUMENTS, 0)

    @cached_property
    def longer(self) -> Mapping[str, _Longer]:
        """Of each phrase what those say that hold it and one word more."""
        found: defaultdict[str, _Longer] = defaultdict(_Longer)
        for phrase, count in self.counts.items():
            tokens = tokens_of(phrase, self.language)
            if len(tokens) > 1 and BEGINS not in phrase and CLOSES not in phrase:
                found[self._glued(tokens[1:])].add(count, left=True)
                found[self._glued(tokens[:-1])].add(count, left=False)
        return found

    def is_phrase(self, phrase: str) -> bool:
        """Whether a phrase is frequent, stands for itself, and holds together.

        One that nearly always stands in the same longer one is a part of it (Frantzi and Ananiadou's C-value asks the
        same). Parts that meet by chance are none.
        """
        count = self.counts.get(phrase, 0)
        longer = self.longer.get(phrase, _Longer())
        if count < max(_LEAST, _SHARE * self.listings) or longer.most > _OPEN * count:
            return False
        tokens = tokens_of(phrase, self.language)
        if len(tokens) < 2:
            return self.language != "zh"
        if not self._is_cut(phrase, longer):
            return False
        return all(self._holds(tokens, cut, count) for cut in range(1, len(tokens)))

    def is_head(self, word: str) -> bool:
        """Whether a single word often stands where languages put what goods are: behind all others, or before them."""
        border = BEGINS + word if self.language in HEAD_FIRST else word + CLOSES
        return self.counts.get(border, 0) >= _HEADS * self.counts.get(word, 1)

    def _is_cut(self, phrase: str, longer: _Longer) -> bool:
        """Whether a phrase begins and ends where words do: at borders, in Chinese also where different ones meet it."""
        before, behind = self.counts.get(BEGINS + phrase, 0), self.counts.get(phrase + CLOSES, 0)
        if self.language == "zh":
            before, behind = before + longer.lefts, behind + longer.rights
        return min(before, behind) >= _BORDERS

    def _holds(self, tokens: list[str], cut: int, count: int) -> bool:
        one, other = (self.counts.get(self._glued(part), 0) for part in (tokens[:cut], tokens[cut:]))
        if not one or not other:
            return True  # a part begins or ends with a word of grammar
        return count * self.listings >= _COHESION * one * other or (
            self.language != "zh" and count >= _TOGETHER * min(one, other)
        )

    def _glued(self, tokens: list[str]) -> str:
        return ("" if self.language == "zh" else " ").join(tokens)


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
        """Whether a phrase in plain spelling is one that sellers of a category use often; null is no category.

        Where a category is small, one that sellers of all others use often is one as well. A single word must be what
        goods are, not what they are like.
        """
        own, whole = self._by_category.get((category or "", language)), self._whole.get(language)
        if whole is None or (language != "zh" and " " not in phrase and not whole.is_head(phrase)):
            return False
        if own is not None and own.is_phrase(phrase):
            return True
        return (own is None or own.listings < _SMALL) and whole.is_phrase(phrase)

    def is_unheard(self, text: str, language: str) -> bool:
        """Whether no seller writes so in a language of which enough listings were counted."""
        own = self._whole.get(language)
        return own is not None and own.listings >= _ENOUGH and plain(text) not in own.counts

    def rarity(self, text: str, language: str) -> float:
        """How seldom a wording is among all listings of a language, 0 to 1: its inverse document frequency by the
        highest there is. 0.5 where nothing was counted."""
        own = self._whole.get(language)
        if own is None or own.listings < _LEAST:
            return _USUAL
        return log((1 + own.listings) / (1 + own.counts.get(plain(text), 0))) / log(1 + own.listings)
