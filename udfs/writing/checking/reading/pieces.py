"""A text cut into pieces that mean one thing each: English words, numbers, and Chinese words by the longest known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from udfs.writing.checking.reading.plain import Plain, Sort
from udfs.writing.checking.reading.support import NONE, Ids, Support, key_of
from udfs.writing.checking.words.lexicon import Lexicon, lexicon

_LONGEST = 12  # characters of a Chinese word that is looked for
_UNKNOWN, _WORD, _NAME = 100, 10, 4  # costs: of a character that nobody knows, of a word, of a name that nobody states


class Piece(NamedTuple):
    """A word, number or mark at half-open characters.

    ``key``: what the supports know it by. ``values``: statements whose value has it. ``about``: those whose attribute
    it names. ``known``: somebody states it, or it goes with what is stated; ``general``: it says nothing.
    """

    text: str
    key: str
    start: int
    end: int
    sort: Sort
    values: Ids = NONE
    about: Ids = NONE
    known: bool = False
    general: bool = False


def pieces_of(plain: Plain, support: Support, is_name: Callable[[str], bool]) -> list[Piece]:
    """The pieces of a text in their order. ``is_name``: whether a Chinese word is a name of a value, stated or not."""
    found: list[Piece] = []
    for token in plain.tokens():
        if token.sort == "han":
            found += _han(token.text, token.start, support, is_name)
        else:
            found.append(_piece(token.text, key_of(token), token.start, token.end, token.sort, support))
    return found


def _piece(text: str, key: str, start: int, end: int, sort: Sort, support: Support) -> Piece:
    if sort == "mark":
        return Piece(text, key, start, end, sort, general=True)
    known = lexicon()
    general = text in known.general or key in known.stems or text in known.exact
    return Piece(
        text, key, start, end, sort, support.values.having(key), support.about(key), support.is_known(key), general
    )


def _han(run: str, offset: int, support: Support, is_name: Callable[[str], bool]) -> Iterator[Piece]:
    """The run in the fewest words that are known; a character that is none stands alone."""
    for start, end in _cut(run, support, is_name):
        yield _piece(run[start:end], run[start:end], offset + start, offset + end, "han", support)


def _cut(run: str, support: Support, is_name: Callable[[str], bool]) -> list[tuple[int, int]]:
    known = lexicon()
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        best.append(
            min(
                (best[start][0] + cost, start)
                for start in range(max(0, end - _LONGEST), end)
                if (cost := _cost(run[start:end], support, known, is_name)) is not None
            )
        )
    cuts: list[tuple[int, int]] = []
    end = len(run)
    while end:
        cuts.append((best[end][1], end))
        end = best[end][1]
    return cuts[::-1]


def _cost(word: str, support: Support, known: Lexicon, is_name: Callable[[str], bool]) -> float | None:
    """What a word costs; None for several characters that are no word."""
    if is_known_han(word, support):
        return _WORD
    if word in known.han:
        return _WORD + 1
    if word in known.comparisons and len(word) > 1:
        return _WORD - _NAME  # it must not be lost between other words
    if word in known.negators or word in known.comparisons or is_name(word):
        return _WORD + _NAME
    return _UNKNOWN if len(word) == 1 else None


def is_known_han(word: str, support: Support) -> bool:
    """Whether the Chinese word is stated. Of a longer one a single character is not, but where it goes with it."""
    if len(word) > 1:
        return support.is_known(word)
    return word in support.said or any(word == each for each in _single(support))


def _single(support: Support) -> Sequence[str]:
    return [run for words in (support.values, support.names) for run in words.han.split("\n") if len(run) == 1]
