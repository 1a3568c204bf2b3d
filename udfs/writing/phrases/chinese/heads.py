"""What a product is called in running Chinese: the noun of its category, or the kind that a fact names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from udfs.schema.definitions import Category
from udfs.writing.phrases.chinese.points import Point
from udfs.writing.phrases.chinese.values import tight
from udfs.writing.phrases.pieces import Pieces, chain, plain
from udfs.writing.phrases.pieces import words as worded
from udfs.writing.phrases.rules import AttributeRule, CategoryRule

_PATH = re.compile(r"\s*[>»/|／＞]\s*")
_JOINED = re.compile(r"[、&,，;；及和与]|其[他它]")
_MODIFIER = re.compile(r"[式型款装]\Z")
_UNCLEAR = re.compile(r"[\d、，/（(]")
_LONGEST = 10  # characters of a noun
GENERIC = "商品"


@dataclass(frozen=True, slots=True)
class Head:
    """A noun for one product; ``short``: itself without what stands before it."""

    pieces: Pieces
    short: str

    @property
    def is_generic(self) -> bool:
        """Whether it says nothing of the product."""
        return plain(self.pieces) == GENERIC


class Heads:
    """The nouns of one category."""

    def __init__(self, category: Category, own: CategoryRule | None) -> None:
        self._category = category
        self._given = own.noun.get("zh") if own else None

    @cached_property
    def noun(self) -> str:
        """What one product is called; 商品 where the category's name is no noun for one."""
        if self._given:
            return self._given
        name = tight(_PATH.split(self._category.name.get("zh") or "")[-1])
        return GENERIC if not name or _JOINED.search(name) or len(name) > _LONGEST else name

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """Last characters of what the category's goods are called."""
        wordings = [name for name in (self._category.name.get("zh"), *self._category.aliases) if name]
        return frozenset(wording[-1] for wording in wordings if not wording.isascii())

    def of(self) -> Head:
        """The head of a category's products."""
        return Head(worded(self.noun), self.noun)

    def of_kind(self, point: Point | None, own: AttributeRule | None) -> Head | None:
        """The head that a fact of the product's kind gives; null where it gives none, so that it has to be said else.

        Values such as 跑步鞋 are nouns themselves, others such as 头戴式 stand before the noun.
        """
        if point is None or not point.value or point.value[0].source is None:
            return None
        said = point.value[0]
        if own and point.facts[0].value_id in own.nouns:
            return Head((said,), said.text)
        if _UNCLEAR.search(said.text) or len(said.text) > _LONGEST:
            return None
        if said.text[-1] in self._kinds and not _MODIFIER.search(said.text):
            return Head((said,), said.text)
        return Head(chain((said,), worded(self.noun)), self.noun) if _MODIFIER.search(said.text) else None
