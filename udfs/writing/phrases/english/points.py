"""Facts of one attribute, ready to be said in English: their words, and the forms in which they can stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from udfs.records import Fact
from udfs.schema.definitions import Attribute
from udfs.writing.phrases.english.generic import generic_rule
from udfs.writing.phrases.english.values import Value, joined, joined_mods, value_of
from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.grouping import distinct, in_order
from udfs.writing.phrases.pieces import Piece, Pieces, listed, plain, stated, words as worded
from udfs.writing.phrases.roles import Role
from udfs.writing.phrases.rules import AttributeRule, EnglishRule
from udfs.writing.phrases.templates import fill, gaps
from udfs.writing.phrases.values import truth

_LONGEST_ITEM = 32  # characters of one of several values
_MOST_ITEMS = 6
_PREDICATES = ("be", "have", "verb", "own")


@dataclass(frozen=True, slots=True)
class Point:
    """What the facts of one attribute say. ``gaps``: pieces for the gaps of ``rule``; a wording with others is unfit."""

    attribute: str
    role: str | None
    rule: EnglishRule
    gaps: Mapping[str, Pieces]
    facts: tuple[Fact, ...]

    @property
    def value(self) -> Pieces:
        """The words of its values."""
        return self.gaps.get("value", ())

    @property
    def is_list(self) -> bool:
        """Whether its words join several things, so that no others should follow them."""
        return " and " in plain(self.value) or ", " in plain(self.value)

    def wordings(self, form: str) -> list[str]:
        """The wordings of a form whose gaps can be filled."""
        known = self.gaps.keys() | {"a", "is", "has", "its"}
        return [wording for wording in getattr(self.rule, form) if gaps(wording) <= known]

    def say(self, wording: str, *, one: bool) -> Pieces:
        """One of its wordings, of a subject that is one thing or several."""
        grammar = {"is": worded("is" if one else "are"), "has": worded("has" if one else "have")}
        return fill(wording, {**self.gaps, "its": worded("its" if one else "their"), **grammar}, one=one)

    @property
    def predicates(self) -> list[str]:
        """The forms in which it can stand behind a subject, or as a sentence."""
        return [form for form in _PREDICATES if self.wordings(form)]


class Pointer:
    """Makes points of the facts of one attribute of a category, by the attribute's role and the schema's own rules."""

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
        name = attribute.name.get("en")
        self._name = words.name(name) if name else None
        part = role.parts.get("en") if role else None
        self._part = words.name(part) if part else None
        self._rule = (own.en if own and own.en else None) or (rules.get(self.role) if self.role else None)

    def point(self, facts: Sequence[Fact], *, whole: bool) -> Point | None:
        """What facts say; null where none of them can be said in English. ``whole``: they are all of the attribute."""
        if self._own and self._own.silent:
            return None
        if len(facts) == 1 and (yes := self._truth(facts[0])) is not None:
            return self._yes_or_no(facts[0], yes)
        if self._attribute.kind == "boolean" or self._attribute.checksum:  # nobody reads a bar code
            return None
        facts = distinct(self._attribute, facts)
        valued = [
            (fact, value) for fact in in_order(self._attribute, facts) if (value := self._value(fact)) is not None
        ]
        if len(valued) > 1:
            valued = [each for each in valued if len(plain(each[1].text)) <= _LONGEST_ITEM][:_MOST_ITEMS]
        if not valued:
            return None
        return self._valued(
            [fact for fact, _ in valued], [value for _, value in valued], whole and len(valued) == len(facts)
        )

    def _truth(self, fact: Fact) -> bool | None:
        return None if self._is_worded(fact) else truth(fact)

    def _is_worded(self, fact: Fact) -> bool:
        """Whether the schema's own rules say how the value is called."""
        return self._own is not None and "en" in self._own.values.get(fact.value_id or "", {})

    def _value(self, fact: Fact) -> Value | None:
        if truth(fact) is not None and not self._is_worded(fact):
            return None  # yes among other values says nothing
        if self.role == "pack" and fact.number == 1:
            return None
        value = value_of(self._words, self._attribute, self._own, fact, self.role)
        if self._is_worded(fact) and self.role != "audience":
            return value
        return _READ[self.role](self._words, fact, value) if value and self.role in _READ else value

    def _yes_or_no(self, fact: Fact, yes: bool) -> Point | None:
        if self._name is None:
            return None
        rule = generic_rule(self._words, self._attribute, self._name, (), yes=yes)
        said = {key: stated(text, fact) for key, text in rule.stated.items()}
        return Point(self._key, "boolean", rule.rule, said, (fact,))

    def _valued(self, facts: list[Fact], values: list[Value], whole: bool) -> Point | None:
        gaps: dict[str, Pieces] = {"value": joined(values, self.role)}
        mods = joined_mods(values)
        if mods is not None:
            gaps["mod"] = mods
        if self._name is not None:
            gaps["name"] = worded(self._name)
        thing = self._part or self._name
        gaps["are"] = worded("are" if thing and self._words.is_plural(thing) else "is")
        if self.role == "sizes":
            gaps["value"] = (Piece("sizes " if len(values) > 1 else "size "), *gaps["value"])
        if self._part is not None:
            gaps["part"] = worded(self._part)
            many = facts[0].number not in (None, 1.0) if len(facts) == 1 else True
            gaps["parts"] = worded(self._words.plural(self._part) if many else self._words.singular(self._part))
        rule = self._ruled(gaps, values)
        if rule is None:
            if self._name is None:
                return None
            made = generic_rule(
                self._words, self._attribute, self._name, tuple(plain(v.text) for v in values), whole=whole
            )
            gaps |= {key: worded(text) for key, text in made.words.items()}
            rule = made.rule
        return Point(self._key, self.role, rule, gaps, tuple(facts))

    def _ruled(self, gaps: dict[str, Pieces], values: list[Value]) -> EnglishRule | None:
        """The rule of the role, where it has a wording for the values; null where it has none."""
        rule = self._rule
        if rule is None or (self.role == "features" and not (self._own and self._own.en)):
            return self._features(gaps, values) if self.role == "features" else None
        if self.role in ("part_material", "part_type", "part_color", "quality") and self._repeats(values):
            rule = rule.model_copy(
                update={"have": ("{a} {value}",), "own": (), "post": ("with {a} {value}",), "title": "{value}"}
            )
        elif self.role in ("part_material", "part_type", "quality"):
            rule = self._unlisted(rule)
        if len(values) > 1:
            rule = rule.model_copy(update={"adj": ()})
        if self.role == "color" and len(values) > 2:
            rule = rule.model_copy(update={"be": (), "verb": ("come[s] in {value}",)})
        if self.role == "color" and plain(values[0].text).startswith("multi"):
            rule = rule.model_copy(update={"post": (), "front": ()})  # in multicolour
        point = Point(self._key, self.role, rule, gaps, ())
        sayable = point.predicates or point.wordings("adj") or point.wordings("post") or self.role == "product_name"
        return rule if sayable else None

    def _unlisted(self, rule: EnglishRule) -> EnglishRule:
        thing = self._part or self._name or ""
        if self._words.takes_article(thing):
            return rule
        bare = {form: tuple(w.replace("{a} ", "") for w in getattr(rule, form)) for form in ("have", "post")}
        return rule.model_copy(update=bare)

    def _repeats(self, values: list[Value]) -> bool:
        """Whether the values name the thing themselves: a wide-angle lens for a type of lens."""
        thing, *_ = (self._part or self._name or "").split()[-1:] or [""]
        last, *_ = re.split(r"[\s-]", plain(values[0].text))[-1:] or [""]
        return len(values) == 1 and len(last) > 2 and thing.startswith(last)

    def _features(self, gaps: dict[str, Pieces], values: list[Value]) -> EnglishRule:
        """What is has, with articles, and what is is: water resistant."""
        are = [value.text for value in values if self._words.is_adjective(plain(value.text))]
        has = [self._with_article(value.text) for value in values if not self._words.is_adjective(plain(value.text))]
        forms: dict[str, tuple[str, ...]] = {}
        if are:
            gaps["part"] = listed(are, ", ", " and ")
        if has:
            gaps["mod"] = listed(has, ", ", " and ")
        if are and has:
            forms["verb"] = ("{is} {part} and {has} {mod}",)
        elif are:
            forms["be"] = ("{part}",)
        else:
            forms["have"] = ("{mod}",)
            forms["post"] = ("with {mod}",)
        return EnglishRule.model_validate({**forms, "title": "{value}" if len(values) == 1 else ""})

    def _with_article(self, text: Pieces) -> Pieces:
        phrase = plain(text)
        if not self._words.takes_article(phrase):
            return text
        return (Piece(f"{self._words.article(phrase)} "), *text)


def _reader(words: Words, fact: Fact, value: Value) -> Value:
    text = words.reader(plain(value.text))
    owner = words.owner(text)
    return Value(stated(text, fact), stated(owner, fact) if owner else None)


def _purpose(words: Words, fact: Fact, value: Value) -> Value:
    """Office: office use; reading stays."""
    text = plain(value.text)
    if text.endswith(("ing", "use", "work", "care", "sports", "purposes")) or words.is_plural(text):
        return Value(stated(text, fact), None)
    return Value((*stated(text, fact), Piece(" use")), None)


def _age(_: Words, fact: Fact, value: Value) -> Value:
    if fact.bound == "at least" and fact.number is not None and fact.unit == "year":
        return Value(stated(f"{fact.number:g} and up", fact), None)
    return value


_READ = {"audience": _reader, "use": _purpose, "age": _age}
