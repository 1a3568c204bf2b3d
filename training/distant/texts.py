"""A listing's texts as labels are looked for in them: clean, in plain spelling of equal length, cut into clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from udfs.records import FIELDS, Field, Listing
from udfs.text.cleaning import CleanText, clean
from udfs.text.keys import fold, plain
from udfs.text.rows import rows

_DROPPED = frozenset(" -_‐‑‒–—―·•・‧'\"“”‘’`´\t\xa0")  # what udfs.text.keys.fold leaves out
_SENTENCE = re.compile(r"[。！？!?；;|•●■◆★▪►【]+|\.(?=\s+\S)|(?<=\w)\s[-–—]\s(?=\w)")
_WORD = re.compile(r"[一-鿿]|[^\W_一-鿿]+")
_MOST_WORDS = 8  # of a name that is looked up; a Han character is one
_DECIMAL = re.compile(r"\d[.,]\d")
_REACH = 40  # characters beside a place in which an attribute's own name tells that it is meant


class Place(NamedTuple):
    """Half-open characters of the clean text of a field."""

    field: Field
    start: int
    end: int

    def overlaps(self, other: Place) -> bool:
        """Whether both have a character in common."""
        return self.field == other.field and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class ReadText:
    """One field. ``plain`` is as long as ``clean.text``: a character that would become several stays as it is."""

    field: Field
    raw: str
    clean: CleanText

    @cached_property
    def plain(self) -> str:
        """The text without cases, widths and Chinese scripts."""
        text = self.clean.text
        whole = plain(text)
        return whole if len(whole) == len(text) else "".join(map(_plain_character, text))

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        kept = [(letter, at) for at, letter in enumerate(self.plain) if letter not in _DROPPED]
        return "".join(letter for letter, _ in kept), [at for _, at in kept]

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """Half-open places of its lines and sentences, none of them empty."""
        found = (each for cells in rows(self.raw, self.clean) for cell in cells for each in self._sentences(*cell))
        return [(start, end) for start, end in found if self.clean.text[start:end].strip()]

    def _sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for border in _SENTENCE.finditer(self.clean.text, start, end):
            yield start, border.end()
            start = border.end()
        yield start, end

    @cached_property
    def phrases(self) -> dict[str, list[Place]]:
        """All runs of a few words, folded, with their places: whoever knows names looks them up here."""
        folded, places = self._folded
        words = [word.span() for word in _WORD.finditer(self.plain)]
        found: dict[str, list[Place]] = {}
        for first, (start, _) in enumerate(words):
            begin = bisect_left(places, start)
            for _, end in words[first : first + _MOST_WORDS]:
                key = folded[begin : bisect_left(places, end)]
                found.setdefault(key, []).append(Place(self.field, start, end))
        return found

    def forget(self) -> None:
        """Let go of what takes many times the room of the text; it is made again when it is asked for."""
        for name in ("phrases", "_folded"):
            self.__dict__.pop(name, None)

    def find(self, wording: str) -> Iterator[Place]:
        """Where a wording stands, whatever its spaces, hyphens, case and script; Latin letters as whole words."""
        key = fold(wording)
        folded, places = self._folded
        at = folded.find(key) if key else -1
        while at >= 0:
            start, end = places[at], places[at + len(key) - 1] + 1
            if not (self._is_within_word(start) or self._is_within_word(end)):
                yield Place(self.field, start, end)
            at = folded.find(key, at + 1)

    def _is_within_word(self, border: int) -> bool:
        before, behind = self.plain[max(0, border - 1) : border], self.plain[border : border + 1]
        if _DECIMAL.fullmatch(self.plain[max(0, border - 1) : border + 2]):
            return True  # 16 of 16.1
        if border > 1 and _DECIMAL.fullmatch(self.plain[border - 2 : border + 1]):
            return True  # 5 of 1.5
        return _is_latin(before) and _is_latin(behind)

    def sides(self, place: Place) -> tuple[tuple[str, Literal["end"]], tuple[str, Literal["start"]]]:
        """The plain text before a place and behind it, within its clause, each with the end at which the place is."""
        clauses = ((start, end) for start, end in self.clauses if start <= place.start < end)
        low, high = next(clauses, (0, len(self.plain)))
        before = self.plain[max(low, place.start - _REACH) : place.start]
        behind = self.plain[place.end : min(max(high, place.end), place.end + _REACH)]
        return (before, "end"), (behind, "start")


def _is_latin(character: str) -> bool:
    return character.isalnum() and not "\u2e80" <= character <= "\uffdc"


@lru_cache(8192)
def _plain_character(character: str) -> str:
    other = plain(character)
    return other if len(other) == 1 else character


def read_texts(listing: Listing) -> dict[Field, ReadText]:
    """The fields of a listing that show anything."""
    found = {name: ReadText(name, listing.text_of(name), clean(listing.text_of(name))) for name in FIELDS}
    return {name: text for name, text in found.items() if text.clean.text}
