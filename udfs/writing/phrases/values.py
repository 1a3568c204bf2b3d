"""What a fact's value is called in a language, and whether it can be printed at all."""

from __future__ import annotations

import re
from functools import cache

from udfs.quantities.formatting import shown_number
from udfs.records import Fact
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold
from udfs.text.placeholders import is_placeholder
from udfs.text.word_lists import word_lists
from udfs.writing.phrases.rules import AttributeRule

HAN = re.compile("[㐀-鿿]")
_HAN_RUN = re.compile("[㐀-鿿]+")
_LATIN_RUN = re.compile(r"[A-Za-z][A-Za-z0-9 &.'’-]*")
_LONGEST = {"en": 70, "zh": 30}
# Marks of what is no plain value: several statements in one, markup, addresses, questions.
_UNFIT = re.compile(r"[;|•»›→\n\t{}<>=*_~^\\\ue000?!@…]|https?:|www\.|\.\s+[A-Z]|\.{2,}|:\s")
_NUMBER = re.compile(r"\d{6,}\Z")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9 +/.,&-]*\Z")
NAMES = frozenset({"brand", "series", "model_number", "product_name", "compatible_with", "origin"})
"""Roles whose values are names, which keep their capitals."""
_TRANSLATED = frozenset({"origin"})  # names that have a Chinese form


def truth(fact: Fact) -> bool | None:
    """Whether a fact says yes or no and nothing else; null where it says more."""
    for text in (fact.value_id, fact.value):
        folded = fold(text or "")
        if folded in _folded("yes") or folded in _folded("no"):
            return folded in _folded("yes")
    return None


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, word_lists("udfs.writing.phrases", "value_words.txt")[name]))


@cache
def _remarks() -> re.Pattern[str]:
    """Words of a form or a shop that no value has, and what a value of none of the others begins with."""
    lists = word_lists("udfs.writing.phrases", "value_words.txt")
    anywhere = "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else word for word in sorted(lists["remark"]))
    first = "|".join(rf"{re.escape(word)}\b" if word.isascii() else word for word in sorted(lists["other"]))
    return re.compile(rf"(?i)\A(?:{first})|{anywhere}")


def label_of(
    attribute: Attribute, own: AttributeRule | None, fact: Fact, language: str, role: str | None
) -> str | None:
    """A value's wording in a language; null where it has none there that can be printed."""
    if own and fact.value_id in own.values and language in own.values[fact.value_id]:
        return own.values[fact.value_id][language] or None
    text = fact.labels.get(language) if fact.labels else fact.value
    if text and role == "brand" and not fact.labels:
        text = _own_script(text, language)
    if not text or not is_printable(text, language):
        return None
    named = role in NAMES - _TRANSLATED or attribute.maker or attribute.kind == "identifier"
    if not named and _NUMBER.match(text):
        return None  # a number of a shop or a bar code, in a wrong column
    return text if fact.labels or is_readable(text, language, named=named) else None


def _own_script(name: str, language: str) -> str:
    """The part of a name in two scripts that readers of a language know: of Toread/探路者 one of both."""
    han, latin = "".join(_HAN_RUN.findall(name)), " ".join(_LATIN_RUN.findall(name)).strip()
    if len(han) < 2 or len(latin) < 2:
        return name
    return han if language == "zh" else latin


def is_printable(text: str, language: str) -> bool:
    """Whether a value reads as one plain value: no list, no remark, no placeholder, no rest of a form."""
    if len(text) > _LONGEST.get(language, _LONGEST["en"]) or _UNFIT.search(text) or _remarks().search(text):
        return False
    return not is_placeholder(text) and _balanced(text) and any(map(str.isalnum, text))


def is_readable(text: str, language: str, *, named: bool) -> bool:
    """Whether text that is its own label reads well in a language: Latin names and codes do in Chinese, not Chinese
    ones in English."""
    if any(ord(letter) > 0x24F and letter.isalpha() and not HAN.match(letter) for letter in text):
        return False
    if language == "zh":
        return bool(HAN.search(text)) or named or bool(_CODE.match(text))
    return not HAN.search(text)


def _balanced(text: str) -> bool:
    return all(text.count(one) == text.count(other) for one, other in ("()", "[]", "（）")) and text.count('"') % 2 == 0


def parts_of(attribute: Attribute, fact: Fact, language: str) -> list[tuple[str, str]]:
    """The shares of a composition, each as "95%" and its name in a language; empty where one has no name there."""
    named: list[tuple[str, str]] = []
    for part in fact.parts:
        known = attribute.values.get(part.name)
        name = known.name.get(language) if known else part.name
        if not name or not is_printable(name, language):
            return []
        if not known and not is_readable(name, language, named=False):
            return []
        named.append((f"{shown_number(part.number)}%", name))
    return named
