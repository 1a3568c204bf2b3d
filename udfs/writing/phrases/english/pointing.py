"""From the facts of one attribute to a point: by the attribute's role, the schema's own rules, or its kind alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from udfs.records import Fact
from udfs.schema.definitions import Attribute
from udfs.writing.phrases.english.fitting import fitted
from udfs.writing.phrases.english.generic import generic_rule
from udfs.writing.phrases.english.points import Point
from udfs.writing.phrases.english.special import SPECIAL, features
from udfs.writing.phrases.english.values import Value, joined, joined_mods, value_of
from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.grouping import distinct, in_order
from udfs.writing.phrases.pieces import Piece, Pieces, plain, stated
from udfs.writing.phrases.pieces import words as worded
from udfs.writing.phrases.roles import Role
from udfs.writing.phrases.rules import AttributeRule, EnglishRule
from udfs.writing.phrases.values import truth

_LONGEST_ITEM = 32  # characters of one of several values
_MOST_ITEMS = 8
_SIZES = re.compile(r"[0-9SML]\s*[-–]\s*(?:[A-Z]{2} )?[0-9SMLX]")  # from one to another: 38-43, S–XL


class Pointer:
    """Makes points of one attribute of a category."""

    def __init__(
        self,
        words: Words,
        rules: Mapping[str, EnglishRule],
        key: str,
        attribute: Attribute,
        role: Role | None,
        own: AttributeRule | None,
    ) -> None:
        self._words, self._key, self._attribute, self._own = words, key, attribute, own
        self.role = role.id if role else None
        name, part = attribute.name.get("en"), role.parts.get("en") if role else None
        self._name = words.name(name) if name else None
        self._part = _thing(words, part) if part else None
        self._rule = (own.en if own and own.en else None) or (rules.get(self.role) if self.role else None)
        self._fixed = self._fixed_gaps()

    def _fixed_gaps(self) -> dict[str, Pieces]:
        """Gaps that no value changes."""
        thing = self._part or self._name
        fixed = {"name": self._name, "part": self._part, "are": _be(self._words, thing)}
        return {gap: worded(text) for gap, text in fixed.items() if text is not None}

    def point(self, facts: Sequence[Fact], *, whole: bool) -> Point | None:
        """What facts say; null where none of them can be said in English. ``whole``: they are all of the attribute."""
        if self._own and self._own.silent:
            return None
        if len(facts) == 1 and (yes := self._truth(facts[0])) is not None:
            return self._yes_or_no(facts[0], yes=yes)
        if self._attribute.kind == "boolean" or self._attribute.checksum:  # nobody reads a bar code
            return None
        ordered = in_order(self._attribute, distinct(self._attribute, facts))
        valued = [(fact, value) for fact in ordered if (value := self._value(fact)) is not None]
        if len(valued) > 1:
            valued = [each for each in valued if len(plain(each[1].text)) <= _LONGEST_ITEM][:_MOST_ITEMS]
        return self._valued(valued, whole=whole and len(valued) == len(facts)) if valued else None

    def _truth(self, fact: Fact) -> bool | None:
        return None if self._is_worded(fact) else truth(fact)

    def _is_worded(self, fact: Fact) -> bool:
        """Whether the schema's own rules say how the value is called."""
        return self._own is not None and "en" in self._own.values.get(fact.value_id or "", {})

    def _value(self, fact: Fact) -> Value | None:
        if self._truth(fact) is not None or (self.role == "pack" and fact.number == 1):
            return None  # yes among other values says nothing, nor does a pack of one
        value = value_of(self._words, self._attribute, self._own, fact, self.role)
        special = SPECIAL.get(self.role or "")
        if value is None or special is None or (self._is_worded(fact) and self.role != "audience"):
            return value
        return special(self._words, fact, value)

    def _yes_or_no(self, fact: Fact, *, yes: bool) -> Point | None:
        if self._name is None:
            return None
        made = generic_rule(self._words, self._attribute, self._name, (), yes=yes)
        said = {gap: stated(text, fact) for gap, text in made.stated.items()}
        return Point(self._key, "boolean", made.rule, said, (fact,))

    def _valued(self, valued: Sequence[tuple[Fact, Value]], *, whole: bool) -> Point | None:
        facts, values = tuple(fact for fact, _ in valued), [value for _, value in valued]
        gaps = {**self._fixed, **self._gaps(facts, values)}
        return self._of_role(facts, values, gaps) or self._of_kind(facts, values, gaps, whole=whole)

    def _gaps(self, facts: Sequence[Fact], values: Sequence[Value]) -> dict[str, Pieces]:
        gaps: dict[str, Pieces] = {"value": joined(values, self.role, self._words)}
        if self.role == "sizes":
            several = len(values) > 1 or _SIZES.search(plain(gaps["value"]))
            gaps["value"] = (Piece("sizes " if several else "size "), *gaps["value"])
        mods = joined_mods(values)
        if mods is not None:
            gaps["mod"] = mods
        if self._part is not None:
            is_one = len(facts) == 1 and facts[0].number == 1
            gaps["parts"] = worded(self._words.singular(self._part) if is_one else self._words.plural(self._part))
        return gaps

    def _of_role(self, facts: tuple[Fact, ...], values: Sequence[Value], gaps: dict[str, Pieces]) -> Point | None:
        """By the rule of the role, where it has a wording for the values."""
        if self.role == "features" and not (self._own and self._own.en):
            rule, more = features(self._words, values)
            return Point(self._key, self.role, rule, {**gaps, **more}, facts)
        if self._rule is None:
            return None
        rule = fitted(self._rule, self.role, self._part or self._name or "", values, self._words)
        point = Point(self._key, self.role, rule, gaps, facts)
        sayable = point.predicates or point.wordings("adj") or point.wordings("post") or self.role == "product_name"
        return point if sayable else None

    def _of_kind(
        self, facts: tuple[Fact, ...], values: Sequence[Value], gaps: dict[str, Pieces], *, whole: bool
    ) -> Point | None:
        """By the kind of the attribute; null where it has no English name."""
        if self._name is None:
            return None
        texts = [plain(value.text) for value in values]
        made = generic_rule(self._words, self._attribute, self._name, texts, whole=whole)
        more = {gap: worded(text) for gap, text in made.words.items()}
        return Point(self._key, self.role, made.rule, {**gaps, **more}, facts, generic=True)


def _thing(words: Words, part: str) -> str:
    """A part's name; in the plural, where a product has several: a leg material is that of its legs."""
    name = words.name(part)
    return words.plural(name) if words.is_several(name.rpartition(" ")[2]) else name


def _be(words: Words, thing: str | None) -> str:
    return "are" if thing and words.is_plural(thing) else "is"
