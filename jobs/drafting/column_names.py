"""What a column's name says it is, by lists of words in many languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from udfs.text.keys import fold, plain
from udfs.text.word_lists import word_lists

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[\s_\-./()（）\[\]:|]+")
_KNOWN = ("id", "title", "category", "description", "map")


def words_of(name: str) -> list[str]:
    """The words of a name, in plain letters."""
    return [word for word in _SPLIT.split(plain(_CAMEL.sub(" ", name))) if word]


def rank(name: str, role: str) -> float:
    """1 for a name of the role's list, less for one of its second list or behind a word more, 0 for another name."""
    own, bare = fold(name), _bare(name)
    if own in named(role):
        return 1.0
    if bare in named(role):
        return 0.9
    if own in named(f"{role} 2") or bare in named(f"{role} 2"):
        return 0.4
    words = words_of(name)
    return 0.6 if words and fold(words[-1]) in named(f"{role} word") else 0.0


def is_junk(name: str) -> bool:
    """Whether a name says that its column tells nothing of the goods: prices, stock."""
    if _bare(name) in named("junk") or fold(name) in named("junk"):
        return True
    known = any(rank(name, role) for role in _KNOWN)
    return not known and any(fold(word) in named("junk word") for word in words_of(name))


@cache
def named(role: str) -> frozenset[str]:
    """Folded names of a role; none for one that has no list."""
    return frozenset(map(fold, _lists().get(role, frozenset())))


def _bare(name: str) -> str:
    """A folded name without the word that may stand before it, the longest one."""
    own = fold(_CAMEL.sub(" ", name))
    before = sorted((word for word in named("before") if own.startswith(word)), key=len, reverse=True)
    return next((own[len(word) :] for word in before if len(own) > len(word)), own)


def _lists() -> Mapping[str, frozenset[str]]:
    return word_lists("jobs.drafting", "column_words.txt")
