"""The names that sellers give to attributes: which attribute of a category a name means, where that is certain.

A name means an attribute by the attribute's own id or name, by an alias, or by another spelling of one of these: other
word order, plural, British spelling, and words beside it that change nothing, such as ``Main Colour`` and ``商品重量``.
What another word stands beside is another thing: a strap's material is not the watch's. A name may be said in two
languages, ``颜色(Color)``, and may bear what shop software puts before it, ``attribute_pa_color``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from udfs.text.cleaning import nfkc
from udfs.text.keys import fold, plain
from udfs.text.word_lists import word_lists

LONGEST_KEY = 80
"""Characters of a seller's name for an attribute; what is longer was not meant to name one."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PLURAL = re.compile(r"\((?:s|es)\)")
_WORD = re.compile(r"[一-鿿]+|[^\W_一-鿿]+")
_SCRIPTS = re.compile(r"[^\W一-鿿][^一-鿿()]*|[一-鿿]+")  # what is said in one script, or in brackets
_COUNTS = frozenset({"number", "count", "quantity"})  # "number of items" is no item number


class Named(NamedTuple):
    """The attribute that a name means. ``closeness``: 0 by its id or name, 1 by an alias, 2 by another spelling."""

    attribute: str
    closeness: int


class Wordings(NamedTuple):
    """What an attribute is called: its id and names, and its aliases. ``listed``: its values are a closed list and no
    sizes; ``maker``: they are makers; ``free``: any other text, which nothing checks."""

    names: tuple[str, ...]
    aliases: tuple[str, ...]
    listed: bool
    maker: bool
    free: bool


class KeyBook:
    """The names of one category's attributes."""

    def __init__(self, attributes: Mapping[str, Wordings], ignored: Iterable[str] = ()) -> None:
        """``ignored``: names that mean no attribute, unless they are an attribute's own name or alias."""
        self._attributes = attributes
        self._exact: dict[str, Named] = {}
        for closeness, kind in enumerate(("aliases", "names")):  # names last: they go before
            for key, own in attributes.items():
                named = Named(key, 1 - closeness)
                self._exact |= {fold(wording): named for wording in getattr(own, kind)}
        self._ignored = frozenset(map(fold, ignored)) - self._exact.keys()
        self._spelled = self._spellings()
        self._find = lru_cache(1 << 12)(self._found)
        self._part = lru_cache(1 << 12)(self._part_of)
        self.wordings = frozenset(self._exact) | frozenset(self._written())
        """Folded names, for finding them in a text."""

    def _spellings(self) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for key, own in self._attributes.items():
            # "fits" of what a product fits is no other spelling of "fit".
            aliases = (alias for alias in own.aliases if not own.free or len(_WORD.findall(alias)) > 1)
            for wording in (*own.names, *aliases):
                found.setdefault(_spelling(wording), set()).add(key)
        return {spelling: next(iter(keys)) for spelling, keys in found.items() if spelling and len(keys) == 1}

    def _written(self) -> Iterator[str]:
        """Other spellings, folded, also with the words that may stand behind them."""
        for spelling, attribute in self._spelled.items():
            own = self._attributes[attribute]
            lists = (("behind",) if own.listed else ()) + (("name",) if own.listed or own.maker else ())
            words = (word for name in lists for word in key_words(name))
            yield from (spelling.replace(" ", "") + word for word in ("", *words))

    def find(self, name: str) -> Named | None:
        """The attribute that a seller's name means; None where that is not certain."""
        return self._find(name) if len(name) <= LONGEST_KEY else None

    def ignores(self, name: str) -> bool:
        """Whether a seller's name is one that the schema ignores."""
        return len(name) <= LONGEST_KEY and fold(name) in self._ignored

    def _found(self, name: str) -> Named | None:
        if exact := self._exact.get(fold(name)):
            return exact
        if fold(name) in self._ignored:
            return None
        spelling = _spelling(name)
        if attribute := self._spelled.get(spelling):
            return Named(attribute, 2)
        bare = _without(spelling, "before", "offer", "export")
        for shorter, behind in _shorter(bare):
            attribute = self._spelled.get(shorter)
            if attribute and self._may_drop(attribute, behind):
                return Named(attribute, 2)
        return self._said_twice(name)

    def _said_twice(self, name: str) -> Named | None:
        """The attribute that both parts of a name mean, in two languages or two spellings: ``颜色(Color)``."""
        parts = _SCRIPTS.findall(nfkc(name))
        if len(parts) != 2:
            return None
        one, other = map(self._found, parts)
        return Named(one.attribute, 2) if one and other and one.attribute == other.attribute else None

    def _may_drop(self, attribute: str, word: str) -> bool:
        own = self._attributes[attribute]
        return not word or own.listed or (own.maker and word in key_words("name"))

    def of_part(self, name: str) -> str | None:
        """The attribute that a name would mean if it were the product's, and not a part's: ``Strap Material``."""
        return self._part(name) if len(name) <= LONGEST_KEY else None

    def _part_of(self, name: str) -> str | None:
        spelling = _spelling(name)
        bare = _without(spelling, "part")
        found = self.find(bare) if bare != spelling and not self.find(name) else None
        return found.attribute if found else None


