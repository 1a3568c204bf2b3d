"""Where a text names one axis of a size with one number: 灯高45cm · height: 45 cm · 45 cm high · H45cm.

Only the wording is found here; whether it is said of the product is for its surroundings to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from udfs.quantities.dimensions import axis_words
from udfs.records import Axis

_NUMBER = (
    r"(?P<{0}>(?<![\d.,~×*/-])\d{{1,4}}(?:\.\d{{1,2}})?\s?"
    r"(?:mm|cm|dm|m|inch(?:es)?|in|ft|feet|毫米|厘米|公分|分米|米|英寸)(?![a-z0-9²³])"
    r"(?!\s?(?:[-~–—×x*/+±至到或]|to\b|or\b)\s?\d))"
)
_SAYS = r"\s?(?:[:=]|is|of|about|approx\.?|约为?|大约|为|是)?\s?"


class Mention(NamedTuple):
    """An axis and its number: the place of all of it, and of the number with its unit. ``name``: what calls the axis;
    ``behind``: whether it stands behind the number."""

    start: int
    end: int
    number: tuple[int, int]
    name: str
    behind: bool


class Extents:
    """Finds what texts say of one axis. ``names`` are plain wordings of the attribute besides the axis's own words."""

    def __init__(self, axis: Axis, names: Iterable[str]) -> None:
        words = axis_words(axis)
        full = [word for word in words if len(word) > 1 or not word.isascii()]
        letters = [word for word in words if word not in full]
        before = "|".join(map(_whole, sorted({*names, *full}, key=len, reverse=True)))
        letter = "|".join(map(re.escape, letters)) or "(?!)"
        after = "|".join(rf"{re.escape(word)}(?![a-z\d一-鿿])" for word in full)
        self._mention = re.compile(
            rf"(?P<name>{before}){_SAYS}{_NUMBER.format('one')}"
            rf"|(?<![a-z\d])(?P<letter>{letter})(?:\s?:)?\s?{_NUMBER.format('two')}"
            rf"|{_NUMBER.format('three')}[\s-]?(?:in )?(?P<behind>{after}|\(?(?:{letter})\)?(?![a-z\d]))"
        )

    def find(self, text: str) -> Iterator[Mention]:
        """All mentions in a plain text, in its order."""
        for found in self._mention.finditer(text):
            number = next(found.span(group) for group in ("one", "two", "three") if found[group])
            name = found["name"] or found["letter"] or found["behind"]
            yield Mention(found.start(), found.end(), number, name, found["behind"] is not None)


def _whole(word: str) -> str:
    return rf"(?<![a-z\d]){re.escape(word)}" if word.isascii() else re.escape(word)
