"""Sizes of several numbers: 30 x 20 x 10 cm (L x W x H) · H 10cm W 20cm L 30cm · 长30宽20高10厘米 · 30*20*10."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from udfs.quantities.formatting import shown_number, unit_in_chinese
from udfs.quantities.messages import QuantityError, shown
from udfs.quantities.numerals import read_number
from udfs.quantities.registry import convert, read_unit, same_kind
from udfs.quantities.spelling import normalize
from udfs.records import Axis

_WORDS: dict[Axis, str] = {
    "length": "length long len l 长度 长",
    "width": "width wide w 宽度 宽",
    "height": "height high tall h 高度 高",
    "depth": "depth deep d 深度 进深 深",
    "thickness": "thickness thick 厚度 厚",
    "diameter": "diameter diam dia ø φ 直径",
}
_CHINESE: dict[Axis, str] = {
    "length": "长", "width": "宽", "height": "高", "depth": "深", "thickness": "厚", "diameter": "直径"
}  # fmt: skip
_LETTERS: dict[Axis, str] = {
    "length": "L", "width": "W", "height": "H", "depth": "D", "thickness": "T", "diameter": "Ø"
}  # fmt: skip
_AXIS_OF: dict[str, Axis] = {word: axis for axis, words in _WORDS.items() for word in words.split()}
_LATIN = "|".join(word for word in _AXIS_OF if word.isascii())
_OTHER = "|".join(word for word in _AXIS_OF if not word.isascii())
_TOKEN = re.compile(
    r"(?i)(?P<number>(?:\d+(?:[.,]\d+)?|\.\d+)(?:[ -]\d{1,2}/\d{1,2})?)"
    r"|(?P<list>(?<![a-z])[lwhd](?:\s?[x×*/]\s?[lwhd]){1,2}(?![a-z]))"
    rf"|(?P<axis>(?<![a-z])(?:{_LATIN})(?![a-z])|{_OTHER})"
    r"|(?P<unit>(?:mm|cm|dm|m|in|inch|inches|ft|feet|foot|yd|毫米|厘米|公分|分米|米|英寸|英尺|寸)(?![a-z])|[\"'])"
    r"|(?P<times>×|x|\*|\bby\b)"
    r"|(?P<filler>[\s,;:.()\[\]/|、~=-]+|(?:about|approx\.?|approximately|overall|product|item|package|size|dimensions?"
    r"|measures?|measurements?)(?![a-z])|约|大约|尺寸|规格|大小|产品|商品|外形|包装)"
)
_QUOTES = {'"': "inch", "'": "foot"}


@dataclass(frozen=True, slots=True)
class Extent:
    """One number of a size, in the unit asked for; ``axis`` is null where the text does not say which it is."""

    axis: Axis | None
    number: float


@dataclass(slots=True)
class _Item:
    number: float
    unit: str | None = None
    axis: Axis | None = None


def read_dimensions(text: str, unit: str, order: Sequence[Axis] = (), *, assume: str | None = None) -> list[Extent]:
    """The numbers of a size in ``unit``, with the axes that the text names.

    Where it names none, ``order`` says what as many numbers as it has axes mean. A text with a unit for its last number
    only means it for all; without any, ``assume`` is meant, or else ``unit``. Raises QuantityError for a text that
    holds anything else.
    """
    tokens = _tokens(text, unit)
    items, listed = _items(tokens), _listed(tokens)
    if not items:
        raise QuantityError(f"expected a size, found no number in {shown(text)}")
    if listed and len(listed) == len(items):
        for item, axis in zip(items, listed, strict=True):
            item.axis = axis
    named = [item.axis for item in items if item.axis]
    if (named and len(named) != len(items)) or len(set(named)) != len(named):
        got = f"{len(set(named))} for {len(items)}"
        raise QuantityError(f"expected an axis of its own for each number or for none, got {got} in {shown(text)}")
    if len(items) == 1 and not named:
        raise QuantityError(f"expected a size of several numbers, got one in {shown(text)}")
    axes: Sequence[Axis | None] = named or (order if len(order) == len(items) else [None] * len(items))
    return [Extent(axis, number) for axis, number in zip(axes, _in_unit(items, unit, assume, text), strict=True)]


def format_dimensions(extents: Sequence[Extent], unit: str, *, chinese: bool = False) -> str:
    """``30 × 20 × 10 cm (L × W × H)``; without the brackets where the axes are not known."""
    numbers = " × ".join(shown_number(extent.number) for extent in extents)
    axes = [extent.axis for extent in extents if extent.axis]
    names = " × ".join((_CHINESE if chinese else _LETTERS)[axis] for axis in axes)
    shown_unit = unit_in_chinese(unit) if chinese else unit
    return f"{numbers} {shown_unit}" + ((f"（{names}）" if chinese else f" ({names})") if names else "")


def _tokens(text: str, unit: str) -> list[re.Match[str]]:
    """The whole text in tokens. Raises where a part of it is none."""
    plain = normalize(text)
    found: list[re.Match[str]] = []
    at = 0
    while at < len(plain):
        token = _TOKEN.match(plain, at)
        if token is None:
            raise QuantityError(f"expected a size in {unit}, got {plain[at : at + 12]!r} beside it in {shown(text)}")
        found.append(token)
        at = token.end()
    return [token for token in found if token.lastgroup != "filler" and not token["filler"]]


def _axis(token: re.Match[str]) -> Axis | None:
    return _AXIS_OF[token["axis"].casefold()] if token["axis"] else None


def _items(tokens: Sequence[re.Match[str]]) -> list[_Item]:
    """Numbers with unit and axis. An axis belongs to the number behind it where the text begins with one, else to the
    one before it."""
    items: list[_Item] = []
    leads = next((bool(token["axis"]) for token in tokens if token["axis"] or token["number"]), False)
    waiting: Axis | None = None
    for token in tokens:
        if token["number"]:
            items.append(_Item(read_number(token["number"].replace("-", " ")), axis=waiting if leads else None))
            waiting = None
        elif token["unit"] and items and items[-1].unit is None:
            items[-1].unit = _QUOTES.get(token["unit"]) or read_unit(token["unit"], "cm")
        elif (axis := _axis(token)) and leads:
            waiting = axis
        elif axis and items and items[-1].axis is None:
            items[-1].axis = axis
    return items


def _listed(tokens: Sequence[re.Match[str]]) -> list[Axis]:
    """The axes of a list without numbers between, such as (L x W x H) and 长宽高."""
    run: list[Axis] = []
    for token in tokens:
        if token["list"]:
            return [_AXIS_OF[letter] for letter in re.findall("[lwhd]", token["list"].casefold())]
        if axis := _axis(token):
            run.append(axis)
        elif token["number"] or token["unit"]:
            if len(run) > 1:
                return run
            run = []
    return run if len(run) > 1 else []


def _in_unit(items: Sequence[_Item], unit: str, assume: str | None, text: str) -> list[float]:
    last = items[-1].unit or assume or unit
    given = [item.unit or last for item in items]
    if any(not same_kind(each, unit) for each in given):
        raise QuantityError(f"expected a size in {unit}, got one in {', '.join(sorted(set(given)))} in {shown(text)}")
    return [convert(item.number, each, unit) for item, each in zip(items, given, strict=True)]
