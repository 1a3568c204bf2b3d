"""Closed lists among values: few wordings that come again and again, alone or several in one statement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from training.drafting.keys.kinds.evidence import Evidence, Value
from udfs.text.keys import fold

# Longer ones first: what " / " separates, "/" may be part of.
_SEPARATORS = (" / ", " | ", "; ", ";", "、", "，", "；", "•", "¦", "|", "\n", ", ", ",", "/", " - ", " & ", "+")
_IN_NUMBERS = ("/", ",", " - ", "+")
_RARE = 0.02  # share of statements that a separator must stand in
_KNOWN = 0.6  # share of the parts that come in other statements too, from which what stands between them separates
_MOVED = 0.3  # share of the parts that stand at several places, in different statements
_PART = 40  # characters of a part, on average, up to which it may be a value
_NEARLY = 0.8  # share of what is stated that few wordings cover
_FEW = 10  # wordings that may be long: sentences that a shop has ready
# how many wordings that are at most, how many where each has several, how often each comes at least
_MOST, _SET, _TIMES = 60, 150, 3
_SEVERAL = 0.1  # share of statements with several values from which that is the attribute's habit


class Listed(NamedTuple):
    """``values``: wordings that cover nearly all. ``many``: separators between values of one statement; empty where a
    statement has one. ``several``: whether products have several values. ``closed``: whether it is a closed list."""

    values: int
    many: tuple[str, ...]
    several: bool
    closed: bool


def listed(evidence: Evidence) -> Listed:
    """What the values are as a list."""
    many = _separators(evidence.listed)
    parts: Counter[str] = Counter()
    several = 0
    for value in evidence.listed:
        own = {fold(part) for part in split(value.text, many)} - {""}
        parts.update(dict.fromkeys(own, value.times))
        several += value.times * (len(own) > 1)
    is_several = evidence.is_repeated or several >= _SEVERAL * max(1, evidence.count(evidence.listed))
    total, values = sum(parts.values()), _cover(parts)
    long = sum(len(part) * count for part, count in parts.items()) > _PART * total
    closed = (
        (not long or values <= _FEW)
        and len(parts) > 1
        and values <= (_SET if is_several else _MOST)
        and total >= _TIMES * values
    )
    return Listed(values, many if is_several else (), is_several, closed)


def split(text: str, separators: Sequence[str]) -> list[str]:
    """A statement in its values; as it is without separators."""
    return _cutting(tuple(separators)).split(text) if separators else [text]


@lru_cache(256)
def _cutting(separators: tuple[str, ...]) -> re.Pattern[str]:
    """Separators as an expression; between two digits some join a number: 1/2000, 18 - 55, 1,200."""
    parts = [re.escape(each) for each in separators]
    guarded = [rf"(?<!\d){part}|{part}(?!\d)" for part in parts]
    return re.compile(
        "|".join(g if each in _IN_NUMBERS else p for each, p, g in zip(separators, parts, guarded, strict=True))
    )


def _separators(values: Sequence[Value]) -> tuple[str, ...]:
    """What stands between values, told by parts that come in other statements too."""
    total = sum(value.times for value in values)
    found: list[str] = []
    for separator in _SEPARATORS:
        within = [value for value in values if separator in value.text]
        if any(separator in longer for longer in found):
            continue
        if sum(value.times for value in within) >= _RARE * total and len(within) > 1 and _parts(values, separator):
            found.append(separator)
    return tuple(found)


def _parts(values: Sequence[Value], separator: str) -> bool:
    """Whether most parts come in other statements too, some of them at other places: "in 1/3 EV steps" always ends a
    sentence, and is no value."""
    statements: Counter[str] = Counter()  # by part, the different statements that it is in
    places: dict[str, set[int]] = {}
    cut: list[str] = []
    for value in values:
        own = [fold(part) for part in split(value.text, [separator])]
        statements.update(set(own) - {""})
        cut += own if len(own) > 1 else []
        for place, part in enumerate(own):
            places.setdefault(part, set()).add(place)
    known = sum(statements[part] > 1 for part in cut)
    moved = sum(len(places[part]) > 1 for part in cut)
    long = sum(map(len, cut)) > _PART * len(cut)
    return bool(cut) and known >= _KNOWN * len(cut) and moved >= _MOVED * len(cut) and not long


def _cover(parts: Counter[str]) -> int:
    """How many parts, the most frequent first, are nearly all that is stated."""
    seen, wanted = 0, _NEARLY * sum(parts.values())
    for number, (_, count) in enumerate(parts.most_common(), 1):
        seen += count
        if seen >= wanted:
            return number
    return len(parts)
