"""Facts of one attribute, ready to be said in Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from udfs.records import Fact
from udfs.schema.definitions import Attribute
from udfs.writing.phrases.chinese.values import tight, value_of
from udfs.writing.phrases.grouping import distinct, in_order
from udfs.writing.phrases.pieces import Pieces, listed, plain, stated
from udfs.writing.phrases.pieces import words as worded
from udfs.writing.phrases.roles import Role
from udfs.writing.phrases.rules import AttributeRule, ChineseRule, ChineseWords
from udfs.writing.phrases.templates import fill, gaps
from udfs.writing.phrases.values import truth

_BY_ITSELF = re.compile(r"(?:可|能|防|免|含|带|有|无|不|支持|具备|自带|内置|附带|配备|适合)")
_QUALITY = re.compile("(?:[可能防免抗耐]|反光|透气|轻|静音|无|有)")
_HAVING = ("有", "带")
_CAN = ("可", "能", "防", "含", "支持", "具备", "适合", "自带", "附带")
_WHETHER = re.compile(r"是否|有无|能否")
_LONGEST_ITEM = 16  # characters of one of several values
_MOST_ITEMS = 8
_LONGEST_MOD = 8  # characters


@dataclass(frozen=True, slots=True)
class Point:
    """What the facts of one attribute say. ``gaps`` fill those of ``rule``; a wording with others is unfit."""

    attribute: str
    role: str | None
    rule: ChineseRule
    gaps: Mapping[str, Pieces]
    facts: tuple[Fact, ...]

    @property
    def value(self) -> Pieces:
        """The words of its values."""
        return self.gaps.get("value", ())

    @property
    def is_list(self) -> bool:
        """Whether it has several values."""
        return len(self.facts) > 1

    def wordings(self, form: str) -> list[str]:
        """The wordings of a form whose gaps can be filled."""
        return [wording for wording in getattr(self.rule, form) if gaps(wording) <= self.gaps.keys()]

    def say(self, wording: str) -> Pieces:
        """One of its wordings."""
        return fill(wording, self.gaps)


class Pointer:
    """Makes points of the facts of one attribute of a category, by the attribute's role and the schema's own rules."""

    def __init__(
        self,
        lists: ChineseWords,
        rules: Mapping[str, ChineseRule],
        key: str,
        attribute: Attribute,
        role: Role | None,
        own: AttributeRule | None,
    ) -> None:
        self._lists, self._key, self._attribute, self._own = lists, key, attribute, own
        self.role = role.id if role else None
        name = attribute.name.get("zh")
        self._name = tight(name) if name else None
        self._part = role.parts.get("zh") if role else None
        self._rule = (own.zh if own and own.zh else None) or (rules.get(self.role) if self.role else None)

    def point(self, facts: Sequence[Fact]) -> Point | None:
        """What facts say; null where none of them can be said in Chinese."""
        if self._own and self._own.silent:
            return None
        if len(facts) == 1 and (yes := self._truth(facts[0])) is not None:
            return self._yes_or_no(facts[0], yes=yes)
        if self._attribute.kind == "boolean" or self._attribute.checksum:  # nobody reads a bar code
            return None
        facts = distinct(self._attribute, facts)
        valued = [(fact, text) for fact in in_order(self._attribute, facts) if (text := self._value(fact))]
        if len(valued) > 1:
            valued = [each for each in valued if len(each[1]) <= _LONGEST_ITEM][:_MOST_ITEMS]
        return self._valued(valued) if valued else None

    def _truth(self, fact: Fact) -> bool | None:
        return None if self._own and "zh" in self._own.values.get(fact.value_id or "", {}) else truth(fact)

    def _value(self, fact: Fact) -> str | None:
        if truth(fact) is not None and not (self._own and "zh" in self._own.values.get(fact.value_id or "", {})):
            return None  # yes among other values says nothing
        if self.role == "pack" and fact.number == 1:
            return None
        text = value_of(self._attribute, self._own, fact, self.role)
        if text and self.role == "pack":
            return f"{text}件"
        return self._lists.audience.get(text, text) if text and self.role == "audience" else text

    def _yes_or_no(self, fact: Fact, *, yes: bool) -> Point | None:
        if self._name is None:
            return None
        text = (_affirmed if yes else _denied)(self._name, self._lists.things)
        title = _WHETHER.sub("", self._name) if yes else ""
        rule = ChineseRule(clause=("{value}",), title=title)
        return Point(self._key, "boolean", rule, {"value": stated(text, fact)}, (fact,))

    def _valued(self, valued: Sequence[tuple[Fact, str]]) -> Point | None:
        gaps_: dict[str, Pieces] = {"value": listed([stated(text, fact) for fact, text in valued], "、", "和")}
        if self._name is not None:
            gaps_["name"] = worded(self._name)
        if self._part is not None:
            gaps_["part"] = worded(self._part)
        rule = self._ruled([text for _, text in valued])
        if len(valued) > 1 or len(plain(gaps_["value"])) > _LONGEST_MOD:
            rule = rule.model_copy(update={"mod": ()})
        if self.role == "audience" and "通用" in plain(gaps_["value"]):
            rule = rule.model_copy(update={"clause": ("{value}",)})
        point = Point(self._key, self.role, rule, gaps_, tuple(fact for fact, _ in valued))
        if point.wordings("clause") or point.wordings("mod"):
            return point
        point = Point(self._key, self.role, ChineseRule(clause=("{name}为{value}",), title=""), gaps_, point.facts)
        return point if point.wordings("clause") or self.role == "product_name" else None

    def _ruled(self, texts: Sequence[str]) -> ChineseRule:
        """The rule of the role, or one for the kind of the attribute and its values."""
        if self.role == "features" and not (self._own and self._own.zh) and len(texts) == 1:
            is_thing = texts[0].endswith(self._lists.things) or not _QUALITY.match(texts[0])
            return ChineseRule(clause=("带{value}" if is_thing else "{value}",), title="{value}")
        if self._rule:
            return self._rule
        if self._attribute.kind == "quantity":
            return ChineseRule(clause=("{name}为{value}",), title="{name}{value}")
        if self._name and len(texts) == 1 and self._name in texts[0]:
            return ChineseRule(clause=("采用{value}",), title="{value}")
        return ChineseRule(clause=("{name}为{value}",), title="")


def _affirmed(name: str, things: tuple[str, ...]) -> str:
    """What a product has or can: 可折叠, 带扶手, 支持人脸检测."""
    bare = _WHETHER.sub("", name)
    if _BY_ITSELF.match(bare) or bare.endswith("式"):
        return bare
    return f"带{bare}" if bare.endswith(things) else f"支持{bare}"


def _denied(name: str, things: tuple[str, ...]) -> str:
    """What it has not or cannot: 不可折叠, 无扶手, 不支持人脸检测."""
    bare = _WHETHER.sub("", name)
    if bare.startswith(_HAVING):
        return f"无{bare[1:] if len(bare) > 2 else bare}"
    if bare.startswith(_CAN):
        return f"不{bare}"
    return f"无{bare}" if bare.endswith(things) else f"不支持{bare}"
