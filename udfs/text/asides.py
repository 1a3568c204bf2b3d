"""Sentences of a listing that say something of others than the product: when a shop sends, what airlines allow, what
another version holds. ``aside_words.txt`` has the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from udfs.text.keys import plain
from udfs.text.word_lists import word_lists

_REACH = 100  # characters on each side of a place; a sentence is hardly longer
_SENTENCE = re.compile(r"[!?;|\n。！？；]|\.(?=\s|\Z)")
_CLAUSE = re.compile(r"[,，:：()（）]")
_PHRASE = re.compile(
    r"[,，()（）]|(?<=[一-鿿])\s|\s(?=[一-鿿])"
)  # a space ends a Chinese phrase: 24小时发货 续航30小时
_DIGIT = re.compile(r"\d")
_NEAR = 24  # characters between a time and the word that says whose it is
_NAMED_VERSION = re.compile(
    r"\b[Tt]he (?P<name>[A-Z]\w*) (?:version|edition|variant)"
    r" (?:holds|has|is|comes|weighs|offers|measures|uses|runs|includes|features|lasts)\b"
)
_BEFORE_NUMBER = r"\s*(?:about|approx\.?|of|约)?\s*\Z"


def aside(text: str, start: int, end: int, *, title: str = "", number: bool = False, time: bool = False) -> str | None:
    """The words that tell that the half-open place ``start:end`` is not about the product; None where none do.

    ``number``: whether the place holds a quantity, which limits are; ``time``: whether it is one of time. ``title``
    tells which version the product is. Costs the same however long the text is.
    """
    left = _last(_SENTENCE, text[max(0, start - _REACH) : start])
    right = _first(_SENTENCE, text[end : end + _REACH])
    if word := _of_another(left, title):
        return word
    if not number:
        return None
    left, right = plain(left), plain(right)
    return (_service(left, right) if time else None) or _limit(left, right)


def _of_another(left: str, title: str) -> str | None:
    """What says in a sentence before a place that another product, variant or version is meant."""
    *_, named = None, *_NAMED_VERSION.finditer(left)
    if named and plain(named["name"]) not in _lists()["own"] and plain(named["name"]) not in plain(title):
        return named[0]
    said = plain(left)
    found = _words("compared").search(_last(_CLAUSE, said)) or _words("also").search(said) or _label().search(said)
    return found[0].strip() if found else None


def _service(left: str, right: str) -> str | None:
    """What says that a time is that of sending or answering: a word near it, and no other number between."""
    before, behind = _last(_PHRASE, left)[-_NEAR:], _first(_PHRASE, right)[:_NEAR]
    found = _words("service").search(_last(_DIGIT, before)) or _words("service").search(_first(_DIGIT, behind))
    return found[0] if found else None


def _limit(left: str, right: str) -> str | None:
    """What says that a number is a limit that others set: airlines, or instructions."""
    behind = _behind_number().match(right)
    if not behind and not _before_number("limit").search(left):
        return None
    found = _words("flight").search(left) or _words("forbidden").search(_last(_CLAUSE, left))
    if not found and (behind or _before_number("at most").search(left)):
        found = _words("flight").search(right)
    return found[0] if found else None


def _last(border: re.Pattern[str], text: str) -> str:
    """What stands behind the last border of a text."""
    return border.split(text)[-1]


def _first(border: re.Pattern[str], text: str) -> str:
    return border.split(text, maxsplit=1)[0]


@cache
def _words(name: str) -> re.Pattern[str]:
    """Any word of a list, Latin ones as whole words."""
    return re.compile(_any(name))


@cache
def _before_number(name: str) -> re.Pattern[str]:
    return re.compile(_any(name) + _BEFORE_NUMBER)


@cache
def _behind_number() -> re.Pattern[str]:
    return re.compile(r"\s*" + _any("limit behind"))


@cache
def _label() -> re.Pattern[str]:
    """The label of one of several versions: Version B:, 版本二：."""
    return re.compile(_any("version") + r"\s?(?:[a-z]|\d|[一二三四五])\s?[:：]")


def _any(name: str) -> str:
    longest_first = sorted(_lists()[name], key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(_whole, longest_first)) + ")"


def _whole(word: str) -> str:
    latin = word.isascii() and word[0].isalpha()
    return rf"(?<![a-z]){re.escape(word)}(?![a-z])" if latin else re.escape(word)


def _lists() -> Mapping[str, frozenset[str]]:
    return word_lists("udfs.text", "aside_words.txt")
