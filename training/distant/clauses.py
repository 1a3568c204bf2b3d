"""Long descriptions cut to the clauses that matter: those with labels, the first ones, and those that hold numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from training.distant.texts import Place, ReadText

LONGEST = 600
"""Width of a description that is kept whole; a Han character counts two."""
_FIRST = 160  # width of the beginning that is always kept
_HAN = re.compile("[\u2e80-\uffdc]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class CutText:
    """A shorter text, and where its clauses stood in the clean one: (start there, end there, start here)."""

    text: str
    kept: tuple[tuple[int, int, int], ...]

    def place(self, place: Place) -> tuple[int, int] | None:
        """Half-open characters of the cut text for a place of the clean one; null where its clause was cut off."""
        at = bisect_right([start for start, _, _ in self.kept], place.start) - 1
        if at < 0 or place.end > self.kept[at][1]:
            return None
        start, _, here = self.kept[at]
        return here + place.start - start, here + place.end - start


def width(text: str) -> int:
    """Characters of a text, Han ones twice."""
    return len(text) + len(_HAN.findall(text))


def cut(text: ReadText, labelled: Iterable[Place]) -> CutText | None:
    """The clauses that are kept, in their order; null for a text that is short enough."""
    whole = text.clean.text
    if width(whole) <= LONGEST:
        return None
    clauses = _merged(text.clauses, labelled)
    order = sorted(range(len(clauses)), key=lambda at: (_rank(whole, clauses, at), at))
    room, kept = LONGEST, []
    for at in order:
        start, end, has_label = clauses[at]
        needed = width(whole[start:end])
        if has_label or needed <= room:
            kept.append((start, end))
            room -= needed
    return _joined(whole, sorted(kept))


def _rank(text: str, clauses: list[tuple[int, int, bool]], at: int) -> int:
    """Labels before the beginning, before numbers, before the rest."""
    start, end, has_label = clauses[at]
    if has_label:
        return 0
    if width(text[:start]) < _FIRST:
        return 1
    return 2 if _DIGIT.search(text, start, end) else 3


def _merged(clauses: list[tuple[int, int]], labelled: Iterable[Place]) -> list[tuple[int, int, bool]]:
    """The clauses with whether they hold a label; those that one label joins are one."""
    places = sorted((place.start, place.end) for place in labelled)
    found: list[tuple[int, int, bool]] = []
    for start, end in clauses:
        own = any(first < end and start < after for first, after in places)
        if found and any(first < found[-1][1] and start < after for first, after in places):
            found[-1] = (found[-1][0], end, True)
        else:
            found.append((start, end, own))
    return found


def _joined(text: str, kept: list[tuple[int, int]]) -> CutText:
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    at = 0
    for start, end in kept:
        part = text[start:end].rstrip()
        lead = len(part) - len(part.lstrip())
        part = part.strip()
        places.append((start + lead, start + lead + len(part), at))
        parts.append(part)
        at += len(part) + 1
    return CutText("\n".join(parts), tuple(places))
