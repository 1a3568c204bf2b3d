"""The rule of a role, fitted to the thing and the values at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from udfs.writing.phrases.english.values import Value
from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.pieces import plain
from udfs.writing.phrases.rules import EnglishRule

_OF_THINGS = ("part_material", "part_type", "part_color", "quality")
_FEW = 2  # colours that one product has; more are a choice of several


def fitted(rule: EnglishRule, role: str | None, thing: str, values: Sequence[Value], words: Words) -> EnglishRule:
    """The rule without the wordings that do not go with these values of ``thing``, a part or an attribute's name."""
    if role == "packaging" and (len(values) > 1 or words.is_adjective(plain(values[0].text))):
        return _UNFIT
    if _describes(thing, values):
        return _DESCRIBED
    if role in _OF_THINGS:
        if any(words.is_plural(plain(value.text)) for value in values):
            return _UNFIT
        if _repeats(thing, values) or _repeats(words.singular(thing), values):
            rule = _NAMED
        elif not words.takes_article(thing):
            rule = _without_article(rule)
    if role == "color":
        rule = _coloured(rule, len(values), multi=plain(values[0].text).startswith("multi"))
    return rule if len(values) == 1 else _of_several(rule)


_UNFIT = EnglishRule()
_DESCRIBED = EnglishRule(be=("{value}",), title="{value}")
_NAMED = EnglishRule(have=("{a} {value}",), post=("with {a} {value}",), title="{value}")


def _describes(thing: str, values: Sequence[Value]) -> bool:
    """Whether a value says it all: L-shaped as the shape, unscented as the scent."""
    stem, text = thing.rpartition(" ")[2], plain(values[0].text)
    return len(values) == 1 and len(stem) > 3 and stem in text and text.endswith("ed")


def _repeats(thing: str, values: Sequence[Value]) -> bool:
    """Whether a value names the thing itself: a wide-angle lens as the type of a lens, a crew neck as the neckline."""
    last = re.split(r"[\s-]", plain(values[0].text))[-1]
    return len(values) == 1 and len(last) > 2 and thing.rpartition(" ")[2].startswith(last)


@cache
def _without_article(rule: EnglishRule) -> EnglishRule:
    bare = {form: tuple(wording.replace("{a} ", "") for wording in getattr(rule, form)) for form in ("have", "post")}
    return rule.model_copy(update=bare)


@cache
def _coloured(rule: EnglishRule, n_values: int, *, multi: bool) -> EnglishRule:
    if n_values > _FEW:
        return rule.model_copy(update={"be": (), "verb": ("come[s] in {value}",)})
    return rule.model_copy(update={"post": (), "front": ()}) if multi else rule  # never in multicolour


@cache
def _of_several(rule: EnglishRule) -> EnglishRule:
    return rule.model_copy(update={"adj": ()})
