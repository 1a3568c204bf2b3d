"""Which role an attribute has, so that schemas that nobody wrote phrases for are told in good words, too.

A role comes from a schema's own rules, or from the names of the attribute, if its kind and unit allow it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from udfs.quantities.registry import same_kind, unit_fault
from udfs.schema.definitions import Attribute, Category
from udfs.schema.keys import key_words
from udfs.text.keys import plain
from udfs.writing.phrases.rules import Phrases, RoleRule

_WORD = re.compile(r"\*|[一-鿿]+|[^\W_一-鿿]+(?:'s)?")
_BESIDE_HAN = re.compile(r"(?<=[一-鿿]) | (?=[一-鿿])")
_KINDS = ("type", "kind", "style")  # a lamp type is what a lamp is
_CHINESE_KINDS = re.compile(r"(?:类型|种类|类别|品类|款式|类|型|款)\Z")


class Role(NamedTuple):
    """A role, and what the attribute is of by the language of its names: ``{"en": "sole", "zh": "鞋底"}``."""

    id: str
    parts: Mapping[str, str] = {}


class Roles:
    """Finds the role of attributes by one set of rules."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        """Plain name to the roles that have it, in their order."""
        found: dict[str, list[str]] = defaultdict(list)
        for role, rule in self._phrases.roles.items():
            for name in rule.names:
                if "*" not in name and role not in found[spelling(name)]:
                    found[spelling(name)].append(role)
        return found

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (role, re.compile(re.escape(spelling(name)).replace(re.escape("*"), "(?P<part>.*)")))
            for role, rule in self._phrases.roles.items()
            for name in rule.names
            if "*" in name
        )

    def of(self, category: Category, category_id: str, key: str, attribute: Attribute) -> Role | None:
        """The role of an attribute of a category; null where it has none."""
        own = self._phrases.attribute(category_id, key)
        if own and own.role:
            return Role(own.role, self._parts(own.role, attribute))
        if attribute.maker:
            return Role("brand")
        if is_kind_of(category, key, attribute):
            return Role("type")
        names = [*attribute.name.root.values(), key]
        found = (self._named(name, attribute) or self._of_part(name, attribute) for name in names)
        return next(filter(None, found), None)

    def _named(self, name: str, attribute: Attribute) -> Role | None:
        roles = self._by_name.get(spelling(name), ())
        return next((Role(role) for role in roles if _fits(self._phrases.roles[role], attribute)), None)

    def _of_part(self, name: str, attribute: Attribute) -> Role | None:
        for role, pattern in self._patterns:
            rule = self._phrases.roles[role]
            found = pattern.fullmatch(spelling(name))
            if found and _fits(rule, attribute) and found["part"].strip() not in rule.but:
                return Role(role, self._parts(role, attribute))
        return None

    def _parts(self, role: str, attribute: Attribute) -> dict[str, str]:
        """What the attribute is of, by language, in the letters of its name."""
        return {language: part for language, name in attribute.name.root.items() for part in self._part_in(role, name)}

    def _part_in(self, role: str, name: str) -> Iterator[str]:
        for own, pattern in self._patterns:
            found = pattern.fullmatch(spelling(name)) if own == role else None
            if found and found["part"].strip():
                yield found["part"].strip()
                return


def _fits(rule: RoleRule, attribute: Attribute) -> bool:
    if rule.kinds is not None and attribute.kind not in rule.kinds:
        return False
    if rule.units is None or not attribute.unit or attribute.kind != "quantity":
        return True
    unit = attribute.unit
    return unit_fault(unit) is None and any(same_kind(unit, example) for example in rule.units)


@lru_cache(1 << 14)
def spelling(name: str) -> str:
    """A name as names meet: plain, its words singular and American, without words that change nothing."""
    words = list(map(_american, _WORD.findall(plain(name))))
    while len(words) > 1 and words[0] in key_words("before"):
        words = words[1:]
    text = _BESIDE_HAN.sub("", " ".join(words))
    first = next((word for word in _chinese_before() if text.startswith(word) and len(text) > len(word) + 1), "")
    return text.removeprefix(first)


@cache
def _chinese_before() -> tuple[str, ...]:
    """Words that change nothing before a Chinese name, the longest first."""
    return tuple(sorted((word for word in key_words("before") if not word.isascii()), key=len, reverse=True))


def _american(word: str) -> str:
    word = _spellings().get(word, word)
    if not word.isascii() or len(word) < 4 or word.endswith(("ss", "us", "is", "'s", "lens")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


@cache
def _spellings() -> dict[str, str]:
    return {own: other for own, _, other in (pair.partition("=") for pair in key_words("spelling"))}


def is_kind_of(category: Category, key: str, attribute: Attribute) -> bool:
    """Whether an attribute says which kind of the category a product is: of a lamp, a lamp type, 灯具类型."""
    if attribute.kind not in ("choice", "choices", "span"):
        return False
    nouns = {spelling(wording).split()[-1] for wording in _wordings(category) if spelling(wording)}
    for name in (key, *attribute.name.root.values()):
        *before, last = spelling(name).split() or [""]
        if last in _KINDS and len(before) == 1 and before[0] in nouns:
            return True
        rest = _CHINESE_KINDS.sub("", name)
        if rest and rest != name and not name.isascii() and any(noun.endswith(rest) for noun in nouns):
            return True
    return False


def _wordings(category: Category) -> list[str]:
    return [*category.name.root.values(), *category.aliases]
