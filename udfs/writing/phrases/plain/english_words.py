"""English words in phrases: articles, plurals, enumerations, and numbers and units as people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from udfs.writing.phrases.plain.word_table import word_table

if TYPE_CHECKING:
    import inflect

_KEPT = 1 << 14  # phrases whose form is remembered
_NUMBER = re.compile(r"(?P<whole>[-+]?\d[\d,]*)(?:\.(?P<decimals>\d*))?", re.ASCII)
_DECIMALS = re.compile(r"(?<![\w.,])(\d+)\.(\d*?)0*(?=\s?[a-z\"'%°])")
_BROKEN = re.compile(r"(?<=[^\W\d_])_+(?=\w)|(?<=\d)_+(?=[^\W_])")
_CAPITALIZED = re.compile(r"\b[A-Z][a-z]+\b")
_OTHER_NAME = re.compile(r"[A-Z]|\d")
_SYMBOL = re.compile(r"[A-Z]|\W|\d|^.{1,3}$")
_INVARIANT = frozenset({"lux", "hertz", "rpm", "siemens", "percent", "feet", "people", "celsius", "fahrenheit", "dpi"})
_ABBREVIATION = re.compile(r"(?=[^aeiouy]*$)[a-z]{2,4}$")


@cache
def _engine() -> inflect.engine:
    import inflect  # half a second, paid by who writes English

    return inflect.engine()


@lru_cache(_KEPT)
def article(phrase: str) -> str:
    """``a`` or ``an``, as the phrase behind it sounds: a USB cable, an LED lamp, an 8 inch screen."""
    found: Any = _engine().a(phrase)
    return str(found).split(" ", 1)[0].lower()


@lru_cache(_KEPT)
def plural(phrase: str) -> str:
    """The phrase with its last word in the plural, as it is where it is plural already or no lower-case word."""
    *before, last = phrase.split(" ")
    if not last.isalpha() or (last.isupper() and len(last) > 1) or is_plural(last):
        return phrase
    made: Any = _engine().plural_noun(last.lower())
    same = len(last) - len(_shared(last.lower(), str(made)))
    return " ".join([*before, last[: len(last) - same] + str(made)[len(last) - same :]])


@lru_cache(_KEPT)
def singular(phrase: str) -> str:
    """The phrase with its last word in the singular."""
    *before, last = phrase.split(" ")
    if not is_plural(last):
        return phrase
    made: Any = _engine().singular_noun(last)
    return " ".join([*before, str(made)])


@lru_cache(_KEPT)
def is_plural(word: str) -> bool:
    """Whether a word is a plural by its form; lens, glass and brass are none."""
    if word.lower().endswith(("ss", "us", "is", "lens", "series", "gas", "canvas")) or not word.isalpha():
        return False
    return _engine().singular_noun(word.lower()) is not False


def _shared(one: str, other: str) -> str:
    n = 0
    while n < min(len(one), len(other)) and one[n] == other[n]:
        n += 1
    return one[:n]


@lru_cache(_KEPT)
def number_word(text: str) -> str:
    """A whole number of up to ten in letters, no for 0, any other as it stands."""
    if not text.isdecimal() or int(text) > 10:
        return text
    made: Any = _engine().number_to_words(text)
    return "no" if made == "zero" else str(made)


def plain_number(text: str) -> str:
    """A number as people write it: 16. and 16.0 are 16, 2.50 is 2.5. What is no number stays, and so does .50."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return text.strip()
    decimals = (found["decimals"] or "").rstrip("0")
    return found["whole"] + (f".{decimals}" if decimals else "")


def readable(text: str) -> str:
    """A value in the words of a person: ``lithium_ion`` is lithium ion, ``10.0mm`` is 10mm. Its numbers stay."""
    spaced = _BROKEN.sub(" ", " ".join(text.split()))
    if not spaced[:1].isdecimal():
        return spaced  # USB 2.0 is a name
    return _DECIMALS.sub(lambda found: found[1] + (f".{found[2]}" if found[2] else ""), spaced)


def unit_words(unit: str, number: str) -> str:
    """The unit behind a number: 1 pound, 3 pounds, 65 lumens, 5 cm; symbols stay as they are."""
    words = readable(unit)
    last = words.rsplit(" ", 1)[-1]
    if words in word_table().units:
        return words if number == "1" else word_table().units[words]
    if _SYMBOL.search(last) or _ABBREVIATION.match(last) or last in _INVARIANT:
        return words
    first, *rest = words.split(" ")
    if first == "degree" or first == "degrees":
        return " ".join(["degree" if number == "1" else "degrees", *rest])
    return singular(words) if number == "1" else plural(words)


def unit_before_noun(unit: str) -> str:
    """The unit of a measure that stands before a noun: a 40 inch hose."""
    words = readable(unit)
    if words == "feet":
        return "foot"
    return words if _SYMBOL.search(words) else singular(words)


def enumeration(items: Sequence[str], last: str = "and") -> list[str]:
    """What stands before each item: A, B and C."""
    if len(items) < 2:
        return [""] * len(items)
    return ["", *[", "] * (len(items) - 2), f" {last} "]


def lower_case(text: str) -> str:
    """Words with a capital in front in lower case, unless the text has other capitals or digits: USB Cable stays."""
    lowered = _CAPITALIZED.sub(lambda found: found[0].lower(), text)
    return text if _OTHER_NAME.search(lowered) else lowered
