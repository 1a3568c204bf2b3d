"""Sizes of several numbers: 30 x 20 x 10 cm (L x W x H) · H 10cm W 20cm L 30cm · 长30宽20高10厘米 · 30*20*10."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from udfs.quantities.formatting import shown_number, unit_in_chinese
from udfs.quantities.messages import QuantityError, shown
from udfs.quantities.numerals import read_number
from udfs.quantities.registry import convert, read_unit, same_kind, unit_name
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
    r"(?i)(?P<number>\d{1,2}/\d{1,2}|(?:\d+(?:[.,]\d+)?|\.\d+)(?:[ -]\d{1,2}/\d{1,2})?)"
    r"|(?P<list>(?<![a-z])(?:[lwhd](?:\s?[x×*/]\s?[lwhd]){1,2}|(?-i:[LWHD]{3}))(?![a-z]))"
    rf"|(?P<axis>(?<![a-z])(?:{_LATIN})(?![a-z])|{_OTHER})"
    r"|(?P<unit>(?:mm|cm|dm|m|in|inch|inches|ft|feet|foot|yd|毫米|厘米|公分|分米|米|英寸|英尺|寸)(?![a-z])|[\"'])"
    r"|(?P<times>×|x|\*|\bby\b)"
    r"|(?P<remark>\s*\((?:excluding|including|excl\.?|incl\.?|without|with)[^()\d]*\)?)"
    r"|(?P<filler>[\s,;:.()\[\]/|、~=-]+|(?:about|approx\.?|approximately|overall|product|item|package|size|dimensions?"
    r"|measures?|measurements?)(?![a-z])|约|大约|尺寸|规格|大小|产品|商品|外形|包装)"
)
_ROUNDING = 0.1  # by which two statements of one size may differ
_QUOTES = {'"': "inch", "'": "foot"}


@dataclass(frozen=True, slots=True)
class Extent:
    """One number of a size, in the unit asked for; ``axis`` is null where the text does not say which it is."""

    axis: Axis | None
    number: float


@dataclass(frozen=True, slots=True)
class Size:
    """The numbers of a size in the text's order; ``unit_given``: whether the text names a unit."""

    extents: tuple[Extent, ...]
    unit_given: bool


@dataclass(slots=True)
class _Item:
    number: float
    unit: str | None = None
    axis: Axis | None = None


def axis_words(axis: Axis) -> list[str]:
    """What texts call an axis, in lower case; letters such as "h" among them."""
    return _WORDS[axis].split()


def read_dimensions(text: str, unit: str, order: Sequence[Axis] = (), *, bare: str | None = None) -> Size:
    """The numbers of a size in ``unit``, with the axes that the text names.

    Where it names none, ``order`` says what as many numbers as it has axes mean. A unit serves the numbers that times
    signs join to it. ``bare`` is the unit of a size without any; None where such a size does not count. A size may be
    stated again in another unit. Raises QuantityError for sizes that differ, and for a text that holds anything else.
    """
    tokens = _tokens(text, unit)
    sizes = [_with_units(items) for items in _sizes(tokens)]
    if not sizes:
        raise QuantityError(f"expected a size, found no number in {shown(text)}")
    unit_given = all(item.unit for items in sizes for item in items)
    if not unit_given and (bare is None or len(sizes) > 1):
        raise QuantityError(f"expected a size with its unit, got none in {shown(text)}")
    read = [_in_unit(items, unit, bare, text) for items in sizes]
    if any(not _agree(read[0], other) for other in read[1:]):
        raise QuantityError(f"expected one size, got {len(read)} that differ in {shown(text)}")
    best = next((place for place, items in enumerate(sizes) if _is_in(items, unit)), 0)
    axes = _axes_of(sizes, _listed(tokens), text)
    if len(read[best]) == 1 and not axes:
        raise QuantityError(f"expected a size of several numbers, got one in {shown(text)}")
    named: Sequence[Axis | None] = axes or (order if len(order) == len(read[best]) else [None] * len(read[best]))
    return Size(tuple(Extent(*each) for each in zip(named, read[best], strict=True)), unit_given)


def _axes_of(sizes: Sequence[Sequence[_Item]], listed: Sequence[Axis], text: str) -> list[Axis]:
    """The axis of each number; none where the text does not name them."""
    n_numbers = len(sizes[0])
    if len(listed) == n_numbers and len(set(listed)) == n_numbers:
        return list(listed)
    for items in sizes:
        named = [item.axis for item in items if item.axis]
        if len(set(named)) == n_numbers:
            return named
        if named:
            got = f"{len(set(named))} for {n_numbers}"
            raise QuantityError(f"expected an axis of its own for each number or for none, got {got} in {shown(text)}")
    return []


def _with_units(items: list[_Item]) -> list[_Item]:
    """The numbers of one size, each with the unit that comes next in it, or else the one before."""
    for these in (items[::-1], items):
        known: str | None = None
        for item in these:
            known = item.unit = item.unit or known
    return items


def _is_in(items: Sequence[_Item], unit: str) -> bool:
    return all(item.unit is not None and unit_name(item.unit) == unit_name(unit) for item in items)


def _agree(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two sizes are one, stated in two units and rounded."""
    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=_ROUNDING) for a, b in zip(one, other, strict=True)
    )


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
    return [token for token in found if not (token["filler"] or token["remark"])]


def _axis(token: re.Match[str]) -> Axis | None:
    return _AXIS_OF[token["axis"].casefold()] if token["axis"] else None


def _sizes(tokens: Sequence[re.Match[str]]) -> list[list[_Item]]:
    """The numbers with unit and axis, those of one size together.

    Where times signs join numbers, one that none joins begins another size: 95 × 105 mm (3.7 × 4.1 in). An axis belongs
    to the number behind it where the text begins with one, else to the one before it.
    """
    sizes: list[list[_Item]] = []
    leads = next((bool(token["axis"]) for token in tokens if token["axis"] or token["number"]), False)
    has_times = any(token["times"] for token in tokens)
    waiting: Axis | None = None
    joins = False
    for token in tokens:
        if token["number"]:
            item = _Item(read_number(token["number"].replace("-", " ")), axis=waiting if leads else None)
            if sizes and (joins or not has_times):
                sizes[-1].append(item)
            else:
                sizes.append([item])
            waiting, joins = None, False
        elif token["times"]:
            joins = True
        elif token["unit"] and sizes and sizes[-1][-1].unit is None:
            sizes[-1][-1].unit = _QUOTES.get(token["unit"]) or read_unit(token["unit"], "cm")
        elif (axis := _axis(token)) and leads:
            waiting = axis
        elif axis and sizes and sizes[-1][-1].axis is None:
            sizes[-1][-1].axis = axis
    return sizes


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


def _in_unit(items: Sequence[_Item], unit: str, bare: str | None, text: str) -> list[float]:
    given = [item.unit or bare or unit for item in items]
    if any(not same_kind(each, unit) for each in given):
        raise QuantityError(f"expected a size in {unit}, got one in {', '.join(sorted(set(given)))} in {shown(text)}")
    return [convert(item.number, each, unit) for item, each in zip(items, given, strict=True)]
