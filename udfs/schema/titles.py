"""The category that a short title names outright: ``Nike running shoes men``, ``龙井绿茶 250g``.

The name must be the thing that is sold. Behind it stand only numbers and values of the category: a backpack's rain cover
is no backpack. Before it nothing is said to be for it: nor is a case for a power bank one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from udfs.schema.definitions import Category, wordings_of
from udfs.text.keys import fold, plain

LONGEST = 60
"""Characters of a short title; of longer ones the model reads enough."""

_REMEMBERED = 4096
_FOR = re.compile(r"\b(?:for|fits?|to|of|with|without|no|not|like|style|compatible|replacement)\b|适用|适配|配套|配件|专用|通用|替换|用于|不含|不带|非")
_EDGES = " \t,;:.!/|+&()[]{}-–—_*·，。；：、（）【】"


class TitleNames:
    """Finds the one category that a title names."""

    def __init__(self, categories: Mapping[str, Category]) -> None:
        self._names = {key: _pattern(key, category) for key, category in categories.items()}
        self._values = {key: _values(category) for key, category in categories.items()}
        self.find = lru_cache(_REMEMBERED)(self._find)

    def _find(self, title: str) -> str | None:
        """Category id; null where no category is named so, or several are, or the title is longer than a short one."""
        if len(title) > LONGEST:
            return None
        text = plain(title)
        places = {key: [*names.finditer(text)] for key, names in self._names.items()}
        named = [key for key, found in places.items() if found]
        if len(named) != 1:
            return None
        last = places[named[0]][-1]
        sold = not _FOR.search(text[: last.start()]) and self._says_only_values(named[0], text[last.end() :])
        return named[0] if sold else None

    def _says_only_values(self, category: str, text: str) -> bool:
        words = (word.strip(_EDGES) for word in text.split())
        return all(not word or _is_number(word) or fold(word) in self._values[category] for word in words)


def _pattern(key: str, category: Category) -> re.Pattern[str]:
    names = sorted({plain(wording) for wording in wordings_of(key, category)}, key=len, reverse=True)
    parts = (rf"\b{re.escape(name)}(?:e?s)?\b" if name.isascii() else re.escape(name) for name in names if len(name) > 1)
    return re.compile("|".join(parts))


def _values(category: Category) -> frozenset[str]:
    return frozenset(
        wording for attribute in category.attributes.values() if attribute.is_choice for wording in attribute.value_by_wording
    )


def _is_number(word: str) -> bool:
    """A number, perhaps with its unit, or a code: no word that could name another thing."""
    return any(map(str.isdigit, word)) and (word.isascii() or not word[-1].isalpha() or len(word) < 6)  # noqa: PLR2004
