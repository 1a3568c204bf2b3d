"""Keys under which wordings meet, and text as a person would write it."""

from __future__ import annotations

import re
from functools import lru_cache

from udfs.text.chinese import simplified
from udfs.text.cleaning import nfkc

_DROPPED_IN_KEYS = re.compile(r"[\s\-_‐‑–—·•・‧'\"“”‘’`´]+")
_MARKS = re.compile("[™℠®©]")

# Emoji, stars, hearts, check marks. Not ♀ and ♂, which say something, nor ✕✖✗✘ and °.
DECORATION = re.compile("[※〓■-◿☀-☿♁♃-⛿✀-✔✙-❵➔-➿⬀-⯿\U0001f000-\U0001faff\ufe0e\ufe0f\u20e3]+")
_PAIRS = dict(zip("([{<【《「『〔〖", ")]}>】》」』〕〗", strict=True))
_EDGES = " \t\n.,;:!?，。；：！？、()（）[]【】{}《》「」『』〔〕〖〗<>|/\\*~#"


def same_text(text: str) -> str:
    """Key under which texts meet that differ in case and white space only. It keeps marks: 5" is not 5', -20 not 20."""
    return " ".join(text.casefold().split())


def plain(text: str) -> str:
    """Text in which width, letter case and the Chinese script do not matter; spaces and marks stay."""
    return simplified(nfkc(text)).casefold()


def undecorated(text: str) -> str:
    """Text with a space for each run of emoji, stars and the like."""
    return text if text.isascii() else DECORATION.sub(" ", text)


@lru_cache(4096)
def fold(text: str) -> str:
    """Key under which wordings of one value meet: width, case, spaces, hyphens, quotes, emoji and the Chinese script
    do not matter.

    ``fold("Over-Ear ") == fold("over ear") == "overear"``, ``fold("【藍牙】🔥") == fold("蓝牙")``. For machines only.
    """
    return _DROPPED_IN_KEYS.sub("", undecorated(plain(_MARKS.sub("", text))).strip(_EDGES))


@lru_cache(4096)
def tidy(text: str) -> str:
    """Text as a person would write it: NFKC, single spaces, no trade marks, no emoji, no punctuation or brackets around
    it.

    A bracket that closes inside stays: ``AirPods (2nd generation)``. Text of nothing but punctuation stays as it is.
    The Chinese script stays the seller's.
    """
    whole = " ".join(nfkc(_MARKS.sub("", text)).split())
    bare = " ".join(undecorated(whole).split())
    start, end = 0, len(bare)
    while start < end:
        first, last = bare[start], bare[end - 1]
        if first in _EDGES and not _closes(bare[start:end]):
            start += 1
        elif last in _EDGES and not _opens(bare[start:end]):
            end -= 1
        else:
            break
    return bare[start:end] or whole


def _closes(text: str) -> bool:
    """Whether the bracket that opens a text is closed before its end."""
    closing = _PAIRS.get(text[0])
    return closing is not None and closing in text[1:-1]


def _opens(text: str) -> bool:
    """Whether the bracket that closes a text was opened behind its start."""
    opening = next((opening for opening, closing in _PAIRS.items() if closing == text[-1]), None)
    return opening is not None and opening in text[1:-1]
