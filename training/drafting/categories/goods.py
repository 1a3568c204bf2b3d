"""What goods a wording speaks of, in any of eight languages: the ideas of the word list ``goods.txt``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from udfs.schema.category_names import forms
from udfs.text.keys import plain
from udfs.text.word_lists import word_lists

_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0e31-\u0e4e])+")  # marks of Thai vowels are no letters to Python
_UNSPACED = re.compile(r"[\u0e01-\u0e4e]+|[\u3400-\u9fff]+")  # Thai, Han: words stand without blanks between
_LONGEST = 6  # words of a wording
_RESERVED = ("whom", "role", "weak", "weak beside goods", "beside", "beginning", "kind key", "broad")


class Reading(NamedTuple):
    """``ideas`` of goods in a wording; ``whole``: whether every word of it belongs to one."""

    ideas: frozenset[str]
    whole: bool

    @property
    def goods(self) -> frozenset[str]:
        """The ideas that are goods themselves, not whom they are for nor what they are to others."""
        return self.ideas - idea_list("whom") - idea_list("role") - idea_list("weak beside goods")

    @property
    def signature(self) -> frozenset[str]:
        """What wordings of the same goods have in common: Beauty, and Beauty & Care; empty where a word is unknown."""
        if not self.whole:
            return frozenset()
        telling = self.ideas - idea_list("weak")
        return telling - idea_list("weak beside goods") or telling or self.ideas


class Mention(NamedTuple):
    """A wording, folded, and the idea of goods that it names; null for any other word."""

    wording: str
    idea: str | None


class _Words(NamedTuple):
    """Ideas by wording, words between single blanks; null for words that only join."""

    spaced: Mapping[str, str | None]
    unspaced: Mapping[str, str | None]
    longest: int  # letters of an unspaced one


@lru_cache(1 << 14)
def read_goods(text: str) -> Reading:
    """The ideas of goods that a wording or a title speaks of, the longest wording first."""
    found = [*_ideas(plain(text))]
    known = frozenset(idea for matched, idea in found if matched and idea)
    return Reading(known, whole=bool(known) and all(matched for matched, _ in found))


def idea_list(name: str) -> frozenset[str]:
    """The ideas that a reserved line of the word list names: ``whom``, ``role``."""
    return word_lists("training.drafting.categories", "goods.txt")[name]


def words_of(text: str) -> list[str]:
    """Words in lower case, Han in simplified characters; a run of Thai or Han is one word."""
    return _WORD.findall(plain(text))


def mentions(text: str) -> list[Mention]:
    """The wordings of goods in a text, from left to right, and the words between them, each with a null idea."""
    return [Mention(wording, idea) for wording, idea, _ in _pieces(plain(text))]


def _ideas(text: str) -> Iterator[tuple[bool, str | None]]:
    """For each wording from left to right whether it is known, and its idea."""
    return ((known, idea) for _, idea, known in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, str | None, bool]]:
    words, at = _WORD.findall(text), 0
    while at < len(words):
        if _UNSPACED.fullmatch(words[at]):
            yield from _inside(words[at])
            at += 1
            continue
        taken, idea = _longest(words[at : at + _LONGEST])
        count = max(taken, 1)
        yield " ".join(words[at : at + count]), idea, taken > 0
        at += count


def _longest(words: list[str]) -> tuple[int, str | None]:
    """How many words from the first on are one wording, and its idea; none where the first is unknown."""
    known = _words().spaced
    if words[0] in idea_list("beside") and words[0] not in known:
        return 0, None  # 2 pcs are no PCs
    for count in range(len(words), 0, -1):
        for form in forms(" ".join(words[:count])):
            if form in known:
                return count, known[form]
    return 0, None


def _inside(run: str) -> Iterator[tuple[str, str | None, bool]]:
    known, at = _words(), 0
    while at < len(run):
        taken = next((n for n in range(known.longest, 0, -1) if run[at : at + n] in known.unspaced), 0)
        wording = run[at : at + max(taken, 1)]
        yield wording, known.unspaced[wording] if taken else None, taken > 0
        at += max(taken, 1)


@cache
def _words() -> _Words:
    lists = word_lists("training.drafting.categories", "goods.txt")
    spaced: dict[str, str | None] = {}
    unspaced: dict[str, str | None] = {}
    for idea, wordings in lists.items():
        if idea in _RESERVED:
            continue
        for wording in wordings:
            words = _WORD.findall(wording)
            own = None if idea == "joining" else idea
            if len(words) == 1 and _UNSPACED.fullmatch(words[0]):
                unspaced.setdefault(words[0], own)
            elif words:
                spaced.setdefault(" ".join(words), own)
    return _Words(spaced, unspaced, max(map(len, unspaced)))
