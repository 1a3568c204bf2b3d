"""A text in two forms of its own length, so that offsets stay, and the tokens in it.

``shown`` has one spelling for widths, dashes, quotes, accents and Chinese scripts; ``folded`` is that in lower case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from udfs.text.chinese import simplified

_MARKS = {
    **dict.fromkeys("‐‑‒–—−－", "-"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("✕✖＊", "×"),
    **dict.fromkeys("’‘‛", "'"),
    **dict.fromkeys("“”″„", '"'),
    "′": "'",
    "²": "²",
    "³": "³",
    "\u3000": " ",
    "\u00a0": " ",
}
_TOKEN = re.compile(
    r"(?P<word>[a-z]+(?:'[a-z]{1,2}(?![a-z]))?)|(?P<number>\d+(?:[.,]\d+)*|\.\d+)|(?P<han>[一-鿿]+)|(?P<mark>[^\s\w])"
)
_TIMES = re.compile(r"""(?<=[\d"' ])[xX](?=[ ]?[\d.])""")
_REST = re.compile(r"[^\W\d_]+")  # letters of other scripts

Sort = Literal["word", "number", "han", "mark"]


class Token(NamedTuple):
    """A run of Latin letters (with 's or n't), of digits, of Chinese characters, or a mark; half-open characters."""

    text: str
    start: int
    end: int
    sort: Sort


@dataclass(frozen=True, slots=True)
class Plain:
    """A text for machines: character ``i`` of both forms stands for character ``i`` of the raw text."""

    shown: str
    folded: str

    def tokens(self) -> list[Token]:
        """Words, numbers, runs of Chinese characters and marks, in their order; 10000mAh and par38 are two each."""
        return [
            Token(match.group(), match.start(), match.end(), match.lastgroup)  # type: ignore[arg-type]
            for match in _TOKEN.finditer(self.folded)
        ]

    def other_letters(self) -> Iterator[tuple[int, int]]:
        """Where letters of a script stand that is neither Latin nor Chinese."""
        for match in _REST.finditer(self.folded):
            if not all("a" <= letter <= "z" or "一" <= letter <= "鿿" for letter in match.group()):
                yield match.span()


def plain_of(text: str) -> Plain:
    """Both forms of a raw text."""
    shown = _TIMES.sub("×", text if text.isascii() else _as_long("".join(map(_letter, text))))
    return Plain(shown, shown.lower() if len(shown.lower()) == len(shown) else "".join(map(_lower, shown)))


def _as_long(text: str) -> str:
    """In simplified characters, where each is still one."""
    made = simplified(text)
    return made if len(made) == len(text) else "".join(_one(simplified(letter), letter) for letter in text)


@lru_cache(1 << 14)
def _letter(letter: str) -> str:
    if letter in _MARKS:
        return _MARKS[letter]
    unified = unicodedata.normalize("NFKC", letter)
    first = unicodedata.normalize("NFD", unified)[:1] if len(unified) == 1 else ""
    return first if first.isascii() and first else _one(unified, letter)


def _lower(letter: str) -> str:
    return _one(letter.lower(), letter)


def _one(made: str, letter: str) -> str:
    return made if len(made) == 1 else letter
