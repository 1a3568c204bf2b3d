"""Whether the words around a statement are of the product: a known name of it, and else words that change nothing.

What stands beside a number says of what it is. Of most words nobody knows whether they name a part, a gift or another
product, so a statement counts only beside a category's own names. Colours and sizes may stand between; other values of
lists may be parts: "straw" is one of how people drink, and so is a straw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from udfs.schema.category_names import forms
from udfs.schema.definitions import Category, wordings_of
from udfs.text.keys import plain

_DASHES = str.maketrans(dict.fromkeys("-_‐‑–—'’", " "))
_NO_PLURAL = ("ss", "os", "us", "is")
_SMALL = r"(?:the|an?|this|our|is|are|of|stands|measures|about|approx|total|overall|new|in|全|总|约|的|款)"
_AMOUNT = r"\d[\d.,]*\s?(?:w|v|k|lm|lux|ml|l|oz|kg|g|gsm|瓦|毫升|升|克|%)?(?![a-z\d])"
_NOT_WORDS = re.compile(rf"(?<![a-z]){_SMALL}(?![a-z])|{_AMOUNT}|[\W_]+|[全总约的款]")
# Words behind which another thing begins, and marks that end a phrase.
_PHRASE = re.compile(
    r"[,;!?|()\[\]<>\n\t•·，。；、【】（）+&/:]|\.(?!\d)| [-–—] "
    r"|(?<![a-z])(?:with|w|for|and|plus|by|or|of|from|each|per|fits?|incl\w*|in)(?![a-z])|[送赠配和与及带适]"
)
_GIVEN = re.compile(
    r"(?<![a-z])(?:free|gifts?|bonus|extra|spare|replacements?|samples?|refills?|accessor\w+)(?![a-z])|[送赠]|替换|配件"
)
_RELATION = re.compile(r"(?<![a-z])(?:with|for|of|to|by|fits?|compatible|from|per|each)(?![a-z])|适[合用配]")
_MOST = 120  # characters of a phrase


class ProductWords:
    """The words of one category."""

    def __init__(self, key: str, category: Category) -> None:
        names = {form for wording in wordings_of(key, category) for form in _named(wording)}
        told = (a for a in category.attributes.values() if a.mixture or a.kind == "ordered" or a.reads_sizes)
        values = {each for a in told for value in a.values.values() for each in map(_spaced, value.wordings())}
        self._name = re.compile(_any(names))
        self._quality = re.compile(_any(values - names))

    def begin(self, behind: str, *, near: bool = False) -> bool:
        """Whether a plain text goes on with a name of the product, and its phrase says of nothing else: "cotton
        T-shirts black" after "pack of 3". A singular name may stand before a part's: "T-shirt stickers".

        ``near``: no unknown word stands between.
        """
        found = _PHRASE.search(behind, 0, _MOST)
        phrase = _spaced(behind[: found.start() if found else _MOST])
        if _GIVEN.search(phrase):
            return False
        *_, name = (None, *self._name.finditer(phrase))
        if name is None:
            return False
        if near and not self.say_nothing(phrase[: name.start()]):
            return False
        plural = name[0].endswith("s") and not name[0].endswith(_NO_PLURAL)
        return plural or self.say_nothing(phrase[name.end() :])

    def end(self, before: str) -> bool:
        """Whether a plain text ends with a name of the product, or with such qualities of it as its colour."""
        phrase = _spaced(before[-_MOST:])
        *_, name = (None, *self._name.finditer(phrase))
        return (
            name is not None and self.say_nothing(phrase[name.end() :]) and not _RELATION.search(phrase[: name.start()])
        )

    def say_nothing(self, text: str) -> bool:
        """Whether all words of a short plain text are names and qualities of the product, numbers or small words."""
        rest = self._quality.sub(" ", self._name.sub(" ", _spaced(text)))
        return not _NOT_WORDS.sub("", rest)


def _named(wording: str) -> Iterable[str]:
    text = _spaced(wording)
    return forms(text) if len(text) > 1 else ()


def _spaced(text: str) -> str:
    """Plain text with a blank for each dash and apostrophe: its length stays."""
    return plain(text).translate(_DASHES)


def _any(wordings: Iterable[str]) -> str:
    longest_first = sorted(filter(None, wordings), key=lambda wording: (-len(wording), wording))
    return "|".join(map(_whole, longest_first)) or r"(?!)"


def _whole(wording: str) -> str:
    body = re.escape(wording)
    before = r"(?<![a-z0-9])" if wording[0].isascii() else ""
    return before + body + (r"(?![a-z0-9])" if wording[-1].isascii() else "")
