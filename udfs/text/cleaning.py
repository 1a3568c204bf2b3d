"""Raw seller text to clean text, with the way back: every clean character knows the raw characters it came from."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from udfs.text.mojibake import mended

# Only elements that HTML has: "<SONY> WH-1000", "<New 2024>" and "5 < 6 > 3" are text.
_ELEMENTS = (
    "a abbr address article aside b big blockquote body br button caption center cite code col colgroup dd del details "
    "div dl dt em figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd "
    "label li link main mark meta nav noscript o:p ol option p picture pre q s section select small source span strike "
    "strong style sub summary sup table tbody td tfoot th thead time title tr tt u ul var video wbr"
)

# What hides all up to its end is only begun here: looking for the end of each would be quadratic. An entity may be
# encoded again, and again.
_SIMPLE = (
    r"<!doctype[^<>]*>"
    rf"|</?(?:{'|'.join(_ELEMENTS.split())})(?:\s[^<>]*)?/?>"
    r"|&(?:(?:amp|#38|#x26);)*(?P<entity>#\d{1,7};|#x[0-9a-f]{1,6};|[a-z]{2,10}\d{0,2};)"
)
_MARKUP = re.compile(rf"(?P<hides><!--|<(?:script|style)\b)|{_SIMPLE}", re.IGNORECASE)
_SHOWN = re.compile(_SIMPLE, re.IGNORECASE)
_ENDS = {
    "<!--": re.compile("-->"),
    "<script": re.compile(r"</script\s*>", re.IGNORECASE),
    "<style": re.compile(r"</style\s*>", re.IGNORECASE),
}

# Most of most texts: what cleaning keeps as it is, single spaces between, and no combining mark behind it.
_PLAIN = re.compile(r"[!-~一-鿿]+(?: [!-~一-鿿]+)*(?=[ -~一-鿿]|\Z)")
# Begins with what cleaning keeps: no markup, which begins with < or &, and nothing that is not seen.
_SHOWS = re.compile(r"\s*[!-%'-;=-~一-鿿]")
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|hr|section)\b", re.IGNORECASE)
_SHORT = 8  # characters; most of what is unified are the same few signs, such as ， and （
_FRACTIONS = re.compile("[¼-¾⅐-⅞↉]")
# The Stream-Safe Text Format (Unicode Standard Annex 15) allows as many marks behind a character; ordering more of them
# takes time that grows with their square. All marks are among these characters.
_MARKS = 30
_MAY_BE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MARKS + 1}}}")


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
    UTF-8 that was read in another encoding is mended where that is certain: see :func:`udfs.text.mojibake.mended`.
    """
    if (whole := mended(raw or "")) is None:
        return _cleaned(raw or "")
    found = _cleaned(whole.text)
    return CleanText(found.text, whole.bounds[found.starts], whole.bounds[found.ends])


def _cleaned(raw: str) -> CleanText:
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []  # of each part: characters, raw start, raw width of each character

    def emit(text: str, start: int, end: int, plain: bool) -> None:
        if plain:
            parts.append(text)
            places.append((len(text), start, 1))
            return
        for found in text:
            if found > " " and found.isprintable():
                parts.append(found)
                places.append((1, start, end - start))
                continue
            category = unicodedata.category(found)
            if category in ("Cf", "Co", "Cn", "Cs"):
                continue  # zero-width joiners, direction marks, private use: invisible, and no tokenizer knows them
            character = " " if found.isspace() or category in ("Cc", "Zl", "Zp") else found
            if character == " " and (not parts or parts[-1] == " "):
                continue
            parts.append(character)
            places.append((1, start, end - start))

    for chunk in _chunks(raw):
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
    start, end = 0, len(raw or "")
    while raw and start < end and _is_blank(raw[start]):
        start += 1
    while raw and start < end and _is_blank(raw[end - 1]):
        end -= 1
    return raw[start:end] if raw and start < end else None


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
    for start, end, shown in _markup(raw):
        pieces += _normalized(raw, position, start)
        if shown:
            pieces.append((shown, start, end, False))
        position = end
    return pieces + _normalized(raw, position, len(raw))


def _markup(raw: str) -> Iterator[tuple[int, int, str]]:
    """Half-open ranges of mark-up, in order, with what is seen of each. What hides text and has no end hides none; the
    end is looked for once, not again for each that follows."""
    endless: set[str] = set()
    position = 0
    while match := _MARKUP.search(raw, position):
        position = match.end()
        if opening := (match["hides"] or "").lower():
            end = None if opening in endless else _ENDS[opening].search(raw, position)
            if end is None:
                endless.add(opening)
                match = _SHOWN.match(raw, match.start())
            position = end.end() if end else match.end() if match else position
        if match:
            yield match.start(), position, _seen(match)


def _seen(markup: re.Match[str]) -> str:
    """An entity's character, a space for an element that begins a line; nothing of all other mark-up."""
    if entity := markup["entity"]:
        return _unify(html.unescape(f"&{entity}"))
    return " " if _BLOCK.match(markup.group()) else ""


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
    return _remembered(text) if len(text) <= _SHORT else _unified(text)


def _unified(text: str) -> str:
    return nfkc(text.replace("™", "").replace("℠", ""))


_remembered = lru_cache(4096)(_unified)


def nfkc(text: str) -> str:
    """NFKC, but a fraction of one character goes behind a space: 1½ gives ``1 1/2``, where NFKC alone gives 11⁄2."""
    if text.isascii():
        return text
    if _MAY_BE_MARKS.search(text):
        text = _with_few_marks(text)
    return unicodedata.normalize("NFKC", _FRACTIONS.sub(lambda match: f" {match.group()}", text)).replace("⁄", "/")


def _with_few_marks(text: str) -> str:
    """Without the marks that no script puts behind a character: those after the first thirty."""
    kept: list[str] = []
    n_marks = 0
    for character in text:
        n_marks = n_marks + 1 if unicodedata.combining(character) else 0
        if n_marks <= _MARKS:
            kept.append(character)
    return "".join(kept)
