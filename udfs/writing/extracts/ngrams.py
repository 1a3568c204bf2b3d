"""The phrases that a text may hold: runs of one to three words, or of up to six Chinese characters, with their places.

Thai and other scripts without blanks or Han have none: nobody here knows where their words end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from udfs.text.keys import plain
from udfs.text.word_lists import word_lists

WORDS, CHARACTERS = 3, 6
"""Most of a phrase."""

_TOKEN = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+(?:['’.+&-][^\W_㐀-鿿]+)*")
_UNSPACED = re.compile(r"[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff]")
_OWNING = ("'s", "’s")
_READ = 1_500  # characters of one text


class Ngram(NamedTuple):
    """A phrase in plain spelling, and its half-open characters of the text.

    ``begins`` and ``closes``: whether a mark, a word of grammar, a blank of Chinese, or nothing stands before it, and
    behind it.
    """

    key: str
    start: int
    end: int
    begins: bool = False
    closes: bool = False


def ngrams(text: str, language: str) -> Iterator[Ngram]:
    """The runs of words of a text in a language (an IETF tag) that stand between marks, from left to right.

    None begins or ends with a word of grammar; of Chinese, single characters are among them, which alone are no
    phrases. Reads the first 1,500 characters.
    """
    text = text[:_READ]
    if _UNSPACED.search(text):
        return
    spelt = _spelt(text)
    for run in _runs(text, language == "zh"):
        yield from _inside([(spelt[start:end], start, end) for start, end in run], language)


def _inside(run: Sequence[tuple[str, int, int]], language: str) -> Iterator[Ngram]:
    """The phrases within words between two marks; each word with its place."""
    glue, longest = ("", CHARACTERS) if language == "zh" else (" ", WORDS)
    small = small_words(language)
    edges = [key in small or key.isdigit() for key, _, _ in run]
    borders = [language != "zh" and key in small for key, _, _ in run]
    for first in range(len(run)):
        for last in range(first, min(len(run), first + longest) * (not edges[first])):
            keys = [key for key, _, _ in run[first : last + 1]]
            if edges[last] or not _may_be(keys, language) or (language == "en" and any(borders[first:last])):
                continue  # where others have de and di, English puts noun to noun
            begins = first == 0 or borders[first - 1]
            closes = last == len(run) - 1 or borders[last + 1]
            yield Ngram(glue.join(keys), run[first][1], run[last][2], begins, closes)


def _spelt(text: str) -> str:
    """A text in plain spelling, as long as it is: a character that would become several stays."""
    whole = plain(text)
    return whole if len(whole) == len(text) else "".join(map(_spelt_character, text))


@lru_cache(8192)
def _spelt_character(character: str) -> str:
    other = plain(character)
    return other if len(other) == 1 else character


def tokens_of(key: str, language: str) -> list[str]:
    """The words, or characters, that a phrase in plain spelling is made of."""
    return _TOKEN.findall(key) if language == "zh" else key.split(" ")


def _runs(text: str, chinese: bool) -> Iterator[list[tuple[int, int]]]:
    """Words that nothing parts but a blank; in Chinese, where a blank parts, not even that."""
    run: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(text):
        between = text[run[-1][1] : token.start()] if run else ""
        if run and (between.strip() or (between and chinese) or len(between) > 1 or (not between and not chinese)):
            yield run
            run = []
        run.append(token.span())
    if run:
        yield run


def _may_be(keys: Sequence[str], language: str) -> bool:
    """Whether words that begin and end well hold any that means something, in the language's script."""
    if language == "zh":
        return any(key[0] >= "㐀" for key in keys)
    worded = any(len(key) > 2 and not key.isdigit() for key in keys)
    return worded and not keys[-1].endswith(_OWNING) and all(key[0] < "㐀" for key in keys)


@cache
def small_words(language: str) -> frozenset[str]:
    """Words with which no phrase begins or ends."""
    lists = word_lists("udfs.writing.extracts", "small_words.txt")
    return frozenset().union(*(lists.get(f"{language}{part}", ()) for part in ("", " weak", " verb")))
