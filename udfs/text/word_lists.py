"""Word lists that stand in a text file beside the code: a line is a name, a colon, and words between commas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from udfs.text.keys import plain


@cache
def word_lists(package: str, name: str) -> Mapping[str, frozenset[str]]:
    """The lists of a file in a package, by name, their words as :func:`udfs.text.keys.plain` has them.

    Lines of one name add up; those that begin with ``#`` are comments.
    """
    found: dict[str, set[str]] = {}
    for line in files(package).joinpath(name).read_text(encoding="utf-8").splitlines():
        own, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            found.setdefault(own, set()).update(plain(word.strip()) for word in words.split(","))
    return {own: frozenset(words) for own, words in found.items()}
