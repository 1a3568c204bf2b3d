"""Words that a text may not hold, whatever a fact says: found where they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from udfs.text.keys import plain

_JOIN = r"[\s\-‐‑–]*"
_REMEMBERED = 1 << 14  # texts: names of values come again and again
_SPACES = re.compile(r"[\s\-‐‑–]+")


class Found(NamedTuple):
    """A forbidden word, and its half-open place in the text."""

    word: str
    start: int
    end: int


class Forbidden:
    """A list of words: Latin ones count as whole words, in any case, Chinese ones within others, in any script."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.first = lru_cache(_REMEMBERED)(self._first)
        parts = [_expression(plain(word)) for word in sorted(words, key=len, reverse=True) if word.strip()]
        self._pattern = re.compile("|".join(parts)) if parts else None

    @staticmethod
    @lru_cache(64)
    def of(words: tuple[str, ...]) -> Forbidden:
        """The list, made once."""
        return Forbidden(words)

    def find(self, text: str) -> Iterator[Found]:
        """All forbidden words of a text, in its order."""
        if self._pattern is None:
            return
        whole = plain(text)
        places = None if len(whole) == len(text) else _places(text)
        searched = whole if places is None else "".join(plain(character) for character in text)
        for match in self._pattern.finditer(searched):
            start, end = match.span()
            if places is not None:
                start, end = places[start], places[end - 1] + 1
            yield Found(match[0], start, end)

    def _first(self, text: str) -> Found | None:
        """The first forbidden word of a text; null where it has none."""
        return next(self.find(text), None)


def _places(text: str) -> list[int]:
    """For each character of the text in plain letters, the one that it comes from: ß and ½ are several."""
    return [place for place, character in enumerate(text) for _ in plain(character)]


def _expression(word: str) -> str:
    if not word.isascii():
        return re.escape(word)
    before = r"(?<![a-z0-9])" if word[0].isalnum() else ""
    behind = r"(?![a-z0-9])" if word[-1].isalnum() else ""
    return before + _JOIN.join(map(re.escape, _SPACES.split(word))) + behind
