"""Which category of the schema a seller's wording names, and how surely: a name, or a path with one at some level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from udfs.records import Named
from udfs.schema.category_paths import CategoryPath, paths_of, pieces
from udfs.schema.definitions import Category, wordings_of
from udfs.text.keys import fold

_REMEMBERED = 4096  # wordings; of a catalog's millions of rows most repeat one
_LONGEST = 80  # characters of a level that may be a value and a category, such as "Women's Boots"


class NamedCategory(NamedTuple):
    """A category of the schema and how a wording names it, see :data:`udfs.records.Named`."""

    category: str
    named: Named


class CategoryNames:
    """Finds the categories that wordings name."""

    def __init__(self, categories: Mapping[str, Category]) -> None:
        self._categories = categories
        self._by_wording = {fold(wording): key for key, c in categories.items() for wording in wordings_of(key, c)}
        self._known: dict[str, NamedCategory | None] = {}

    def find(self, text: str) -> NamedCategory | None:
        """The category that a wording names at any level, the deepest first; null where no level of it is one."""
        if text not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> NamedCategory | None:
        if whole := self._by_wording.get(fold(text)):
            return NamedCategory(whole, "itself")
        paths = paths_of(text)
        for path in paths:
            if path.certain and (found := self._level(path.levels[-1])) and found.sure:
                return NamedCategory(found.category, "itself")
        above = [up for path in paths if (up := self._above(path))]
        # Readings that lead to different categories say nothing, unless they cut a level and no list of paths.
        alike = len({hint.category for hint, _ in above}) == 1
        cut = any(len(path.levels) == 1 for path in paths[1:])
        return above[0][0] if alike or (above and cut and paths[0].certain and above[0][1]) else None

    def _above(self, path: CategoryPath) -> tuple[NamedCategory, bool] | None:
        """The deepest category that any level names. ``within``: where two levels do, one below the other, and nothing
        below says that the goods only belong to it. And whether all of the level is that category."""
        levels = [self._level(level) for level in path.levels]
        # A department joins what it sells: of Clothing, Shoes & Jewelry one may be known, and nothing follows from it.
        levels[:-1] = [found if found and found.sure else None for found in levels[:-1]]
        deepest = max((place for place, found in enumerate(levels) if found), default=None)
        if deepest is None or (found := levels[deepest]) is None:
            return None
        if not path.certain and len({each.category for each in levels if each}) > 1:
            return None  # a list of categories rather than a path
        alike = [place for place, each in enumerate(levels) if each and each.sure and each.category == found.category]
        narrowed = len({fold(path.levels[place]) for place in alike}) > 1
        accessory = any(self._belongs(found.category, level) for level in path.levels[deepest + 1 :])
        within = path.certain and found.sure and narrowed and not accessory
        return NamedCategory(found.category, "within" if within else "above"), found.sure

    def _belongs(self, category: str, level: str) -> bool:
        """Whether a level is named by the category and means something of it: Shoe Care, 台灯灯泡."""
        key = fold(level)
        return any(wording in key and not key.endswith(wording) for wording in self._wordings[category])

    def _level(self, level: str) -> _Level | None:
        """What one level names, as it is, or else by the things that it joins."""
        if category := self._name(level):
            return _Level(category, sure=True)
        joined = pieces(level)
        if len(joined) < 2:
            return None
        found = [self._name(piece) for piece in joined]
        known = {category for category in found if category}
        return _Level(known.pop(), sure=None not in found) if len(known) == 1 else None

    def _name(self, level: str) -> str | None:
        key = fold(level)
        return next(filter(None, map(self._by_wording.get, forms(key))), None) or self._qualified(key)

    def _qualified(self, key: str) -> str | None:
        """The category of a name with a value of it before: Women's Boots, 女士凉鞋, Ceramic Mugs."""
        if len(key) > _LONGEST:
            return None
        for place in range(1, len(key)):
            for form in forms(key[place:]):
                category = self._by_wording.get(form)
                if category and key[:place] in self._values[category]:
                    return category
        return None

    @cached_property
    def _wordings(self) -> dict[str, tuple[str, ...]]:
        """Folded wordings by category, those of one letter left out."""
        return {key: tuple(_long(map(fold, wordings_of(key, c)))) for key, c in self._categories.items()}

    @cached_property
    def _values(self) -> dict[str, frozenset[str]]:
        """Folded wordings of the values that the category's closed lists allow."""
        return {
            key: frozenset(w for a in c.attributes.values() if a.is_choice for w in a.value_by_wording)
            for key, c in self._categories.items()
        }


class _Level(NamedTuple):
    """``sure``: whether all that the level joins is the category."""

    category: str
    sure: bool


def _long(keys: Iterable[str]) -> Iterator[str]:
    return (key for key in keys if len(key) > 1)


def forms(key: str) -> Sequence[str]:
    """A folded name, then its singular and plural. Not where the noun may be another one: "glasses" are no "glass"."""
    if len(key) < 3 or not key.isascii() or not key[-1].isalpha():
        return (key,)
    if key.endswith("ies"):
        return key, f"{key[:-3]}y", key[:-1]
    if key.endswith(("xes", "ches", "shes")):
        return key, key[:-2]
    if key.endswith(("ss", "ses")):
        return (key,)
    if key.endswith("s"):
        return key, key[:-1]
    if key.endswith(("x", "ch", "sh")):
        return key, f"{key}es"
    return (key, f"{key[:-1]}ies", f"{key}s") if key.endswith("y") else (key, f"{key}s")
