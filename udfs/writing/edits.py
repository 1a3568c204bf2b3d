"""Texts that people edited: kept, checked like a made one, and flagged when a fact that they state changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from udfs.records import Fact
from udfs.writing.records import Said, Text, TextKind


class StatedFact(NamedTuple):
    """A fact that a text states, by its key and value in table attributes, and half-open characters of the text."""

    attribute: str
    ordinal: int
    value: str | None
    start: int
    end: int


class Edit(NamedTuple):
    """A person's text. ``stated``: what was noted of ``noted``, the text of the last run; null before there was one.

    A ``locked`` one is never flagged.
    """

    kind: TextKind
    style: str
    language: str
    text: str
    locked: bool
    noted: str | None = None
    stated: tuple[StatedFact, ...] = ()


def stated_of(text: Text, facts: Sequence[Fact]) -> tuple[StatedFact, ...]:
    """What a made text states."""
    values = {(fact.attribute, fact.ordinal): fact.value for fact in facts}
    return tuple(
        StatedFact(said.attribute, said.ordinal, values.get((said.attribute, said.ordinal)), said.start, said.end)
        for said in text.said
    )


def stated_by(edit: Edit, made: Sequence[Text], facts: Sequence[Fact]) -> tuple[StatedFact, ...]:
    """What an edited text states: as noted before; of a new one, the facts whose wording in a made text it has kept."""
    if edit.noted == edit.text:
        return edit.stated
    values = {(fact.attribute, fact.ordinal): fact.value for fact in facts}
    return tuple(sorted(_kept(edit.text, made, values), key=lambda each: (each.start, each.attribute, each.ordinal)))


def _kept(
    text: str, made: Sequence[Text], values: Mapping[tuple[str, int], str | None]
) -> Iterator[StatedFact]:  # fmt: skip
    found: set[tuple[str, int]] = set()
    for own in made:
        for said in own.said:
            key = said.attribute, said.ordinal
            start = text.find(_wording(own, said))
            if start >= 0 and key not in found:
                found.add(key)
                yield StatedFact(*key, values.get(key), start, start + len(_wording(own, said)))


def _wording(text: Text, said: Said) -> str:
    return text.text[said.start : said.end]


def is_outdated(edit: Edit, stated: Sequence[StatedFact], facts: Sequence[Fact]) -> bool:
    """Whether a fact that it states is no longer so; ``facts`` are those that may be said now."""
    now = {(fact.attribute, fact.value) for fact in facts}
    return not edit.locked and any((fact.attribute, fact.value) not in now for fact in stated)
