"""The words that a text needs to say anything, and those by which it says more: ``words.txt`` has the lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from udfs.text.keys import plain
from udfs.text.word_lists import word_lists
from udfs.writing.checking.words.stems import stem

_PACKAGE = "udfs.writing.checking.words"


DENYING = ("不", "没", "无", "非", "未", "免", "勿")
"""Chinese characters that deny what follows, but in words of the list ``affirmative``."""


def holds_han_denial(text: str) -> bool:
    """Whether a Chinese text denies something; 不锈钢 does not."""
    for word in lexicon().affirmative:
        text = text.replace(word, "")
    return any(character in text for character in DENYING)


def is_han(text: str) -> bool:
    """Whether a text is of Chinese characters."""
    return bool(text) and all("一" <= letter <= "鿿" for letter in text)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``general``: words that say nothing of a product by themselves, ``stems`` their stems.

    ``said``: a stem, or a Chinese word, of an attribute or value to what else says it: weight to weigh, heavy. They are
    no synonyms; they are allowed where the other is stated. ``aspects``: a stem or Chinese word to what it measures.
    ``vague``: stems of attributes' names that name no thing, such as type and number.
    """

    general: frozenset[str]
    stems: frozenset[str]
    han: frozenset[str]
    said: dict[str, frozenset[str]]
    aspects: dict[str, frozenset[str]]
    vague: frozenset[str]
    negators: frozenset[str]
    comparisons: frozenset[str]
    bounds: frozenset[str]
    others: frozenset[str]
    bounding: dict[str, tuple[str, ...]]
    affirmative: tuple[str, ...]
    exact: frozenset[str]
    takers: frozenset[str]
    approximate: frozenset[str]
    verbs: frozenset[str]
    links: frozenset[str]

    def is_negator(self, word: str) -> bool:
        """Whether an English word, in lower case, denies what follows."""
        return word in self.negators or word.endswith("n't")

    def is_comparison(self, word: str) -> bool:
        """Whether a word in lower case praises or compares, by a list or by its form."""
        return word in self.comparisons or (len(word) > 5 and word.endswith("est") and not word.endswith(_NO_EST))


_NO_EST = ("rest", "test", "chest", "quest", "guest", "vest", "west", "nest", "dest", "harvest", "interest", "fest")


@cache
def lexicon() -> Lexicon:
    """The lists as one lexicon, read once."""
    lists = word_lists(_PACKAGE, "words.txt")
    general = lists["general"]
    han = frozenset(word for word in general if is_han(word))
    said = {
        key: words
        for name, words in word_lists(_PACKAGE, "also_said.txt").items()
        for key in map(_key, name.split(" / "))
    }
    return Lexicon(
        general=general,
        stems=frozenset(map(_key, general - han)),
        han=han,
        said={key: frozenset(map(_key, words)) for key, words in said.items()},
        aspects=_aspects(),
        vague=frozenset(map(_key, lists["vague"])),
        negators=lists["negator"],
        comparisons=lists["comparison"],
        bounds=lists["bound"],
        others=frozenset(word for words in said.values() for word in map(_key, words)),
        bounding={name: tuple(sorted(lists[name])) for name in ("at most", "at least")},
        affirmative=tuple(lists["affirmative"]),
        exact=lists["exact"],
        takers=lists["taker"],
        approximate=lists["approximate"],
        verbs=lists["verb"],
        links=lists["link"],
    )


def _aspects() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for aspect, words in word_lists(_PACKAGE, "aspects.txt").items():
        for word in words:
            found.setdefault(_key(word), set()).add(aspect)
    return {word: frozenset(aspects) for word, aspects in found.items()}


def _key(word: str) -> str:
    folded = plain(word.strip())
    return folded if not folded.isascii() else stem(folded)
