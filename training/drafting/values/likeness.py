"""Which wordings surely mean one value: the same words in another order, number or unit, or a slip of a key.

A wrong join is worse than a missed one: numbers, sizes and single letters have to be equal, in their order. M is not
XM, 12 not 13, black not black/white.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from udfs.quantities.registry import convert, read_unit, same_kind, unit_name
from udfs.text.cleaning import nfkc
from udfs.text.keys import plain
from udfs.text.word_lists import word_lists

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\Z")
_MEASURE = re.compile(r"([<>≤≥~±+-]?)\s*(\d+(?:[.,]\d+)?)\s*([^\d\s.,;()\[\]]{1,12})\.?\Z")
_UNITS = ("cm", "g", "ml", "W", "V", "Hz", "h", "GB", "mAh", "Wh", "A", "degC", "lm", "Pa", "percent")
_KEPT_MARKS = frozenset("+/&%<>±#×*")  # marks that may make another value of a word
_SLIP_WORD = 6  # letters of the shortest word in which one slip is believed
_SLIP_RATIO = 8  # how many times as frequent the right spelling is


Signature = tuple[object, ...]


def signature(wording: str) -> Signature:
    """A key that wordings of one value have in common: its words in any order, its numbers and marks in theirs."""
    text = plain(wording)
    if measure := _measure(text):
        return ("measure", *measure)
    tokens = _WORD.findall(text)
    # HTTPS is no plural of HTTP.
    shouted = {token.casefold() for token in _WORD.findall(nfkc(wording)) if token.isupper()}
    words = [
        token if token in shouted else _singular(token)
        for token in tokens
        if token[0].isalpha() and token not in _words("filler")
    ]
    if _words("order").isdisjoint(words):
        words.sort()
    rest = tuple(_number(token) for token in tokens if token[0].isdigit() or token in _KEPT_MARKS)
    # Where a number stands tells what it is of: 2 shelves 3 drawers is not 3 shelves 2 drawers.
    places = tuple(_beside(tokens)) if len(rest) > 1 else ()
    return ("words", *(words or tokens), *rest, *places)


def _words(name: str) -> frozenset[str]:
    return word_lists("training.drafting.values", "words.txt")[name]


def _beside(tokens: Sequence[str]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        if token[0].isdigit():
            yield tokens[place + 1] if place + 1 < len(tokens) else ""


def _number(token: str) -> str:
    if not _NUMBER.match(token):
        return token
    return token.replace(",", ".").rstrip("0").rstrip(".") if token.count(".") + token.count(",") == 1 else token


def _singular(word: str) -> str:
    if not word.isascii() or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    return word[:-1] if word.endswith("s") and not word.endswith("es") else word


@lru_cache(1 << 14)
def _measure(text: str) -> tuple[str, float, str] | None:
    """A number and its unit in a unit of its kind; null for what is no single measure."""
    found = _MEASURE.match(text.strip())
    if not found:
        return None
    sign, number, spelling = found.groups()
    for unit in _UNITS:
        read = read_unit(spelling, unit)
        if read and same_kind(read, unit):
            return sign, round(convert(float(number.replace(",", ".")), read, unit), 6), unit_name(unit)
    return None


def slips(weights: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Pairs (rare, frequent) of wordings that differ by one slip within one long word, letters only.

    Only wordings with the same first letters of all words, and the same number of words, are compared.
    """
    blocks: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    for wording in weights:
        words = plain(wording).split()
        if words and wording.isascii() and any(len(word) >= _SLIP_WORD for word in words):
            blocks[tuple(word[0] for word in words)].append(wording)
    for block in blocks.values():
        yield from _slips_within(sorted(block, key=lambda wording: (-weights[wording], wording)), weights)


def _slips_within(block: Sequence[str], weights: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for wording in block:
        near = (other for length in range(len(wording) - 1, len(wording) + 2) for other in by_length[length])
        right = next((other for other in near if _is_slip(wording, other, weights)), None)
        if right is not None:
            yield wording, right
        elif len(by_length[len(wording)]) < 300:  # the frequent ones come first: what is compared stays bounded
            by_length[len(wording)].append(wording)


def _is_slip(rare: str, frequent: str, weights: Mapping[str, int]) -> bool:
    if weights[frequent] < _SLIP_RATIO * weights[rare]:
        return False
    ours, theirs = plain(rare).split(), plain(frequent).split()
    differing = [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]
    if len(differing) != 1:
        return False
    one, other = differing[0]
    # Codes differ in one letter too: microSDHC, microSDXC.
    letters = one.isalpha() and other.isalpha() and not _is_code(rare) and not _is_code(frequent)
    return letters and min(len(one), len(other)) >= _SLIP_WORD and OSA.distance(one, other, score_cutoff=1) <= 1


def _is_code(wording: str) -> bool:
    """Whether a word of it has a capital behind its first letter."""
    return any(word != word.lower() and not word.istitle() for word in re.findall(r"[^\W\d_]+", wording))
