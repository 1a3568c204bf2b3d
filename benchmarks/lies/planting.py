"""What all kinds of lies share: a changed text with its place, the words they are made of, and where wordings stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeVar

import yaml

from benchmarks.lies.rows import Row, Stated
from benchmarks.lies.support import whole

Item = TypeVar("Item")


class Lie(NamedTuple):
    """A text with one lie, and the half-open characters of it."""

    text: str
    start: int
    end: int


class Pool(NamedTuple):
    """All rows of the file, of which other products' values and sentences are taken, and what chooses among them."""

    rows: Sequence[Row]
    random: Random

    def mixed(self, items: Sequence[Item]) -> list[Item]:
        """The items in a random order."""
        return self.random.sample(items, len(items))

    def relatives(self, row: Row) -> list[Row]:
        """Other rows of the row's language, and of its category where it has one, in a random order."""
        return self.mixed(
            [
                other
                for other in self.rows
                if other is not row and other.language == row.language and other.category == row.category
            ]
        )


@cache
def words() -> dict[str, Any]:
    """The lists of ``words.yaml``."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return found


def put(text: str, start: int, end: int, new: str) -> Lie:
    """The text with other words at ``start:end``."""
    return Lie(text[:start] + new + text[end:], start, start + len(new))


def places(wording: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a wording stands in a text, whole words where it is Latin, in any case."""
    if wording.strip():
        yield from (found.span() for found in re.finditer(whole(wording), text, re.IGNORECASE))


def spoken(stated: Stated, text: str) -> Iterator[tuple[str, int, int]]:
    """The wordings of a value that a text has, the longest first, with their places."""
    for wording in sorted(stated.wordings, key=lambda each: -len(each)):
        for start, end in places(wording, text):
            yield wording, start, end


def like(new: str, old: str) -> str:
    """A word with a capital where the one in its place has it."""
    return new[0].upper() + new[1:] if old[:1].isupper() and new[:1].islower() else new
