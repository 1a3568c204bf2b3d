"""The phrases that a text may hold: runs of one to three words, or of up to six Chinese characters, with their places.

Thai and other scripts without blanks or Han have none: nobody here knows where their words end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from udfs.text.keys import plain
from udfs.text.word_lists import word_lists

WORDS, CHARACTERS = 3, 6
"""Most of a phrase."""

_TOKEN = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+(?:['’.+&-][^\W_㐀-鿿]+)*")
_UNSPACED = re.compile(r"[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff]")
_HAN = re.compile("[㐀-鿿]")
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
    chinese = language == "zh"
    small = frozenset() if chinese else small_words(language)
    for run in _runs(text, chinese):
        keys = [plain(text[start:end]) for start, end in run]
        longest = CHARACTERS if chinese else WORDS
        for first in range(len(run)):
            for last in range(first, min(len(run), first + longest)):
                if _may_be(keys[first : last + 1], language):
                    joined = ("" if chinese else " ").join(keys[first : last + 1])
                    begins = first == 0 or keys[first - 1] in small
                    closes = last == len(run) - 1 or keys[last + 1] in small
                    yield Ngram(joined, run[first][0], run[last][1], begins, closes)


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
    small = small_words(language)
    if language == "en" and not small.isdisjoint(keys):
        return False  # where others have de and di, English puts noun to noun
    if keys[0] in small or keys[-1] in small or keys[0].isdigit() or keys[-1].isdigit():
        return False
    if language == "zh":
        return any(map(_HAN.match, keys))
    worded = any(len(key) > 2 and any(map(str.isalpha, key)) for key in keys)
    return worded and not keys[-1].endswith(_OWNING) and not any(map(_HAN.match, keys))


@cache
def small_words(language: str) -> frozenset[str]:
    """Words with which no phrase begins or ends."""
    lists = word_lists("udfs.writing.extracts", "small_words.txt")
    return frozenset().union(*(lists.get(f"{language}{part}", ()) for part in ("", " weak", " verb")))
