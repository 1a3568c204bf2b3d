"""Sellers' names that a schema ignores, as they tell nothing of the goods: shop numbers, stock, shipping.

The files say it once for all categories, or within one. A category holds all names that are ignored in it. A name or
alias of its own attributes is none of them, unless the category's own list says so: that is a fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from udfs.text.keys import fold


def in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Names in a fixed order, each once, in the spelling that comes first; those of no letters are left out."""
    first: dict[str, str] = {}
    for key in keys:
        first.setdefault(fold(key), key)
    return tuple(key for folded, key in sorted(first.items()) if folded)


def without(keys: Iterable[str], wordings: Iterable[str]) -> list[str]:
    """Names that none of the wordings is."""
    taken = set(map(fold, wordings))
    return [key for key in keys if fold(key) not in taken]


def of_all(ignored: Mapping[str, Collection[str]], wordings: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The names that all categories ignore, but for those that have an attribute by that name.

    ``ignored``: names by category; ``wordings``: what its attributes are called.
    """
    every = in_order(key for own in ignored.values() for key in own)
    known = {category: set(map(fold, (*own, *wordings[category]))) for category, own in ignored.items()}
    return tuple(key for key in every if all(fold(key) in own for own in known.values()))
