"""Values that English says in its own way, by their role: readers, purposes, ages, and lists of features."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from udfs.records import Fact
from udfs.writing.phrases.english.values import Value
from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.pieces import Piece, Pieces, listed, plain, stated
from udfs.writing.phrases.rules import EnglishRule

_MADE = re.compile(r"(?i)\A(?:made|manufactured|produced|product|imported|assembled) (?:in|of|from) ")
_PURPOSES = ("ing", "use", "work", "care", "sports", "purposes")  # endings that need no "use" behind them


def _reader(words: Words, fact: Fact, value: Value) -> Value:
    """Male: men, and before a noun men's."""
    text = words.reader(plain(value.text))
    owner = words.owner(text)
    return Value(stated(text, fact), stated(owner, fact) if owner else None)


def _purpose(words: Words, fact: Fact, value: Value) -> Value:
    """Office: office use; reading stays."""
    text = plain(value.text)
    if text.endswith(_PURPOSES) or words.is_plural(text):
        return Value(stated(text, fact), None)
    return Value((*stated(text, fact), Piece(" use")), None)


def _age(_: Words, fact: Fact, value: Value) -> Value:
    """From 3 years: 3 and up; 3–6 years; a single age stands only by itself."""
    if fact.bound == "at least" and fact.number is not None and fact.unit == "year":
        text = stated(f"{fact.number:g} and up", fact)
        return Value(text, text)
    return value if fact.number_max is not None else value._replace(mod=None)


def _place(words: Words, fact: Fact, value: Value) -> Value:
    """Made in japan: Japan."""
    text = _MADE.sub("", plain(value.text))
    return Value(stated(words.names(text), fact), None)


SPECIAL: Mapping[str, Callable[[Words, Fact, Value], Value]] = {
    "audience": _reader,
    "use": _purpose,
    "age": _age,
    "origin": _place,
}
"""By role, from the plain words of a value to those that are said."""


def features(words: Words, values: Sequence[Value]) -> tuple[EnglishRule, dict[str, Pieces]]:
    """A rule and its gaps for a list of what a product has and what it is: water resistant, a rain cover."""
    texts = [_without_with(one.text) for one in values]
    is_, has = ([text for text in texts if words.is_adjective(plain(text)) == kind] for kind in (True, False))
    gaps: dict[str, Pieces] = {}
    if is_:
        gaps["part"] = listed(is_, ", ", " and ")
    if has:
        gaps["mod"] = listed([_with_article(words, text) for text in has], ", ", " and ")
    if is_ and has:
        forms = {"verb": "{is} {part} and {has} {mod}"}
    else:
        forms = {"be": "{part}"} if is_ else {"have": "{mod}", "post": "with {mod}"}
    return EnglishRule.model_validate({**forms, "title": "{value}" if len(values) == 1 else ""}), gaps


def _without_with(text: Pieces) -> Pieces:
    """A feature that is said to be had without its "with"."""
    first, *rest = text
    return (first._replace(text=first.text.removeprefix("with ")), *rest)


def _with_article(words: Words, text: Pieces) -> Pieces:
    phrase = plain(text)
    return (Piece(f"{words.article(phrase)} "), *text) if words.takes_article(phrase) else text
