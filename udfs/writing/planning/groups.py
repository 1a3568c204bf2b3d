"""In which sentence an attribute's values belong: what the product is, how it looks, how big, what it can, what it has.

The schema says it by kinds and names, so schemas that nobody wrote phrases for are told in order, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from udfs.schema.definitions import Attribute, Category, wordings_of
from udfs.text.keys import plain
from udfs.text.word_lists import word_lists

Group = Literal["identity", "look", "measures", "features", "contents"]
GROUPS: tuple[Group, ...] = ("identity", "look", "measures", "features", "contents")
"""In the order in which a reader asks."""

_LATIN = re.compile(r"[^\W\d_]+(?:'s)?")
_HAN = re.compile("[一-鿿]+")
_BY_KIND: dict[str, Group] = {"quantity": "measures", "dimensions": "measures", "composition": "look"}


def group_of(category: Category, key: str, attribute: Attribute) -> Group:
    """The group of an attribute of a category, by its kind, or else by the words of its id and names."""
    if is_maker(key, attribute) or attribute.kind == "identifier" or is_kind(category, key, attribute):
        return "identity"
    if attribute.pack == "pieces":
        return "contents"
    if attribute.kind in _BY_KIND:
        return "contents" if attribute.unit == "count" else _BY_KIND[attribute.kind]
    names = _names(key, attribute)
    if _named(names, "name") and attribute.kind == "span":
        return "identity"
    named: tuple[tuple[str, Group], ...] = (
        ("audience", "identity"),
        ("look", "look"),
        ("contents", "contents"),
        ("measure", "measures"),
    )
    return next((group for words, group in named if _named(names, words)), "features")


def is_kind(category: Category, key: str, attribute: Attribute) -> bool:
    """Whether an attribute says what the product is: its name is ``type``, or the category's with such a word behind.

    A lamp type is what a lamp is, and a battery type is not.
    """
    if not (attribute.is_choice or attribute.kind == "span") or attribute.kind == "boolean":
        return False
    own = _words("own") | _own_words(category)
    return any(_is_kind_name(name, own) for name in _names(key, attribute))


def is_maker(key: str, attribute: Attribute) -> bool:
    """Whether an attribute names the maker: the schema says so, or one of its names does."""
    return attribute.maker or any(name in _words("maker") for name in _names(key, attribute))


def is_color(key: str, attribute: Attribute) -> bool:
    """Whether an attribute's name is that of a colour."""
    return any(name in _words("color") for name in _names(key, attribute))


def is_dull(key: str, attribute: Attribute) -> bool:
    """Whether an attribute is a measure that few buyers choose by, such as the weight of a lamp."""
    return any(name in _words("dull") for name in _names(key, attribute))


def is_trade(key: str, attribute: Attribute) -> bool:
    """Whether an attribute tells of the offer and not of the product: a warranty, its condition."""
    return _named(_names(key, attribute), "trade")


def is_code(key: str, attribute: Attribute) -> bool:
    """Whether an attribute's values are codes that a sentence has no use for; a year is none."""
    return attribute.kind == "identifier" and not _named(_names(key, attribute), "year")


def _is_kind_name(name: str, own: frozenset[str]) -> bool:
    *before, head = name.split() or [""]
    if head.isascii():
        return head in _words("kind") and all(word in own or f"{word}s" in own for word in before)
    longest = max((word for word in _words("kind") if name.endswith(word)), key=len, default=None)
    if longest is None:
        return False
    rest = name[: -len(longest)]
    return not rest or rest in _words("own") or all(character in own for character in rest)


def _own_words(category: Category) -> frozenset[str]:
    """Words, and Chinese characters, of the category's names and aliases."""
    return frozenset(
        part
        for wording in map(plain, wordings_of("", category))
        for part in (*_LATIN.findall(wording), *"".join(_HAN.findall(wording)))
    )


def _names(key: str, attribute: Attribute) -> tuple[str, ...]:
    """Id and names in plain words, a space between them."""
    latin = (plain(name).replace("_", " ") for name in (key, *attribute.name.root.values()))
    return tuple(" ".join(name.split()) for name in latin)


def _named(names: Iterable[str], words: str) -> bool:
    """Whether any name has a word of a list."""
    listed = _words(words)
    return any(_has(name, word) for name in names for word in listed)


def _has(name: str, word: str) -> bool:
    return f" {word} " in f" {' '.join(_LATIN.findall(name))} " if word.isascii() else word in name


@cache
def _words(name: str) -> frozenset[str]:
    return word_lists("udfs.writing.planning", "group_words.txt")[name]
