"""The category that a short title names outright: ``Nike running shoes men``, ``龙井绿茶 250g``.

The name must be the thing that is sold. Behind it stand only numbers and values of the category: a backpack's rain
cover is no backpack. Before it nothing is said to be for it: nor is a case for a power bank one. It does not stand in
brackets, and a name in a language that begins with what is sold stands first: ``roda koper`` is a wheel.
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
_MOST = 1000  # characters of a title in which a mention is looked for
_FOR = re.compile(
    r"\b(?:for|fits?|to|of|with|without|no|not|like|style|compatible|replacement)\b"
    r"|适用|适配|配套|配件|专用|通用|替换|用于|不含|不带|非"
)
_JOINING = ("with", "and", "&", "in")
_LONGEST_VALUE = 3  # words
_HEAD_FIRST = frozenset(("ar", "es", "fr", "he", "id", "it", "ms", "pt", "ro", "th", "vi"))
"""Languages in which what is sold stands before what is said of it."""
_EDGES = " \t,;:.!/|+&()[]{}-–—_*·，。；：、（）【】"


class TitleNames:
    """Finds the one category that a title names, and whether it only mentions one."""

    def __init__(self, categories: Mapping[str, Category]) -> None:
        self._names = {key: _pattern(key, category) for key, category in categories.items()}
        self._leading = {key: _leading(category) for key, category in categories.items()}
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
        before, behind = text[: last.start()], text[last.end() :]
        glued = is_han(last.group()[0]) and self._is_other_word(named[0], before)
        if glued or _FOR.search(before) or _in_brackets(before) or self._comes_late(named[0], last.group(), before):
            return None
        return named[0] if self._says_only_values(named[0], behind) else None

    def mentions(self, category: str, title: str) -> bool:
        """Whether a title names the category, as what is sold or beside it: a shoe brush mentions shoes."""
        return bool(self._names[category].search(plain(title[:_MOST])))

    def _comes_late(self, category: str, name: str, before: str) -> bool:
        """Whether a name that should begin the title has something before it."""
        return bool(before.strip(_EDGES)) and name.startswith(tuple(self._leading[category]))

    def _is_other_word(self, category: str, before: str) -> bool:
        """Whether the characters directly before a Chinese name may make another word of it, as 烧 does of 水壶."""
        run = re.search(r"[\u4e00-\u9fff]*\Z", before)
        glued = run.group() if run else ""
        return bool(glued) and not any(glued.endswith(value) for value in self._values[category] if len(value) > 1)

    def _says_only_values(self, category: str, text: str) -> bool:
        if text and is_han(text[0]):
            return False  # 茶叶罐 is no tea
        words = [word for word in (word.strip(_EDGES) for word in text.split()) if word and word not in _JOINING]
        while words:
            known = (n for n in range(min(_LONGEST_VALUE, len(words)), 0, -1) if self._is_value(category, words[:n]))
            taken = next(known, 0)
            if not taken:
                return False
            words = words[taken:]
        return True

    def _is_value(self, category: str, words: list[str]) -> bool:
        return fold(" ".join(words)) in self._values[category] or (len(words) == 1 and _is_number(words[0]))


def is_han(character: str) -> bool:
    """Whether a character is Chinese."""
    return "\u4e00" <= character <= "\u9fff"


def _in_brackets(before: str) -> bool:
    """Whether what follows stands in round brackets: an aside, and not what is sold."""
    return sum(map(before.count, "(（")) > sum(map(before.count, ")）"))


def _leading(category: Category) -> frozenset[str]:
    """Names that begin a title: those of languages that put what is sold first, and of no other language too."""
    own = category.name.root.items()
    others = {plain(name) for language, name in own if language not in _HEAD_FIRST}
    return frozenset(plain(name) for language, name in own if language in _HEAD_FIRST) - others


def _pattern(key: str, category: Category) -> re.Pattern[str]:
    names = {plain(wording) for wording in wordings_of(key, category)}
    longest_first = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    parts = (rf"\b{re.escape(name)}(?:e?s)?\b" if name.isascii() else re.escape(name) for name in longest_first)
    return re.compile("|".join(parts))


def _values(category: Category) -> frozenset[str]:
    """Folded values of the closed lists of which one holds. Others may hold parts: ``rain cover`` is another thing."""
    lists = (attribute for attribute in category.attributes.values() if attribute.is_choice and not attribute.has_many)
    return frozenset(wording for attribute in lists for wording in attribute.value_by_wording)


def _is_number(word: str) -> bool:
    """A number, perhaps with its unit, or a code: no word that could name another thing."""
    return any(map(str.isdigit, word)) and (word.isascii() or not word[-1].isalpha() or len(word) < 6)
