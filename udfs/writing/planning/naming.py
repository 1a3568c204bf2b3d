"""Whether a fact can be said in a language: its attribute and its value need names there."""

from __future__ import annotations

import re
from dataclasses import replace

from udfs.records import Fact
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold

_HAN = re.compile("[㐀-鿿]")
_EITHER = re.compile(r"\s+or\s+|\s*或\s*")
_PARTS = re.compile(r"/|\s+or\s+|\s*或\s*")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset(("of", "the", "and", "de", "la", "le", "du", "des", "von", "van", "x"))
_CHINESE = "zh"


def label_of(fact: Fact, language: str) -> str:
    """A value in a language: its label there, or else the free text that is its own label."""
    return (fact.labels or {}).get(language) or fact.value or ""


def unnamed(attribute: Attribute, fact: Fact, language: str, written: str | None = None) -> str | None:
    """Why a fact cannot be said in a language, in words for people; null where it can be.

    ``written``: the language of the listing, of which free text is; null where nobody knows.
    """
    if attribute.name.get(language) is None:
        return f"the schema has no name in {language!r} for the attribute"
    if fact.number is not None and attribute.traits.numeric:
        return None
    if attribute.kind == "dimensions" and fact.parts:
        return None
    if fact.labels is not None:
        label = fact.labels.get(language)
        if label and attribute.is_choice and len(_EITHER.split(label)) > 1:
            return f"the value {label!r} is one of several things"
        readable = label and (_is_chinese(language) or not _HAN.search(label))
        return None if readable else f"the value {fact.value!r} has no name in {language!r}"
    return _foreign(attribute, fact.value or "", language, written)


def _foreign(attribute: Attribute, text: str, language: str, written: str | None) -> str | None:
    """Why free text is none of a language. Names and codes in Latin letters are read everywhere, Chinese ones are not.

    Other words must be of the language: ``Heritage`` may stand in a Chinese text, and ``brass`` may not.
    """
    name = attribute.maker or attribute.kind == "identifier" or _is_name(text)
    if _is_chinese(language):
        readable = name or bool(_HAN.search(text))
    else:
        # Latin words of a Chinese listing are English, mostly.
        own = written is None or _is_chinese(written) or written.partition("-")[0] == language.partition("-")[0]
        readable = (name or own) and not _HAN.search(text)
    readable = readable and all(map(_is_latin_or_han, _WORD.findall(text)))
    return None if readable else f"the text {text!r} is in another language"


def _is_chinese(language: str) -> bool:
    return language.partition("-")[0] == _CHINESE


def _is_latin_or_han(word: str) -> bool:
    return all(letter < "ɐ" or "Ḁ" <= letter <= "ỿ" or _HAN.match(letter) for letter in word)


def _is_name(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if word not in _SMALL]
    return all(not word[0].islower() or len(word) == 1 for word in words)


def as_stated(fact: Fact) -> Fact:
    """The fact; of a value that a schema calls ``E26/E27`` or ``PVC or TPU``, with the part that the listing states."""
    stated = fold(fact.raw_value or "")
    parts = {language: own for language, label in (fact.labels or {}).items() if len(own := _PARTS.split(label)) > 1}
    places = {at for own in parts.values() for at, part in enumerate(own) if fold(part) and fold(part) in stated}
    if len(places) != 1 or len({len(own) for own in parts.values()}) != 1:
        return fact
    (place,) = places
    return replace(fact, labels={**(fact.labels or {}), **{language: own[place] for language, own in parts.items()}})
