"""Raw seller text to clean text, with the way back: every clean character knows the raw characters it came from."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Only elements that HTML has: "<SONY> WH-1000", "<New 2024>" and "5 < 6 > 3" are text.
_ELEMENTS = (
    "a abbr address article aside b big blockquote body br button caption center cite code col colgroup dd del details "
    "div dl dt em figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd "
    "label li link main mark meta nav noscript o:p ol option p picture pre q s section select small source span strike "
    "strong style sub summary sup table tbody td tfoot th thead time title tr tt u ul var video wbr"
)

_MARKUP = re.compile(
    r"<!--.*?-->|<!doctype[^<>]*>|<(script|style)\b.*?</\1\s*>"
    rf"|</?(?:{'|'.join(_ELEMENTS.split())})(?:\s[^<>]*)?/?>"
    r"|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10}\d{0,2});",
    re.DOTALL | re.IGNORECASE,
)

# Most of most texts: what cleaning keeps as it is, single spaces between, and no combining mark behind it.
_PLAIN = re.compile(r"[!-~一-鿿]+(?: [!-~一-鿿]+)*(?=[ -~一-鿿]|\Z)")
# Begins with what cleaning keeps: no markup, which begins with < or &, and nothing that is not seen.
_SHOWS = re.compile(r"\s*[!-%'-;=-~一-鿿]")
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|hr|section)\b", re.IGNORECASE)
_FRACTIONS = re.compile("[¼-¾⅐-⅞↉]")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text and its offset map.

    ``starts`` and ``ends`` have one entry for each character of ``text``: the half-open range of raw characters it
    stands for (int32). Ranges never decrease, so a clean span maps to the raw span ``starts[first]:ends[last]``.
    """

    text: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Half-open raw range of the half-open, non-empty clean range ``start:end``."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"expected a non-empty range within 0:{len(self.text)}, got {start}:{end}")
        return int(self.starts[start]), int(self.ends[end - 1])

    def from_raw(self, start: int, end: int) -> tuple[int, int] | None:
        """Half-open clean range of the characters that stem from the raw range ``start:end``; None if all were cut."""
        inside = np.flatnonzero((self.starts < end) & (self.ends > start))
        return (int(inside[0]), int(inside[-1]) + 1) if inside.size else None


def clean(raw: str | None) -> CleanText:
    """Strip HTML and control characters, decode entities, unify width (NFKC), fold white space. Null gives "".

    Case, punctuation and emoji stay: the model reads them. Block-level tags become one space, inline tags vanish.
    """
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []  # of each part: characters, raw start, raw width of each character

    def emit(text: str, start: int, end: int, plain: bool) -> None:
        if plain:
            parts.append(text)
            places.append((len(text), start, 1))
            return
        for found in text:
            category = unicodedata.category(found)
            if category in ("Cf", "Co", "Cn", "Cs"):
                continue  # zero-width joiners, direction marks, private use: invisible, and no tokenizer knows them
            character = " " if found.isspace() or category in ("Cc", "Zl", "Zp") else found
            if character == " " and (not parts or parts[-1] == " "):
                continue
            parts.append(character)
            places.append((1, start, end - start))

    for chunk in _chunks(raw or ""):
        emit(*chunk)
    if parts and parts[-1] == " ":
        parts.pop(), places.pop()
    lengths, firsts, widths = np.array(places, np.int32).reshape(-1, 3).T
    before = lengths.cumsum(dtype=np.int32) - lengths
    starts = np.arange(lengths.sum(), dtype=np.int32) + (firsts - before).repeat(lengths)
    return CleanText("".join(parts), starts, starts + widths.repeat(lengths))


def has_text(raw: str | None) -> bool:
    """Whether :func:`clean` leaves anything of a text; most are not cleaned for it."""
    return raw is not None and (_SHOWS.match(raw) is not None or bool(clean(raw).text))


def trimmed(raw: str | None) -> str | None:
    """Text without the white space of any script and the unseen characters around it; null where nothing is left."""
    shown = [place for place, character in enumerate(raw or "") if not _is_blank(character)]
    return raw[shown[0] : shown[-1] + 1] if raw and shown else None


def _is_blank(character: str) -> bool:
    return character in "\t\n\v\f\r\x85" or unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cf")


_Chunk = tuple[str, int, int, bool]
"""Output text, the half-open raw range it replaces, and whether each of its characters replaces itself."""


def _chunks(raw: str) -> list[_Chunk]:
    """Markup whole, other text by normalization cluster, and plain text in runs."""
    if "<" not in raw and "&" not in raw:
        return _normalized(raw, 0, len(raw))
    pieces: list[_Chunk] = []
    position = 0
    for match in _MARKUP.finditer(raw):
        pieces += _normalized(raw, position, match.start())
        markup = match.group()
        if markup[0] == "&":
            decoded = html.unescape(markup)
            pieces.append((_unify(decoded), match.start(), match.end(), False))
        elif _BLOCK.match(markup):
            pieces.append((" ", match.start(), match.end(), False))
        position = match.end()
    return pieces + _normalized(raw, position, len(raw))


def _normalized(raw: str, start: int, end: int) -> list[_Chunk]:
    """NFKC by clusters of a base character and its combining marks, so that each result has an exact raw range."""
    pieces: list[_Chunk] = []
    position = start
    while position < end:
        if plain := _PLAIN.match(raw, position, end):
            pieces.append((plain.group(), position, plain.end(), True))
            position = plain.end()
            continue
        after = position + 1
        if raw[position] > "\x7f" or (after < end and raw[after] > "\x7f"):
            while after < end and unicodedata.combining(raw[after]):
                after += 1
            pieces.append((_unify(raw[position:after]), position, after, False))
        else:
            pieces.append((raw[position], position, after, False))
        position = after
    return pieces


def _unify(text: str) -> str:
    """NFKC, but ™ and ℠ vanish: spelled out as TM and SM they would be letters of the word before them."""
    return nfkc(text.replace("™", "").replace("℠", ""))


def nfkc(text: str) -> str:
    """NFKC, but a fraction of one character goes behind a space: 1½ gives ``1 1/2``, where NFKC alone gives 11⁄2."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _FRACTIONS.sub(lambda match: f" {match.group()}", text)).replace("⁄", "/")
