"""What an English sentence is about: words of a name by what they do in it, and the kind of the values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from udfs.writing.phrases.plain.english_words import plain_number, readable, singular
from udfs.writing.phrases.plain.word_table import word_table

Kind = Literal["yes", "no", "none", "count", "number", "measure", "text", "long"]
"""What the values of a topic are together. ``none``: words that say that there is none, such as n/a."""

_YES = frozenset({"yes", "true", "y"})
_NO = frozenset({"no", "false", "n"})
_NONE = frozenset({"none", "n/a", "na", "null", "not applicable", "nil"})
_MEASURE = re.compile(
    r"(?P<number>\d[\d,]*\.?\d*)(?P<between>\s?)(?P<unit>[a-zA-Zµ°Ω][\w²³/ ]{0,20}|[\"″'%])", re.ASCII
)
_LONG = 7  # words; a longer value is a sentence of the seller's


class Value(NamedTuple):
    """A value as it stands in its source; ``unit`` in words or as a symbol, None where the text says it or none is."""

    text: str
    unit: str | None = None


class Part(NamedTuple):
    """Values of an attribute or, where there are ``words``, of what these name of it: (material,) of a shaft."""

    words: tuple[str, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Topic:
    """``name``: all words, in lower case but for abbreviations; the first ``head`` name the thing that has the part.

    ``values`` are not empty.
    """

    name: tuple[str, ...]
    values: tuple[Value, ...]
    head: int = 0

    @cached_property
    def kind(self) -> Kind:
        """Of all values together; text where they are of several kinds."""
        kinds = {"none" if self._denied(value) else kind_of(value) for value in self.values}
        if len(kinds) == 1:
            return kinds.pop()
        return "long" if "long" in kinds else "text"

    @cached_property
    def plain_name(self) -> tuple[str, ...]:
        """Without words before and behind that say nothing: ``item_shape`` is shape."""
        table, words = word_table(), self.name
        while len(words) > 1 and words[0] in table.idle_before:
            words = words[1:]
        return words[:-2] if len(words) > 2 and words[-2:] == ("for", "product") else words

    @cached_property
    def stem(self) -> tuple[str, ...]:
        """What a value is one of: chain of ``chain_type``. The whole name where it has no such word behind."""
        table, words = word_table(), self.plain_name
        while len(words) > 1 and words[-1] in table.idle_behind:
            words = words[:-1]
        return words

    @cached_property
    def _of(self) -> tuple[str, ...]:
        """The name up to its property: material of ``cone_material_type``, type of ``chain_type``."""
        return self.stem if self.stem[-1] in word_table().properties else self.plain_name

    @cached_property
    def owner(self) -> tuple[str, ...]:
        """What has the property: hose of ``hose_length``. Empty where that is the product."""
        return self._of[:-1] if self._of[-1] in word_table().properties else self.name[: self.head]

    @property
    def part(self) -> tuple[str, ...]:
        """The words for what the thing has; the whole name where no thing is named."""
        return self.name[self.head :]

    @property
    def property(self) -> str:
        """The last word that tells: length of ``hose_length``."""
        return self._of[-1]

    def _denied(self, value: Value) -> bool:
        """Whether a value says no more than that there is none: ``no-clasp-type`` of a clasp type."""
        first, *rest = re.split(r"[\W_]+", value.text.strip().lower()) or [""]
        known = {singular(word) for word in self.name} | word_table().idle_behind
        return first == "no" and bool(rest) and all(singular(word) in known for word in rest if word)

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """What a count is of: stones of ``number_of_stones``, sheet of ``sheet_count``. Empty where nothing says so."""
        words = self.plain_name
        if words[:2] == ("number", "of"):
            return words[2:]
        if words[0] in ("num", "total", "number", "quantity") and len(words) > 1:
            return words[1:]
        return words[:-1] if words[-1] in ("count", "quantity", "number") else ()

    @cached_property
    def roles(self) -> frozenset[str]:
        """Of the words of the name; what fits is said of attributes of a role only."""
        return roles_of(self.name)


def roles_of(words: Sequence[str]) -> frozenset[str]:
    """By the word table: material, people, place."""
    return frozenset(role for role, known in word_table().roles.items() if known.intersection(words))


def kind_of(value: Value) -> Kind:
    """Of one value."""
    text = readable(value.text).lower()
    if value.unit and _is_number(text):
        return "measure"
    if text in _YES or text in _NO:
        return "yes" if text in _YES else "no"
    if text in _NONE:
        return "none"
    if _is_number(text):
        return "count" if plain_number(text).isdecimal() else "number"
    if _MEASURE.fullmatch(text):
        return "measure"
    return "long" if len(text.split()) >= _LONG else "text"


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?(\d[\d,]*\.?\d*|\.\d+)", text, re.ASCII) is not None


def number_and_unit(value: Value) -> tuple[str, str, str]:
    """Number, what stands between, unit: of a measure that is written as one text too."""
    text = readable(value.text)
    if value.unit:
        return plain_number(text), " ", value.unit
    found = _MEASURE.fullmatch(text)
    if found is None:
        return plain_number(text), "", ""
    return plain_number(found["number"]), found["between"], found["unit"]


def topic(head: Sequence[str], part: Part) -> Topic:
    """The topic of a part of an attribute; words that the part repeats are said once: ``neck: neck_style``."""
    words = tuple(word for word in part.words if singular(word) not in {singular(known) for known in head})
    return Topic((*head, *words), part.values, len(head) if words else 0)
