"""What a text holds that may be a value of an attribute: numbers of its kind, wordings of its list, known names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from training.distant.numbers import numbers_of
from training.distant.texts import Place, ReadText
from udfs.records import Fact, Outcome
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold
from udfs.text.negation import imitation_around, negation_around
from udfs.values.standardizer import Standardizer

_HAN = re.compile("[一-鿿]")
_REMEMBERED = 1 << 16  # numbers with units: sellers repeat each other
_LONG_NUMBER = 5  # characters
_NEAR = 48  # characters beside a wording in which a negation is looked for


class Candidate(NamedTuple):
    """A place that may state a value, and the value it would be. ``denied``: the text says that it is not so.

    ``sign``: what it is written by: the unit of a number, the folded wording of another value. ``torn``: the number's
    beginning may be missing.
    """

    place: Place
    fact: Fact
    denied: bool = False
    sign: str = ""
    torn: bool = False


def fact_of(attribute: str, outcome: Outcome, raw: str) -> Fact:
    """A fact without origin, to compare values by."""
    return Fact(
        attribute, 0, outcome.status, outcome.value, None, outcome.value_id, outcome.number, outcome.unit, raw,
        number_max=outcome.number_max, bound=outcome.bound, parts=outcome.parts,
    )  # fmt: skip


class CandidateReader:
    """Finds candidates of one schema's attributes; what they mean the standardizer says."""

    def __init__(self, standardizer: Standardizer) -> None:
        self._standardizer = standardizer
        self._standard = lru_cache(_REMEMBERED)(standardizer.standardize)

    def read(
        self, category: str, key: str, attribute: Attribute, text: ReadText, names: Mapping[str, Fact]
    ) -> list[Candidate]:
        """All candidates of one attribute in one text. ``names``: folded wordings that sellers state of it."""
        if attribute.kind in ("quantity", "dimensions"):
            return [*self._numbers(category, key, attribute, text)]
        if attribute.kind == "boolean":
            return [*self._truths(category, key, attribute, text)]
        if attribute.is_choice and not attribute.reads_sizes:
            return [*self._mentions(category, key, text)]
        listed = {fold(wording): wording for value in attribute.values.values() for wording in value.wordings()}
        return [*self._names(category, key, text, listed, names)]

    def _numbers(self, category: str, key: str, attribute: Attribute, text: ReadText) -> Iterator[Candidate]:
        for place, unit, sized, torn in numbers_of(text, attribute.unit or ""):
            if sized and attribute.kind == "quantity":
                continue
            raw = text.clean.text[place.start : place.end]
            outcome = self._standard(category, key, raw)
            if outcome.status == "standard":
                yield Candidate(place, fact_of(key, outcome, raw), sign=unit, torn=torn)

    def _mentions(self, category: str, key: str, text: ReadText) -> Iterator[Candidate]:
        for start, end, value_id in self._standardizer.mentions(category, key, text.plain):
            if not is_telling(text.plain[start:end]):
                continue
            outcome = self._standardizer.from_choice(category, key, value_id)
            place = Place(text.field, start, end)
            wording = text.clean.text[start:end]
            yield Candidate(place, fact_of(key, outcome, wording), _is_denied(text, place), fold(wording))

    def _truths(self, category: str, key: str, attribute: Attribute, text: ReadText) -> Iterator[Candidate]:
        """The attribute's own name says yes, and no under a negation."""
        wordings = filter(is_telling, (*attribute.name.root.values(), *attribute.aliases))
        for place in outermost({place for wording in wordings for place in text.find(wording)}):
            denied = bool(negation_around(*_beside(text, place)))
            outcome = self._standardizer.from_choice(category, key, "no" if denied else "yes")
            yield Candidate(place, fact_of(key, outcome, text.clean.text[place.start : place.end]))

    def _names(
        self, category: str, key: str, text: ReadText, listed: Mapping[str, str], names: Mapping[str, Fact]
    ) -> Iterator[Candidate]:
        """Names that the schema lists or that sellers of other listings state."""
        here = [each for each in text.phrases if (each in names or each in listed) and is_telling(each)]
        by_place = {place: wording for wording in here for place in text.phrases[wording]}
        for place in outermost(by_place):
            raw = text.clean.text[place.start : place.end]
            found = names.get(by_place[place])
            if found is None:
                outcome = self._standardizer.standardize(category, key, raw)
                found = fact_of(key, outcome, raw) if outcome.status == "standard" else None
            if found is not None:
                yield Candidate(place, found, sign=by_place[place])


def outermost(places: Collection[Place]) -> list[Place]:
    """The places of one text that lie in no other of them, in its order."""
    found: list[Place] = []
    for place in sorted(places, key=lambda each: (each.start, -each.end)):
        if not found or place.end > found[-1].end:
            found.append(place)
    return found


def is_telling(wording: str, *, number: bool = False) -> bool:
    """Whether a wording is long enough to be meant wherever it stands: not M, 8 or 红 within a text.

    ``number``: whether long numbers are, too.
    """
    key = fold(wording)
    if number and len(key) >= _LONG_NUMBER:
        return True
    letters = sum(map(str.isalpha, key))
    return letters >= 2 if _HAN.search(key) else letters >= 3 or (letters >= 2 and len(key) >= 4)


def _is_denied(text: ReadText, place: Place) -> bool:
    beside = _beside(text, place)
    return bool(negation_around(*beside) or imitation_around(*beside))


def _beside(text: ReadText, place: Place) -> tuple[str, str]:
    return text.plain[max(0, place.start - _NEAR) : place.start], text.plain[place.end : place.end + _NEAR]