def is_shop_number(name: str) -> bool:
    """Whether a name is that of a shop's own numbers: ``商品编号``, ``SKU``."""
    return fold(name) in _folded("shop")


def is_prose(name: str) -> bool:
    """Whether what follows the name is a text, no value: ``Note``, ``温馨提示``."""
    return fold(name) in _folded("prose")


def is_usual(name: str) -> bool:
    """Whether sellers use the name for an attribute, of whatever goods."""
    return fold(name) in _folded("general") or fold(name) in _folded("shop")


def title_names() -> frozenset[str]:
    """Folded names of what they begin, such as a block: ``产品参数``."""
    return _folded("prose")


def head_names() -> frozenset[str]:
    """Folded names that are said of parts too, so that a word before one may be a part: ``Material``."""
    return _folded("head")


@cache
def key_words(name: str) -> frozenset[str]:
    """A list of ``key_words.txt``, in plain spelling."""
    return _lists().get(name, frozenset())


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, key_words(name)))


@cache
def usual_names() -> frozenset[str]:
    """Folded names that sellers use, whatever the category, with those of numbers and texts: a value ends there."""
    return _folded("general") | _folded("shop") | _folded("prose")


@cache
def beside_names() -> frozenset[str]:
    """Folded words that stand before a name and belong to it: parts of the product, and words that say nothing."""
    return _folded("part") | _folded("before") | _folded("offer")


def _lists() -> Mapping[str, frozenset[str]]:
    return word_lists("udfs.schema", "key_words.txt")


@cache
def _american() -> dict[str, str]:
    return {british: american for british, _, american in (pair.partition("=") for pair in key_words("spelling"))}


def _spelling(name: str) -> str:
    """A name by its words: plain, singular, American, "X of Y" as "Y X"."""
    words = list(map(_singular, _WORD.findall(plain(_CAMEL.sub(" ", _PLURAL.sub("", name))))))
    if words.count("of") == 1 and not _COUNTS.intersection(words):
        place = words.index("of")
        words = words[place + 1 :] + words[:place]
    return " ".join(words)


def _singular(word: str) -> str:
    word = _american().get(word, word)
    if not word.isascii() or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return _american().get(word[:-1], word[:-1]) if word.endswith("s") else word


def _shorter(spelling: str) -> Iterator[tuple[str, str]]:
    """The spelling, then without a last word that may be left out, with that word."""
    yield spelling, ""
    if last := _last_word().search(spelling):
        yield spelling[: last.start()], last.group().strip()


def _without(spelling: str, *lists: str) -> str:
    """A spelling without the words of the lists that it begins with; something is left of it."""
    first = _first_words(lists).match(spelling)
    return spelling[first.end() :].strip() if first else spelling


@cache
def _first_words(lists: tuple[str, ...]) -> re.Pattern[str]:
    """Chinese needs no space between words."""
    words = sorted({word for name in lists for word in key_words(name)}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(re.escape(word) + (' ' if word.isascii() else '') for word in words)})+(?=.)")


@cache
def _last_word() -> re.Pattern[str]:
    words = sorted(key_words("behind") | key_words("name"), key=len, reverse=True)
    return re.compile(rf"(?<=.)(?:{'|'.join((' ' if word.isascii() else '') + re.escape(word) for word in words)})\Z")
