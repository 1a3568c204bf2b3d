"""Frames made sentences: what stands in their gaps, and which characters are a value's.

A gap holds words, each replaced: ``value``, each ``value`` in the plural (``values``) or before a noun, a 40 inch hose
(``value-before``); ``number``, a count in letters; ``counted``, what is counted; ``name``, ``stem`` and ``owner``, also
in the plural, ``property``, ``part`` and ``nutrient``, as :class:`Topic` has them; ``adjective``, of a measure. A first
word ``a`` is the article of all that follows. Other words stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from udfs.writing.phrases.plain.english_words import (
    article,
    enumeration,
    is_plural,
    number_word,
    plural,
    readable,
    singular,
    unit_before_noun,
    unit_words,
)
from udfs.writing.phrases.plain.topics import Topic, Value, number_and_unit
from udfs.writing.phrases.plain.word_table import word_table

_GAP = re.compile(r"\{([^}]*)\}")
_VALUES = ("value", "values", "value-before", "number")


class Piece(NamedTuple):
    """Text of a sentence, and the index of the value that it says; None for words between."""

    text: str
    value: int | None = None


class Unfit(Exception):
    """A gap of the frame has nothing to stand in it."""


def fill(frame: str, topic: Topic) -> list[Piece] | None:
    """The sentence in pieces; None where the topic lacks what a gap asks for."""
    pieces: list[Piece] = []
    try:
        for n, text in enumerate(_GAP.split(frame)):
            pieces.extend(_gap(text.split(" "), topic) if n % 2 else [Piece(text)])
    except Unfit:
        return None
    return [piece for piece in pieces if piece.text]


def _gap(words: Sequence[str], topic: Topic) -> Iterator[Piece]:
    with_article = words[0] == "a"
    form, *behind = words[1:] if with_article else words
    if form not in _VALUES:
        said = " ".join(_words(word, topic) for word in (form, *behind))
        yield Piece(f"{_article(said, with_article)}{said}")
        return
    texts = [_value(value, form) for value in topic.values]
    tail = _tail(texts[-1], behind, topic)
    last = "or" if len({value.unit for value in topic.values if value.unit}) > 1 else "and"  # 6 inches or 15.24 cm
    for n, (before, text) in enumerate(zip(enumeration(texts, last), texts, strict=True)):
        each = with_article and (n == 0 or not behind)
        yield Piece(before + _article(f"{text}{tail}" if behind else text, each))
        yield Piece(text, n)
    yield Piece(tail)


def _article(phrase: str, wanted: bool) -> str:
    if not wanted or is_plural(phrase.rsplit(" ", 1)[-1]) or phrase.lower().startswith("no "):
        return ""
    return f"{article(phrase)} "


def _tail(text: str, behind: Sequence[str], topic: Topic) -> str:
    """Words behind the last value; what the value ends in is not said again: no rope chain chain."""
    said = [word for gap in behind for word in _words(gap, topic).split(" ")]
    last = singular(re.split(r"[\s-]", text.lower())[-1])
    while said and singular(said[0]) == last:
        said = said[1:]
    if said and singular(said[-1]) == last:
        said = []
    return "".join(f" {word}" for word in said)


def _value(value: Value, form: str) -> str:
    number, between, unit = number_and_unit(value)
    if form == "value-before":
        return f"{number}{between}{unit_before_noun(unit)}" if unit else number
    if form == "number":
        return number_word(number)
    text = f"{number}{between}{unit_words(unit, number)}" if unit else number
    return plural(text) if form == "values" else text


def _words(gap: str, topic: Topic) -> str:
    if gap == "adjective":
        found = word_table().properties.get(topic.property, "") if len(topic.part) == 1 or not topic.head else ""
    elif gap == "counted":
        found = _counted(topic)
    elif gap in ("name", "Name", "names"):
        found = " ".join(topic.plain_name)
    elif gap in ("stem", "stems"):
        found = " ".join(topic.stem)
    elif gap in ("owner", "owners"):
        found = " ".join(topic.owner)
    elif gap == "nutrient" and topic.property in word_table().properties:
        raise Unfit  # a serving quantity
    elif gap in ("part", "nutrient"):
        found = " ".join(topic.part)
    else:
        found = topic.property if gap == "property" else gap
    if not found:
        raise Unfit
    found = readable(found)
    if gap in ("names", "stems", "owners"):
        return plural(found)
    return found[0].upper() + found[1:] if gap == "Name" else found


def _counted(topic: Topic) -> str:
    words = " ".join(topic.counted)
    return singular(words) if len(topic.values) == 1 and topic.values[0].text.strip(".0") == "1" else plural(words)
