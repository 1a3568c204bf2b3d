"""What English words have in common whatever their form: stores and storage, colours and colored."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from udfs.text.word_lists import word_lists

# British endings, before the stem is taken.
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|ful|less|ite)?\Z)"), "or"),
    (re.compile(r"(?<=[a-z]t|[ib]b|fi|al|nt)re(?=s?\Z)"), "er"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|es|ed|ing|ation)\Z)"), "iz"),
    (re.compile(r"(?<=[a-z])ll(?=(?:ed|ing)\Z)"), "l"),
)
_PLURAL = re.compile("[bcdfghjklmnpqrstvwxz]{2,3}s")


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """The stem of a word in lower case; ``'s`` behind it does not matter."""
    word = word[:-2] if word.endswith("'s") else word.rstrip("'")
    word = _forms().get(word, word)
    if _PLURAL.fullmatch(word):
        return word[:-1]  # PCs, TVs
    for pattern, ending in _SPELLINGS:
        word = pattern.sub(ending, word)
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    """Loaded at the first word: Snowball's Porter 2."""
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@cache
def _forms() -> dict[str, str]:
    """Forms that no rule leads back: word to the one whose stem counts."""
    lists = word_lists("udfs.writing.checking.words", "forms.txt")
    return {form: word for word, forms in lists.items() for form in forms}
