"""A seller's text cut into terms: each number with the unit that stands behind it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from udfs.numerals import NUMBER, read_number
from udfs.unit_registry import read_unit, same_kind

_MARKS = str.maketrans(
    dict.fromkeys("‐‑‒–—−－", "-")
    | dict.fromkeys("～〜∼", "~")
    | dict.fromkeys("✕✖＊*", "×")
    | {"″": '"', "“": '"', "”": '"'}
)
_VULGAR = re.compile("[¼-¾⅐-⅞]")
_TIMES = re.compile(r"(?i)(^|[\s)\d一-鿿]|\d ?(?:ml|l|g|kg|oz|pcs?|packs?|mah|wh))x(?=\s?\d)")
_POWER = re.compile(r"(?i)(?<![a-z])(mm|cm|m|yd|ft|in)\^?([23])(?!\d)")
_METRES = re.compile(r"(\d)米(\d{1,2})(?![\d.]|\s?[厘毫分公cm])")
_AND_A_HALF = re.compile(r"([\d一二两三四五六七八九])(个|[斤年天尺米升寸])半")
_HYPHENED = re.compile(r"(\d ?)?[A-Za-z]+-\Z")
# Behind a number: at most 24 characters, up to a digit (but m^2), a bracket or another mark.
_BEHIND = re.compile(
    r"[ -]{0,3}(?!to\b|in[ -]1\b)((?:[^\d\s,;:()+×~|&，；、-])(?:[^\d,;:()+×~|&，；、]|(?<=\^)[23]){0,23})"
)
_PIECE = re.compile(r"""[A-Za-zμΩ]+\.?(?:\^[23])?|[一-鿿]|''|[%°"'’′/]""")
_QUOTES = {'"': "inch", "''": "inch", "'": "foot", "’": "foot", "′": "foot"}
_DESCRIBED = re.compile(r"[A-Za-z]+[ -]([A-Za-z]+)")  # tea bags, foil sachets
_PACK_OF = re.compile(
    r"(?i)(?:\b(?:pack|set|box|case|lot|bundle|bag|carton|pcs|qty|quantity)\b(?: of)?|数量|件数|^×)[ :]*\Z"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A number, or a range up to ``upper``, with its unit as written (``spelling``) and as pint calls it (``unit``).

    Both are None for a number that stands alone. ``start`` and ``end`` are half-open characters of the normalized text.
    """

    number: float
    start: int
    end: int
    spelling: str | None = None
    unit: str | None = None
    upper: float | None = None

    @property
    def top(self) -> float:
        """The end of the range, or the number itself."""
        return self.number if self.upper is None else self.upper


def normalize(text: str) -> str:
    """One spelling for widths, dashes, quotes, fractions (½), powers (m²) and times signs. Offsets change."""
    text = _VULGAR.sub(lambda match: " " + unicodedata.normalize("NFKC", match.group()).replace("⁄", "/"), text)
    text = unicodedata.normalize("NFKC", text.translate(_MARKS))
    text = _METRES.sub(r"\1.\2米", _AND_A_HALF.sub(_half, " ".join(text.split())))  # 1米8 is 1.8米
    return _POWER.sub(r"\1^\2", _TIMES.sub(r"\1×", text))


def _half(match: re.Match[str]) -> str:
    """一斤半 is 1.5斤, 一个半小时 is 1.5小时."""
    digit, unit = match.groups()
    return digit + (".5" if digit.isascii() else "点五") + ("" if unit == "个" else unit)


def read_terms(text: str, asked: str) -> list[Term]:
    """All numbers of a normalized text; spellings that several units share are read as the unit ``asked`` suggests."""
    return [_term(text, match, asked) for match in NUMBER.finditer(text) if not _is_code(text, match.start())]


def _is_code(text: str, start: int) -> bool:
    """WH-1000 is a model; 40L-45L is a range."""
    before = _HYPHENED.search(text[max(0, start - 12) : start])
    return before is not None and before.group(1) is None


def word_behind(text: str, term: Term) -> str | None:
    """The word after a number, for messages."""
    behind = _BEHIND.match(text, term.end)
    return behind.group(1).split()[0] if behind else None


def _term(text: str, match: re.Match[str], asked: str) -> Term:
    number, start, end = read_number(match.group()), match.start(), match.end()
    if text[max(0, start - 3) : start] == "百分之":
        return Term(number, start - 3, end, "百分之", "percent")
    behind = _BEHIND.match(text, end)
    if behind:
        factor, length, spelling, unit = _unit_at(behind.group(1), asked)
        if length:
            return Term(number * factor, start, behind.start(1) + length, spelling, unit)
    # Pieces are also counted from the front: pack of 3, ×2.
    if asked == "count" and (before := _PACK_OF.search(text[max(0, start - 20) : start])):
        return Term(number, start, end, before.group().strip(), "count")
    return Term(number, start, end)


@lru_cache(16384)
def _unit_at(text: str, asked: str) -> tuple[float, int, str | None, str | None]:
    """What the text behind a number begins with: factor, characters used, spelling and unit."""
    spelling, unit = _longest_unit(text, asked)
    if unit is None or not same_kind(unit, asked):
        # 20k mAh, 25K, and w as typed for 万: 2w毫安. K is a kelvin and W a watt wherever that makes sense.
        rest = text[1:].lstrip(" -")
        factor = {"k": 1e3, "w": 1e4}.get(text[0].lower(), 1.0)
        scaled, meant = _longest_unit(rest, asked) if factor > 1 else (None, None)
        if scaled and meant and same_kind(meant, asked):
            return factor, len(text) - len(rest) + len(scaled), scaled, meant
        if factor == 1e3 and not rest:
            return factor, 1, None, None
    return 1.0, len(spelling or ""), spelling, unit


def _longest_unit(text: str, asked: str) -> tuple[str | None, str | None]:
    """The longest beginning that spells a unit, and that unit: 个月 is a month before 个 is a piece."""
    ends = [0]
    for piece in _PIECE.finditer(text):
        if len(ends) > 6 or text[ends[-1] : piece.start()].strip(" -"):
            break
        ends.append(piece.end())
    for end in reversed(ends[1:]):
        if unit := _QUOTES.get(text[:end]) or read_unit(text[:end], asked):
            return text[:end], unit
    described = _DESCRIBED.match(text) if asked == "count" else None
    if described and (unit := read_unit(described.group(1), asked)) and same_kind(unit, asked):
        return described.group(), unit
    return None, None
