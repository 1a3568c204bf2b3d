"""Keys under which wordings meet, and text as a person would write it."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from udfs.text.chinese import simplified
from udfs.text.cleaning import nfkc

_DROPPED_IN_KEYS = re.compile(r"[\s\-_‐‑–—·•・‧'\"“”‘’`´]+")
_MARKS = re.compile("[™℠®©]")

# Emoji, stars, hearts, check marks. Not ♀ and ♂, which say something, nor ✕✖✗✘ and °.
DECORATION = re.compile("[※〓■-◿☀-☿♁♃-⛿✀-✔✙-❵➔-➿⬀-⯿\U0001f000-\U0001faff\ufe0e\ufe0f\u20e3]+")
_CLOSING = dict(zip("([{<【《「『〔〖", ")]}>】》」』〕〗", strict=True))
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_EDGES = " \t\n.,;:!?，。；：！？、()（）[]【】{}《》「」『』〔〕〖〗<>|/\\*~#"
_LONG = 256  # characters; longer texts hardly come again, and a full memory of them would take gigabytes


def same_text(text: str) -> str:
    """Key under which texts meet that differ in case and white space only. It keeps marks: 5" is not 5', -20 not 20."""
    return " ".join(text.casefold().split())


def plain(text: str) -> str:
    """Text in which width, letter case and the Chinese script do not matter; spaces and marks stay."""
    return simplified(nfkc(text)).casefold()


def undecorated(text: str) -> str:
    """Text with a space for each run of emoji, stars and the like."""
    return text if text.isascii() else DECORATION.sub(" ", text)


def fold(text: str) -> str:
    """Key under which wordings of one value meet: width, case, spaces, hyphens, quotes, emoji and the Chinese script
    do not matter.

    ``fold("Over-Ear ") == fold("over ear") == "overear"``, ``fold("【藍牙】🔥") == fold("蓝牙")``. For machines only.
    """
    return _remembered_key(text) if len(text) <= _LONG else _key(text)


def _key(text: str) -> str:
    return _DROPPED_IN_KEYS.sub("", undecorated(plain(_MARKS.sub("", text))).strip(_EDGES))


def tidy(text: str) -> str:
    """Text as a person would write it: NFKC, single spaces, no trade marks, no emoji, no punctuation or brackets around
    it.

    A bracket that closes inside stays: ``AirPods (2nd generation)``. Text of nothing but punctuation stays as it is.
    The Chinese script stays the seller's.
    """
    return _remembered_tidy(text) if len(text) <= _LONG else _tidied(text)


def _tidied(text: str) -> str:
    whole = " ".join(nfkc(_MARKS.sub("", text)).split())
    bare = " ".join(undecorated(whole).split())
    start, end = 0, len(bare)
    places = _Places(bare)
    while start < end:
        first, last = bare[start], bare[end - 1]
        if first in _EDGES and not places.hold(_CLOSING.get(first), start + 1, end - 1):
            start += 1
        elif last in _EDGES and not places.hold(_OPENING.get(last), start + 1, end - 1):
            end -= 1
        else:
            break
    return bare[start:end] or whole


class _Places:
    """Where the characters of a text stand, each looked up once: a text may begin with thousands of brackets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, list[int]] = {}

    def hold(self, character: str | None, start: int, end: int) -> bool:
        """Whether the half-open range has the character; False for None."""
        if character is None:
            return False
        if character not in self._found:
            self._found[character] = [place for place, each in enumerate(self._text) if each == character]
        places = self._found[character]
        next_one = bisect_left(places, start)
        return next_one < len(places) and places[next_one] < end


_remembered_key, _remembered_tidy = lru_cache(4096)(_key), lru_cache(4096)(_tidied)
