"""Where a product's seller and text, or two statements of sellers, say different things."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from udfs.answers.records import Conflict, ConflictKind, Told
from udfs.resolution.judging.contradictions import SAME_NUMBER
from udfs.text.keys import fold

HEARD = ("outranked", "less_sure", "repeated")
"""Outcomes of claims that were sure enough."""
_STATED = ("seller", "person")
_OPEN = ("text", "identifier", "composition")  # rules of values that may be wordings or parts of one another
HAN = re.compile(
    r"[\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def conflicts(told: Iterable[Told]) -> list[Conflict]:
    """Claims that lost and mean none of the values that stand; each such value once, in its surest words.

    One side is a seller's, or both are; both have words of their own. Nothing conflicts while the losing side agrees to
    any value that stands. Claims that ``told`` has are those of an outcome in :data:`HEARD`.
    """
    by_attribute: defaultdict[str, list[Told]] = defaultdict(list)
    for each in told:
        if each.raw_value is not None:
            by_attribute[each.attribute].append(each)
    return [found for values in by_attribute.values() for found in _of_attribute(values)]


def _of_attribute(values: Sequence[Told]) -> Iterator[Conflict]:
    ours = sorted((each for each in values if each.stands), key=lambda each: each.ordinal or 0)
    theirs = [each for each in values if not each.stands]
    told: set[str] = set()
    for kind in ("seller and text", "two statements"):
        for one, other in _differing(ours, theirs, kind):
            if other.value not in told:
                told.add(other.value)
                yield _conflict(kind, one, other)


def _differing(ours: Sequence[Told], theirs: Sequence[Told], kind: ConflictKind) -> list[tuple[Told, Told]]:
    """The first value that stands, and each other meaning by its surest claim; none where any agrees."""
    pairs = [(one, other) for other in theirs for one in ours if _kind(one, other) == kind]
    if any(_same(one, other) for one, other in pairs):
        return []
    by_meaning: dict[str, tuple[Told, Told]] = {}
    for one, other in pairs:
        key = fold(other.value)
        first, surest = by_meaning.get(key, (one, other))
        by_meaning[key] = (
            min(first, one, key=lambda each: each.ordinal or 0),
            max(surest, other, key=attrgetter("confidence", "raw_value")),
        )
    return [*by_meaning.values()]


def _conflict(kind: ConflictKind, one: Told, other: Told) -> Conflict:
    assert one.raw_value is not None  # those without words were left out
    assert other.raw_value is not None
    return Conflict(
        one.attribute, kind, one.value, one.raw_value, one.origin, one.field, one.start_offset, one.end_offset,
        other.value, other.raw_value, other.origin, other.field, other.start_offset, other.end_offset, other.confidence,
    )  # fmt: skip


def _kind(one: Told, other: Told) -> ConflictKind | None:
    """Null where the model contradicts itself: it is no witness against the product then."""
    stated = (one.origin in _STATED) + (other.origin in _STATED)
    return {2: "two statements", 1: "seller and text"}.get(stated)  # type: ignore[return-value]


def _same(one: Told, other: Told) -> bool:
    """Whether two values may be one: beyond folding, numbers that agree, and texts of which nobody can tell."""
    ours, theirs = fold(one.value), fold(other.value)
    if ours == theirs:
        return True
    if other.unit is not None:
        return _meet(_numbers(one), _numbers(other))
    if one.rule == "dimensions":
        return _alike(_numbers(one), _numbers(other))
    if "mixture" in (one.rule, other.rule):  # of what, nobody says
        return True
    if ours.startswith(theirs) or theirs.startswith(ours):  # Android and Android 14; not so faux leather
        return True
    part = ours in theirs or theirs in ours
    other_script = bool(HAN.search(ours)) != bool(HAN.search(theirs))
    return (one.rule in _OPEN or other.rule in _OPEN) and (part or other_script)


def _meet(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    """Whether ranges meet, where a number is one of itself; true where one side has no number."""
    if not ours or not theirs:
        return True
    return _apart(min(ours), max(theirs)) <= 0 and _apart(min(theirs), max(ours)) <= 0


def _alike(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    """Whether sizes agree; those of which one has more numbers may be one."""
    if len(ours) != len(theirs):
        return True
    return all(_apart(max(pair), min(pair)) <= 0 for pair in zip(ours, theirs, strict=True))


def _apart(one: float, other: float) -> float:
    """By how much a number is above another one beyond what rounding explains; negative where it is not."""
    return one - other - max(abs(one), abs(other)) * SAME_NUMBER


def _numbers(told: Told) -> list[float]:
    return [float(number) for number in _NUMBER.findall(told.value)]
