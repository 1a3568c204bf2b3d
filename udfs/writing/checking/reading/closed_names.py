"""The closed vocabulary: names of values that a schema or ``names.txt`` knows, and whose values they are."""

from __future__ import annotations

from collections.abc import Iterable

from udfs.schema.schema import Schema
from udfs.text.word_lists import word_lists
from udfs.writing.checking.reading.evidence import stems_of
from udfs.writing.checking.reading.plain import plain_of
from udfs.writing.checking.words.lexicon import is_han, lexicon
from udfs.writing.checking.words.stems import stem

_LIKE = {"colour": "color"}  # what the general lists call what schemas call otherwise
_SHORTEST = 2
_ENDINGS = ("材质", "类型", "尺寸", "方式", "颜色", "直径", "大小", "等级", "时间")


class ClosedNames:
    """Names of values, Chinese and English, whoever states them."""

    def __init__(self, schema: Schema | None) -> None:
        self._values: dict[str, dict[str, set[str]]] = {}  # wording → attribute → value ids
        self._general = {
            plain_of(word).folded: _LIKE.get(name, name)
            for name, words in word_lists("udfs.writing.checking.words", "names.txt").items()
            for word in words
        }
        self._attributes = _attribute_words(schema)
        for category in schema.categories.values() if schema else ():
            for key, attribute in category.attributes.items():
                for value_id, value in attribute.values.items():
                    self._add(key, value_id, value.wordings(), single=not attribute.has_many)
        self._stems = {stem(word) for word in self._general} | {
            stem(wording) for wording in self._values if wording.isalpha() and wording.isascii()
        }

    def _add(self, attribute: str, value: str, wordings: Iterable[str], *, single: bool) -> None:
        for wording in wordings:
            folded = plain_of(wording).folded.strip()
            owners = self._values.setdefault(folded, {})
            if single:
                owners.setdefault(attribute, set()).add(value)

    def has(self, word: str) -> bool:
        """Whether a word in plain form names a value."""
        return word in self._values or word in self._general or (word.isascii() and stem(word) in self._stems)

    def has_han(self, word: str) -> bool:
        """Whether a Chinese word of several characters names a value."""
        return len(word) >= _SHORTEST and (word in self._values or word in self._general)

    def single_valued(self, word: str) -> dict[str, set[str]]:
        """Of attributes with one value, which ids the word names; a general list's attribute has no ids."""
        found = dict(self._values.get(word, {}))
        if word in self._general:
            found.setdefault(self._general[word], set())
        return found

    def attributes_of(self, word: str) -> frozenset[str]:
        """The attributes of which the stem or Chinese word is a name, or the thing that a name is of: sole, 鞋面."""
        return self._attributes.get(word, frozenset())

    def is_of(self, word: str, attribute: str) -> bool:
        """Whether the word names a value of the attribute."""
        return attribute in self._values.get(word, {}) or self._general.get(word) == attribute


def _attribute_words(schema: Schema | None) -> dict[str, frozenset[str]]:
    known = lexicon()
    found: dict[str, set[str]] = {}
    for category in schema.categories.values() if schema else ():
        for key, attribute in category.attributes.items():
            for name in attribute.name.root.values():
                folded = plain_of(name).folded
                words = {
                    word for word in stems_of(name) if word not in known.vague | known.stems | known.aspects.keys()
                }
                words |= {folded, _without_vague(folded)} if is_han(folded) else set()
                for word in words:
                    found.setdefault(word, set()).add(key)
    return {word: frozenset(keys) for word, keys in found.items() if len(word) > 1}


def _without_vague(name: str) -> str:
    """The Chinese name without an ending that names no thing: 鞋面 of 鞋面材质."""
    return next((name[: -len(end)] for end in _ENDINGS if name.endswith(end)), name)
