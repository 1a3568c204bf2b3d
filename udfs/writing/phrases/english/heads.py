"""What a product is called in running English: the noun of its category, or the kind that a fact names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from udfs.schema.definitions import Category
from udfs.writing.phrases.english.points import Point
from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.pieces import Piece, Pieces, plain
from udfs.writing.phrases.pieces import words as worded
from udfs.writing.phrases.rules import AttributeRule, CategoryRule

_PATH = re.compile(r"\s*(?:>|»|::|/|\|)\s*")
_JOINED = re.compile(r"[&,;:()]|\b(?:and|or|for|with|other|misc)\b", re.IGNORECASE)
_FOR_WHOM = re.compile(r"(?i)^(?:men|women|boy|girl|kid|baby|babies|children|unisex)(?:['’]?s['’]?)?\s+")
_UNCLEAR = re.compile(r"\d|[\"”″]|,|/")
_LONGEST = 4  # words of a noun
_GENERIC = "product"
OFFERS = ("kit", "set", "pack", "bundle")
"""Kinds that tell what is sold, and not what it is."""


@dataclass(frozen=True, slots=True)
class Head:
    """A noun for one product. ``many``: its verb is plural; ``mass``: it stands without an article; ``short``: itself
    without what stands before it."""

    pieces: Pieces
    many: bool
    mass: bool
    short: str

    @property
    def is_generic(self) -> bool:
        """Whether it says nothing of the product."""
        return plain(self.pieces) == _GENERIC

    @property
    def one(self) -> bool:
        """Whether it takes the verb of one thing."""
        return not self.many


class Heads:
    """The nouns of one category."""

    def __init__(
        self, words: Words, category: Category, own: CategoryRule | None, others: Sequence[Category] = ()
    ) -> None:
        self._words, self._category, self._others = words, category, others
        self._given = own.noun.get("en") if own else None

    @cached_property
    def noun(self) -> str:
        """What one product is called: a backpack, headphones, tea. "product" where the name is no noun for one."""
        if self._given:
            return self._given
        name = _PATH.split(self._category.name.get("en") or "")[-1]
        name = _FOR_WHOM.sub("", " ".join(name.split()))
        if not name or _JOINED.search(name) or len(name.split()) > _LONGEST or not name.isascii():
            return _GENERIC
        return self._as_one(self._words.lowered(name))

    def _as_one(self, name: str) -> str:
        if self._words.is_mass(name) or self._words.is_pair(name):
            return name
        return self._words.singular(name)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """Last words of what the category's goods are called, in the singular."""
        return self._last_words(self._category)

    @cached_property
    def _other_goods(self) -> frozenset[str]:
        """The same of the other categories: a mirrorless interchangeable lens is no lens among cameras."""
        return frozenset(chain.from_iterable(map(self._last_words, self._others))) - self._kinds

    def _last_words(self, category: Category) -> frozenset[str]:
        wordings = [name for name in (category.name.get("en"), *category.aliases) if name and name.isascii()]
        return frozenset(self._words.singular(self._words.lowered(wording)).split()[-1] for wording in wordings)

    def of(self, noun: str | None = None) -> Head:
        """The head of a category's products, or of those of the kind ``noun``."""
        return self._head(worded(noun or self.noun))

    def _head(self, pieces: Pieces, short: str | None = None) -> Head:
        text = plain(pieces)
        mass = self._words.is_mass(text)
        return Head(pieces, not mass and self._words.is_plural(text), mass, short or text)

    def of_kind(self, point: Point | None, own: AttributeRule | None) -> Head | None:
        """The head that a fact of the product's kind gives; null where it gives none, so that it has to be said else.

        Values such as ``Running shoes`` are nouns themselves, others such as ``Over-ear`` stand before the noun.
        """
        if point is None or not point.facts:
            return None
        said = next(iter(point.value), None)
        if said is None or said.source is None:
            return None
        text = said.text
        fact = point.facts[0]
        if own and fact.value_id in own.nouns:
            return self._head((said._replace(text=self._as_one(text)),))
        if _UNCLEAR.search(text) or len(text.split()) > _LONGEST:
            return None
        last = self._words.singular(text).split()[-1].split("-")[-1]
        if last not in self._other_goods and (last in self._kinds or self._words.is_goods(last)):
            return self._head((said._replace(text=self._as_one(text)),))
        if self._words.is_adjective(text) or text.split()[-1].isupper() or last in self._other_goods:
            return self._head((said, Piece(" "), *worded(self._rest(text))), self.noun)
        return None

    def _rest(self, modifier: str) -> str:
        """The noun without words that the modifier has already: a digital SLR camera, for digital cameras."""
        own = set(re.split(r"[\s-]", modifier.lower()))
        before, _, last = self.noun.rpartition(" ")
        return " ".join([*(word for word in before.split() if word not in own), last])
