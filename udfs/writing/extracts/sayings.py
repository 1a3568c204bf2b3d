"""Which facts a clause says, and where: by the place that a fact was read at, or by its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from udfs.records import Fact
from udfs.text.cleaning import CleanText
from udfs.text.keys import plain
from udfs.text.negation import negation

_LEAST = 2  # characters of a wording that is looked for
_SURE = 0.5  # confidence from which a claim that lost contradicts


class Sayable(NamedTuple):
    """A fact, what it may be called in a text, the longest first, and what lost against it; all in plain spelling."""

    fact: Fact
    wordings: tuple[str, ...]
    lost: tuple[str, ...]


class Place(NamedTuple):
    """A clause's half-open characters of a clean text, and what they are in plain spelling."""

    clean: CleanText
    start: int
    end: int
    said: str


def sayable(facts: Iterable[Fact]) -> list[Sayable]:
    """Standard facts with their wordings in all languages, and those of claims that lost and mean something else."""
    return [_sayable(fact) for fact in facts if fact.status == "standard"]


def _sayable(fact: Fact) -> Sayable:
    own = (fact.raw_value, fact.value, fact.value_zh, *(fact.labels or {}).values())
    lost = [
        each.raw_value
        for each in fact.lost
        if each.value is not None and each.value != fact.value and each.confidence >= _SURE
    ]
    return Sayable(fact, _wordings(own), _wordings(lost))


def _wordings(asked: Iterable[str | None]) -> tuple[str, ...]:
    found = {plain(wording).strip() for wording in asked if wording}
    return tuple(sorted((each for each in found if len(each) >= _LEAST), key=lambda each: (-len(each), each)))


def place_of(clean: CleanText, start: int, end: int) -> Place:
    """The place ``start:end`` of a clean text."""
    return Place(clean, start, end, plain(clean.text[start:end]))


def says(place: Place, own: Sayable) -> tuple[int, int] | None:
    """Half-open characters of the clean text within a place that say a fact; null where none do."""
    fact = own.fact
    if fact.field == "description" and fact.start_offset is not None and fact.end_offset is not None:
        first, last = place.clean.to_raw(place.start, place.end)
        inside = first <= fact.start_offset and fact.end_offset <= last
        if inside and (found := place.clean.from_raw(fact.start_offset, fact.end_offset)):
            return found
    found = next(_stated(place, own.wordings), None)
    return (place.start + found[0], place.start + found[1]) if found else None


def contradicts(place: Place, own: Sayable) -> bool:
    """Whether a place states what lost against a fact, and not the fact itself."""
    if not own.lost or next(_stated(place, own.wordings), None):
        return False
    return next(_stated(place, own.lost), None) is not None


def _stated(place: Place, asked: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where wordings stand in a place, from its start on, as whole words and not denied."""
    said = place.said
    if len(said) != place.end - place.start:
        return
    for wording in asked:
        at = said.find(wording)
        while at >= 0:
            end = at + len(wording)
            inside = _joined(said[at - 1 : at], wording[0]) or _joined(wording[-1], said[end : end + 1])
            if not inside and not negation(said, at, end):
                yield at, end
            at = said.find(wording, end)


def _joined(one: str, other: str) -> bool:
    """Whether two neighbours belong to one word or number."""
    pair = one + other
    return len(pair) == 2 and ((pair.isascii() and pair.isalnum()) or (pair[0] in ".," and pair[1].isdigit()))
