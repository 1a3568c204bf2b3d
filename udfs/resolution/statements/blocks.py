"""What the parameter block of a description says: pairs of key and value that a seller states, with their places.

A pair counts where the category knows its key, and where both its ends are certain: what stands between two keys that
follow each other without a separator may belong to either. Keys that nobody knows are told where the block is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from udfs.quantities.registry import same_kind
from udfs.records import Claim, Outcome
from udfs.resolution.statements.entries import Entry, named
from udfs.schema.definitions import Attribute, Category
from udfs.schema.keys import beside_names, head_names, is_prose, is_shop_number, title_names, usual_names
from udfs.text.keys import fold
from udfs.text.parameters import Parameter, Vocabulary, parameters
from udfs.text.prose import is_prose_text
from udfs.values.raw import Column

_KNOWN, _ALL = 2, 3  # pairs that make a block certain: of known keys, and altogether
_MOST_UNKNOWN = 50  # keys of one listing that are told
_LONGEST_UNKNOWN = 100  # characters of their values
_PARTS = re.compile(r"(?:[,，、/;；&+|\s]|\d+(?:\.\d+)?\s?[%％])+")
_NUMBER = re.compile(r"\W{0,2}\d[\d.,]*\s?[^\W\d]{0,8}\W{0,2}")
_SHORT_KEY = {True: 3, False: 2}  # least letters of an unknown key: Latin ones, others


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place of the description that says something else than it seems: a shop's own number, or a part's material.

    ``attribute``: the one that it is not of; null for all identifiers.
    """

    start: int
    end: int
    key: str
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """``entries``: pairs of known keys. ``unknown``: the others of a certain block. ``elsewhere``: see there."""

    entries: Sequence[Entry] = ()
    unknown: dict[str, str] = field(default_factory=dict)
    elsewhere: Sequence[Elsewhere] = ()


class BlockReader:
    """Reads the descriptions of one category's products."""

    def __init__(self, category: Category) -> None:
        self._category = category
        self._book = category.key_book
        names = self._book.wordings | usual_names()
        self._vocabulary = Vocabulary(names, beside_names(), head_names(), title_names(), self._allows)

    def read(self, description: str | None) -> Block:
        """The block of a description; an empty one where there is none."""
        if not description:
            return Block()
        found = parameters(description, self._vocabulary)
        if not found:
            return Block()
        sure = self._sure(found)
        entries = [entry for each in sure if (entry := self._entry(description, each))]
        certain = len(entries) >= _KNOWN and len(sure) >= _ALL
        unknown = self._unknown(sure) if certain else {}
        return Block(entries, unknown, [*self._elsewhere(found)])

    def _allows(self, key: str, value: str) -> bool:
        found = named(self._category, key)
        return found is not None and fold(value) in self._category.attributes[found[0]].value_by_wording

    def _sure(self, found: Sequence[Parameter]) -> list[Parameter]:
        """Those whose keys and values are cut where they end."""
        kept: list[Parameter] = []
        for place, each in enumerate(found):
            before = found[place - 1] if each.follows and place else None
            begins = each.sure or (before is not None and self._ends(before, each.key))
            ends = each.behind is None or self._ends(each, each.behind)
            if begins and ends:
                kept.append(each)
        return kept

    def _ends(self, parameter: Parameter, behind: str) -> bool:
        """Whether the value of a parameter ends where the key behind it, which is not sure, begins.

        A list of values tells. Of other text in Chinese the names of parts do, most of which are known.
        """
        found = named(self._category, parameter.key)
        attribute = self._category.attributes[found[0]] if found else None
        is_list = attribute is not None and (attribute.is_choice or attribute.traits.numeric)
        return (not is_list and "一" <= behind[:1] <= "鿿") or self._is_whole(parameter)

    def _is_whole(self, parameter: Parameter) -> bool:
        """Whether a value is known to be one, so that no word of it belongs to the key behind it."""
        found = named(self._category, parameter.key)
        attribute = self._category.attributes[found[0]] if found else None
        if attribute is None:
            return False
        if attribute.traits.numeric or attribute.kind == "dimensions":
            return _NUMBER.fullmatch(parameter.value) is not None
        if attribute.kind == "identifier":
            return parameter.value.isascii() and " " not in parameter.value and any(map(str.isdigit, parameter.value))
        known = attribute.value_by_wording
        return fold(parameter.value) in known or all(
            fold(part) in known for part in _PARTS.split(parameter.value) if part
        )

    def _entry(self, description: str, parameter: Parameter) -> Entry | None:
        found = named(self._category, parameter.key)
        if found is None or is_prose_text(parameter.value):
            return None
        attribute, unit, closeness = found
        definition = self._category.attributes[attribute]
        if not _may_say(definition, parameter.value):
            return None
        raw = description[parameter.start : parameter.end]
        column = Column(unit) if unit or _counts(definition) else None
        return Entry(attribute, raw, column, closeness, (parameter.start, parameter.end))

    def _unknown(self, sure: Sequence[Parameter]) -> dict[str, str]:
        told: dict[str, str] = {}
        for each in sure:
            letters = sum(map(str.isalpha, each.key))
            is_key = letters >= _SHORT_KEY[each.key.isascii()] and not each.key[:1].isdigit()
            if not each.sure or not is_key or named(self._category, each.key) or is_prose(each.key):
                continue
            if self._book.ignores(each.key):
                continue
            if len(each.value) <= _LONGEST_UNKNOWN and not is_prose_text(each.value) and len(told) < _MOST_UNKNOWN:
                told.setdefault(each.key, each.value)
        return told

    def _elsewhere(self, found: Sequence[Parameter]) -> Iterator[Elsewhere]:
        for each in found:
            if named(self._category, each.key):
                continue
            if is_shop_number(each.key):
                yield Elsewhere(each.start, each.end, each.key)
            elif attribute := self._book.of_part(each.key):
                yield Elsewhere(each.start, each.end, each.key, attribute)


def without_elsewhere(claims: Sequence[Claim], category: Category, elsewhere: Sequence[Elsewhere]) -> list[Claim]:
    """The claims; invalid those of the model whose place in the description says something else."""
    return [_judged(claim, category, elsewhere) for claim in claims] if elsewhere else list(claims)


def _judged(claim: Claim, category: Category, elsewhere: Sequence[Elsewhere]) -> Claim:
    if claim.origin != "model" or claim.field != "description" or claim.start is None or claim.end is None:
        return claim
    is_number = category.attributes[claim.attribute].kind == "identifier"
    for each in elsewhere:
        of_it = each.attribute == claim.attribute if each.attribute else is_number
        if of_it and each.start <= claim.start and claim.end <= each.end:
            return claim._replace(outcome=_other_thing(claim.raw or "", each.key, each.attribute is None))
    return claim


def _other_thing(raw: str, key: str, is_number: bool) -> Outcome:
    what = "a shop's own number" if is_number else "said of a part, or of something else than the product"
    return Outcome("invalid", "other key", detail=f"{raw!r} stands behind {key!r}: {what}")


def _counts(attribute: Attribute) -> bool:
    """Whether a bare number is meant: of pieces, not of grams."""
    return attribute.unit is not None and same_kind(attribute.unit, "count")


def _may_say(attribute: Attribute, value: str) -> bool:
    """Whether a value is of a length that its kind has. Text that is kept as it is takes more care than a list."""
    if attribute.kind == "span":
        return len(value) <= 60 and len(value.split()) <= 8
    if attribute.kind == "identifier":
        return len(value) <= 40 and len(value.split()) <= 3
    return True
