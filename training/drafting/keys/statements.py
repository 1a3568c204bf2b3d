"""A stated value in a form in which two of them can be compared: numbers in base units, codes, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from training.drafting.keys.vocabulary import folded
from udfs.quantities.parsing import read_numbers_with_units
from udfs.quantities.registry import convert, kind_of, read_unit
from udfs.text.keys import fold, plain
from udfs.text.placeholders import is_placeholder

_LONGEST = 60  # characters of a text whose numbers are read: what is longer is no quantity
_ATOMS = re.compile(r"\s*[/;|\n、，；¦•·]\s*|,\s+|,(?=[^\d\s])|\s-\s")
_WORD = re.compile(r"[一-鿿]|[^\W_一-鿿]+")
_HELP = re.compile(r"\A\s*([^\n]{1,40})\n\s*(?=[^\n]{60})")  # a value, and below it a sentence that explains it
_PLAIN = re.compile(r"(\d{1,9}(?:\.\d{1,2})?)\s?((?!k\b)[a-zA-Z]{1,12})?", re.ASCII)
_CODES = re.compile(r"[\d\s,;/]+")
_SAME, _RESTATED = 0.02, 0.1  # by which numbers differ that are one; that state one again in another unit
_LIKE = 0.5  # share of words from which two texts may mean one

Number = tuple[str, float, float, float]
"""Kind of the unit ("" for a bare one), the number in base units, half of what its last digit is worth, as written."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A value as it is compared: ``folded`` whole, ``atoms`` between separators, ``numbers``, ``codes`` without zeros
    in front, ``words``. ``pure``: it holds little beside its numbers."""

    folded: str
    atoms: tuple[str, ...]
    numbers: tuple[Number, ...]
    codes: frozenset[int]
    words: frozenset[str]
    pure: bool


@lru_cache(1 << 17)
def statement(text: str, unit: str | None = None) -> Statement | None:
    """A value under a key that names ``unit`` for bare numbers; None for one that says nothing."""
    if is_placeholder(text) or not (whole := fold(text)):
        return None
    atoms = tuple(dict.fromkeys(filter(None, (fold(part) for part in _ATOMS.split(text[:2000])))))
    is_code = _CODES.fullmatch(text) is not None
    codes = frozenset(int(digits) for digits in re.findall(r"\d{8,14}", text)) if is_code else frozenset()
    numbers = () if codes or len(text) > _LONGEST else _numbers(text, unit)
    tokens = frozenset(_WORD.findall(plain(text[:500])))
    letters = sum(len(token) for token in tokens if token.isalpha() and len(token) > 2)
    return Statement(whole, atoms or (whole,), numbers, codes, tokens, bool(numbers) and letters <= 12)


def without_help(text: str) -> str:
    """The value alone, where a shop explains it in a sentence below."""
    match = _HELP.match(text)
    return match[1].strip() if match else text


def _numbers(text: str, unit: str | None) -> tuple[Number, ...]:
    """The numbers of a text in base units, none that only states one before it again."""
    if not any(map(str.isdigit, text)):
        return ()
    found: list[Number] = []
    for number, given in _read(text, unit):
        meant = given or unit
        slack = _last_digit(number) / 2
        try:
            kind, base = _based(number, meant)
            slack = abs(_based(number + slack, meant)[1] - base)
        except (ValueError, OverflowError):
            continue
        again = any(k == kind and _near(n, base, _RESTATED) and kind for k, n, *_ in found)
        if not again:
            found.append((kind, base, slack, number))
    return tuple(found[:6])


def _read(text: str, unit: str | None) -> list[tuple[float, str | None]]:
    """Numbers with their units; most values are one number, and its unit at most."""
    if plain_one := _PLAIN.fullmatch(text.strip()):
        given = read_unit(plain_one[2], unit or "count") if plain_one[2] else None
        if given or not plain_one[2]:
            return [(float(plain_one[1]), given)]
    return read_numbers_with_units(text, unit or "count")


def _last_digit(number: float) -> float:
    """What the last digit of a number is worth: of 2.7 a tenth."""
    decimals = f"{number:.6f}".rstrip("0").partition(".")[2]
    return float(10.0 ** -len(decimals))


def _based(number: float, unit: str | None) -> tuple[str, float]:
    if unit is None:
        return "", number
    kind = kind_of(unit)
    return kind, convert(number, unit, kind)


def _near(one: float, other: float, slack: float) -> bool:
    return abs(one - other) <= slack * max(abs(one), abs(other))


def agreement(one: Statement, other: Statement) -> int:
    """Whether two values are one: 1 where they are, -1 where they differ, 0 where both may hold.

    Numbers are compared in base units, codes without zeros in front. A text that holds all words of the other, and one
    rounded more than the other, may both hold.
    """
    if one.folded == other.folded:
        return 1
    if one.codes and other.codes:
        return 1 if one.codes & other.codes else -1
    if one.numbers and other.numbers and one.pure and other.pure:
        return _numbers_agree(one.numbers, other.numbers)
    return _texts_agree(one, other)


def _numbers_agree(one: tuple[Number, ...], other: tuple[Number, ...]) -> int:
    """By kinds of units: kinds that only one has are remarks, as in 3 inch (62 % of the others)."""
    kinds = {number[0] for number in one} & {number[0] for number in other}
    if not kinds:
        return max(_number_agrees(one[0], other[0]), -1)
    return min(_lists_agree([n for n in one if n[0] == kind], [n for n in other if n[0] == kind]) for kind in kinds)


def _lists_agree(one: list[Number], other: list[Number]) -> int:
    if len(one) == len(other):
        return min(_number_agrees(a, b) for a, b in zip(sorted(one), sorted(other), strict=True))
    return 0 if any(_number_agrees(a, b) > 0 for a in one for b in other) else -1


def _number_agrees(one: Number, other: Number) -> int:
    if one[0] != other[0] and one[0] and other[0]:
        return -1
    if _near(one[1], other[1], _SAME):
        return 1
    if one[0] != other[0]:
        return 0  # one hand leaves the unit out, and may mean another
    return 0 if abs(one[1] - other[1]) <= one[2] + other[2] else -1


def _texts_agree(one: Statement, other: Statement) -> int:
    if says(one) and says(other):
        return 1 if says(one) == says(other) else -1
    if one.words <= other.words or other.words <= one.words:
        return 0
    if _one_of(one, other) or _one_of(other, one):
        return 0
    shared = len(one.words & other.words)
    short = min(len(one.folded), len(other.folded))
    if short > 3 and (one.folded in other.folded or other.folded in one.folded):
        return 0
    return 0 if shared / len(one.words | other.words) >= _LIKE else -1


def _one_of(one: Statement, other: Statement) -> bool:
    """Whether a list holds what the other text says: "SD - SDHC" and "Secure Digital (SD)"."""
    return len(one.atoms) > 1 and any(atom in other.words or atom in other.atoms for atom in one.atoms)


def says(value: Statement) -> str | None:
    """yes or no, where a value begins with such a word: "Yes, optical"; null for any other."""
    for truth in ("yes", "no"):
        if value.folded in folded(truth) or value.atoms[0] in folded(truth):
            return truth
    return None
