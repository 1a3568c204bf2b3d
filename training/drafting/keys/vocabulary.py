"""General words of sellers' keys, whatever the goods: ``vocabulary.txt``, in the forms in which keys are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from udfs.text.keys import fold
from udfs.text.word_lists import word_lists


@cache
def words(name: str) -> frozenset[str]:
    """A list of the file, in plain spelling; empty where there is none of the name."""
    return _lists().get(name, frozenset())


@cache
def folded(name: str) -> frozenset[str]:
    """A list of the file, folded: case, spaces and hyphens do not matter."""
    return frozenset(map(fold, words(name)))


@cache
def by_reason(start: str) -> Mapping[str, frozenset[str]]:
    """The lists whose names begin with a word, by the rest of their names: of ``junk price`` that is price."""
    return {name.partition(" ")[2]: found for name, found in _lists().items() if name.startswith(f"{start} ")}


@cache
def abbreviations() -> Mapping[str, str]:
    """What a short word stands for: ``wt`` gives ``weight``."""
    return {short: whole for short, _, whole in (pair.partition("=") for pair in words("short"))}


@cache
def meanings() -> Mapping[str, str]:
    """By folded key, the name of the thing that it and keys of other languages mean: merek and 品牌 are maker."""
    lists = {**by_reason("same"), "maker": words("maker")}
    return {fold(key): name for name, keys in lists.items() for key in keys}


@cache
def contrasts() -> Mapping[str, frozenset[str]]:
    """By word, what sets it apart: the lists of contrasts it is in. ``max`` and ``maximum`` are one word in them."""
    found: dict[str, set[str]] = {}
    for number, members in by_reason("contrast").items():
        for member in members:
            short, _, whole = member.partition("=")
            for word in {short, whole or short}:
                found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _lists() -> Mapping[str, frozenset[str]]:
    return word_lists("training.drafting.keys", "vocabulary.txt")
