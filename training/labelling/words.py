"""The words of a text as a person counts them on the screen, and what was typed to name some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from udfs.records import FIELDS, Field

# A Chinese or Japanese character is a word of its own, and so is every mark between words. Marks within a word, as in
# 2.5 or USB-C, are part of it. Thai, Lao, Khmer and Burmese have no spaces either, and no character that is a word: a
# run is one, of which a part is named by its text.
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_LETTER = rf"[^\W{_HAN}{_RUNS}][\u0300-\u036f]*"
_INNER = r"[.,'’\-_](?=\w)"
_WORD = re.compile(rf"[{_HAN}]|[{_RUNS}]+|{_LETTER}(?:{_INNER}(?![{_HAN}{_RUNS}])|{_LETTER})*|[^\w\s]")
_RANGE = re.compile(r"(\d+)(?:\s*[-–~～至]\s*(\d+))?")


class Word(NamedTuple):
    """A word of a listing: half-open characters of the raw field."""

    field: Field
    start: int
    end: int
    text: str


class Place(NamedTuple):
    """Half-open characters of a raw field."""

    field: Field
    start: int
    end: int


def words(text: str, field: Field) -> list[Word]:
    """Words in reading order: runs of letters and digits, single Chinese characters, single marks."""
    return [Word(field, *found.span(), found.group()) for found in _WORD.finditer(text)]


def places(typed: str, counted: Sequence[Word]) -> list[Place]:
    """What ``3``, ``3-5`` or ``3-5 8`` names of the words, counted from 1; each range is one place.

    Raises ValueError, in words for people, where it names none, or a range that goes over two fields.
    """
    if not typed.strip():
        raise ValueError("type the number of a word, a range such as 3-5, or the text itself")
    return [
        _place(part, counted) for part in re.split(r"[\s,，、]+", re.sub(r"\s*([-–~～至])\s*", r"\1", typed.strip()))
    ]


def is_numbers(typed: str) -> bool:
    """Whether numbers and ranges were typed, and no text."""
    return bool(re.fullmatch(r"[\d\s,，、~～至–-]*\d[\d\s,，、~～至–-]*", typed))


def occurrences(typed: str, texts: Sequence[str]) -> list[Place]:
    """Where a text stands in title and description, which ``texts`` are, letter by letter; else in any case.

    Raises ValueError where it does not.
    """
    found = [*_found(typed, texts)] or [*_found(typed.lower(), [_lower(text) for text in texts])]
    if not found:
        raise ValueError(f"{typed!r} stands neither in the title nor in the description")
    return found


def _place(part: str, counted: Sequence[Word]) -> Place:
    found = _RANGE.fullmatch(part)
    if not found:
        raise ValueError(f"{part!r} is no number of a word and no range such as 3-5")
    first, last = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= last <= len(counted):
        raise ValueError(f"{part}: the words are numbered 1 to {len(counted)}")
    begin, end = counted[first - 1], counted[last - 1]
    if begin.field != end.field:
        raise ValueError(f"{part} begins in the {begin.field} and ends in the {end.field}")
    return Place(begin.field, begin.start, end.end)


def _found(typed: str, texts: Sequence[str]) -> Iterator[Place]:
    for field, text in zip(FIELDS, texts, strict=True):
        start = text.find(typed)
        while start >= 0:
            yield Place(field, start, start + len(typed))
            start = text.find(typed, start + len(typed))


def _lower(text: str) -> str:
    """Lower case of the same length: some letters have two in it."""
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)
