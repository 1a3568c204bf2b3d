"""Raw values to canonical ones, on the CPU, by rules that name themselves.

====================  =================================================================  =====================
rule                  decides when                                                       kinds
====================  =================================================================  =====================
``no value``          the seller says nothing: N/A, 见描述, Other                         all
``name``              the text is a value's English or Chinese name                      choice, choices, span
``alias``             the text is an alias, or names of one value in two scripts         choice, choices, span
``alias within``      the text contains the wordings of exactly one value                choice, choices
``nearest value``     a value's embedding is near enough                                 choice, choices
``no match``          none of the above knows the text                                   choice, choices
``unit``              the text is a number with a unit (or a bare number, if allowed)    quantity
``identifier``        pattern and check digit                                            identifier
``company suffix``    a legal form or shop word was cut off                              span
``compatible with``   the text names what the product fits: 适用于苹果, "for Apple"         span
``text``              the text is kept, tidied, in the letter case of the schema         span
``choice head``       the model named the value itself                                   choice, choices
``decision``          a person decided                                                   all
====================  =================================================================  =====================

Behind ``no value`` and before the rules of the kinds come the attribute's own ``rules`` of the schema, in order: the
first whose steps can all be applied makes the value, and is named by its steps, such as ``letters and digits`` or ``to
cm, 1 decimal, without unit`` (``udfs/schema/steps.py``). What it makes has to be a known wording in a closed list, a
quantity in range of a quantity, and to pass pattern and check digit of an identifier.

Every value has a Chinese label beside the English one. Text and identifiers are their own in both languages: free text
keeps the seller's script. Traditional and simplified wordings meet (:func:`udfs.text.keys.fold`).

A rule that finds the value broken is named as well: the status is then ``invalid`` and the detail says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from udfs.quantities.parsing import Quantity, QuantityError, format_quantity, parse_quantity
from udfs.quantities.sizes import read_sizes
from udfs.records import Scored, Standard
from udfs.schema.definitions import Attribute
from udfs.schema.rules import Rule as SchemaRule
from udfs.schema.schema import Schema
from udfs.text.cleaning import clean
from udfs.text.keys import DECORATION, fold, tidy
from udfs.values.closed_lists import Wordings
from udfs.values.compatibility import target_of
from udfs.values.identifiers import read_identifier
from udfs.values.names import bare_names, parts_by_script, with_case, without_company_suffix, without_repeats
from udfs.values.placeholders import says_nothing

Rule = Literal[
    "no value",
    "name",
    "alias",
    "alias within",
    "nearest value",
    "no match",
    "unit",
    "identifier",
    "company suffix",
    "compatible with",
    "text",
    "choice head",
    "decision",
]

# Emoji and lenticular brackets serve as bullets: ✅防水✅可折叠, 【防水】【可折叠】.
_STRONG_SEPARATORS = re.compile(rf"(?:[,，;；、|\n【】]|{DECORATION.pattern})+")
# Each alone, where it leaves known wordings only; the last two for 95%棉5%氨纶 and 棉95%氨纶5%.
_WEAK_SEPARATORS = (
    re.compile(r"(?i)[/+&·•・]|\band\b|\bor\b|[和及与]|(?<=%)\s+|(?<=[一-鿿])\s+(?=[一-鿿\d])"),
    re.compile(r"(?<=[一-鿿])\s*(?=\d)"),
    re.compile(r"(?<=%)\s*(?=[一-鿿])"),
)


class Standardizer:
    """Makes canonical values of raw ones by the rules of one schema.

    ``match_threshold`` is the least similarity, 0..1, at which the nearest value embedding is taken.
    An unknown category, attribute or value id raises KeyError: ids are checked where they enter.
    """

    def __init__(self, schema: Schema, *, match_threshold: float) -> None:
        self._schema = schema
        self._match_threshold = match_threshold
        self._wordings: dict[tuple[str, str], Wordings] = {}

    def standardize(
        self, category: str, attribute: str, raw: str, *, matches: Sequence[Scored] = (), bare: bool = False
    ) -> Standard:
        """Standardize one raw value of one attribute.

        ``matches`` are value ids with embedding similarity, in any order. ``bare`` accepts a number without unit, for
        values from a seller's attribute map, whose key often names the unit.
        """
        return self._standardize(category, attribute, raw, matches, bare=bare, own_rules=True)

    def _standardize(
        self, category: str, attribute: str, raw: str, matches: Sequence[Scored], *, bare: bool, own_rules: bool
    ) -> Standard:
        rules = self._schema.attribute(category, attribute)
        raw = clean(raw).text  # a raw span may hold mark-up and entities: <b>20</b>000mAh
        known = _known(rules, raw)
        if known:
            return known
        if says_nothing(raw):
            return Standard("invalid", "no value", detail=f"{raw!r} says nothing about {rules.name.en}")
        if own_rules and (applied := self._apply(category, attribute, rules, raw)):
            return applied[1]
        if rules.kind == "quantity":
            return _quantity(rules, raw, bare)
        if rules.kind == "identifier":
            return _identifier(rules, raw)
        if rules.kind == "span":
            return _name(rules, raw)
        return self._choice(category, attribute, rules, raw, matches)

    def schema_rule(self, category: str, attribute: str, raw: str) -> SchemaRule | None:
        """Which of the attribute's own rules makes the value of a raw one; None when something else does."""
        rules = self._schema.attribute(category, attribute)
        raw = clean(raw).text
        if _known(rules, raw) or says_nothing(raw):
            return None
        applied = self._apply(category, attribute, rules, raw)
        return applied[0] if applied else None

    def from_choice(self, category: str, attribute: str, value_id: str) -> Standard:
        """The value that the model's choice head named."""
        return _valued(self._schema.attribute(category, attribute), value_id, "choice head")

    def decided(self, category: str, attribute: str, raw: str, value: str) -> Standard:
        """What a person decided ``raw`` means: a value id, or a text that the rules of the kind accept.

        The attribute's own rules do not apply: they are for what sellers write, and would convert the value again.
        """
        rules = self._schema.attribute(category, attribute)
        if value in rules.values:
            return _valued(rules, value, "decision")
        standard = self._standardize(category, attribute, value, (), bare=True, own_rules=False)
        if standard.status == "standard":
            return replace(standard, rule="decision", detail=f"{raw!r} was decided to be {value!r}")
        allowed = f"; allowed: {', '.join(rules.values)}" if rules.is_choice else ""
        return Standard(
            "invalid", "decision", detail=f"{raw!r} was decided to be {value!r}: {standard.detail}{allowed}"
        )

    def parts(self, category: str, attribute: str, raw: str) -> list[str]:
        """The single values of a listed one, such as ``Bluetooth, USB-C``; one part if the attribute has one value.

        Weak separators (``/``, ``&``, and) split only where every part is known: ``3/4 sleeve`` stays whole. So do
        characters: 春秋 is 春 and 秋.
        """
        rules = self._schema.attribute(category, attribute)
        if not rules.has_many or _known(rules, raw):
            return [raw]
        if rules.reads_sizes and len(sizes := read_sizes(raw)) > 1:
            return sizes
        parts: list[str] = []
        for part in filter(str.strip, _STRONG_SEPARATORS.split(clean(raw).text)):
            parts += self._weak_parts(category, attribute, part.strip())
        return parts if len(parts) > 1 else [raw]

    def _weak_parts(self, category: str, attribute: str, part: str) -> list[str]:
        cuts = [[piece.strip() for piece in separators.split(part)] for separators in _WEAK_SEPARATORS]
        for pieces in (*cuts, list(part)):
            if len(pieces) > 1 and all(self._is_known(category, attribute, piece) for piece in pieces):
                return pieces
        return [part]

    def _is_known(self, category: str, attribute: str, piece: str) -> bool:
        return self.standardize(category, attribute, piece).rule in ("name", "alias", "alias within")

    def _apply(self, category: str, attribute: str, rules: Attribute, raw: str) -> tuple[SchemaRule, Standard] | None:
        """The first rule of the attribute that can be applied, with the value it makes."""
        for rule in rules.rules:
            made = rule.apply(raw)
            if made is None:
                continue
            if not rules.is_choice:
                return rule, from_rule(rules, rule.name, made)
            known = _known(rules, made)
            ids = {known.value_id} if known else self._within(category, attribute, rules, made)
            if len(ids) == 1 and (value_id := ids.pop()):
                return rule, _valued(rules, value_id, rule.name)
        return None

    def _within(self, category: str, attribute: str, rules: Attribute, raw: str) -> set[str]:
        if rules.reads_sizes:
            return set()  # 超大号 is no 大号
        key = category, attribute
        wordings = self._wordings.get(key) or self._wordings.setdefault(key, Wordings(rules))
        return wordings.within(raw)

    def _choice(self, category: str, attribute: str, rules: Attribute, raw: str, matches: Sequence[Scored]) -> Standard:
        found = self._within(category, attribute, rules, raw)
        if len(found) == 1:
            return _valued(rules, found.pop(), "alias within")
        return self._nearest(rules, matches, found)

    def _nearest(self, rules: Attribute, matches: Sequence[Scored], found: set[str]) -> Standard:
        best = max(matches, key=lambda match: match.score, default=None)
        if best and not found and best.score >= self._match_threshold:
            return replace(_valued(rules, best.id, "nearest value"), detail=f"similarity {best.score:.2f}")
        notes = ["several values: " + ", ".join(rules.values[key].name.en for key in rules.values if key in found)]
        nearest = [f"nearest: {rules.values[best.id].name.en} {best.score:.2f}"] if best else []
        return Standard("unmapped", "no match", detail="; ".join((notes if found else []) + nearest) or None)


def from_rule(rules: Attribute, rule: str, made: str) -> Standard:
    """What a rule of an attribute that is no closed list made: the known name, the number or identifier that it is.

    Invalid where the attribute's range, pattern or checksum says so: rules make values, they do not excuse them.
    """
    if known := _known(rules, made):
        return replace(known, rule=rule)
    try:
        if rules.kind == "quantity":
            return _in_range(rules, parse_quantity(made, rules.unit or "", bare=True), rule, made, made)
        return _own_label(rule, read_identifier(rules, made) if rules.kind == "identifier" else made)
    except ValueError as fault:  # QuantityError is one
        return Standard("invalid", rule, detail=str(fault))


def _own_label(rule: str, text: str) -> Standard:
    """A text that is its own label in both languages."""
    return Standard("standard", rule, text, text)


def _valued(rules: Attribute, value_id: str, rule: str) -> Standard:
    value = rules.values[value_id]
    return Standard("standard", rule, value.name.en, value.name.zh, value_id)


def _known(rules: Attribute, text: str) -> Standard | None:
    value_id = rules.value_by_wording.get(fold(text))
    if value_id is None:
        return None
    name = rules.values[value_id].name
    return _valued(rules, value_id, "name" if fold(text) in (fold(name.en), fold(name.zh)) else "alias")


def _quantity(rules: Attribute, raw: str, bare: bool) -> Standard:
    unit = rules.unit or ""
    try:
        quantity = parse_quantity(raw, unit, bare=bare)
    except QuantityError as fault:
        return Standard("invalid", "unit", detail=str(fault))
    shown, chinese = (format_quantity(quantity.number, unit, quantity.upper, chinese=zh) for zh in (False, True))
    return _in_range(rules, quantity, "unit", shown, chinese)


def _in_range(rules: Attribute, quantity: Quantity, rule: str, value: str, value_zh: str) -> Standard:
    """The value with its number, or invalid where the number is implausible."""
    low, high = rules.range or (float("-inf"), float("inf"))
    if quantity.number < low or (quantity.upper or quantity.number) > high:
        shown = format_quantity(quantity.number, quantity.unit, quantity.upper)
        return Standard("invalid", rule, detail=f"{shown} is outside {format_quantity(low, quantity.unit, high)}")
    number, unit, detail = quantity.number, quantity.unit, _remarks(quantity)
    return Standard("standard", rule, value, value_zh, number=number, unit=unit, detail=detail)


def _remarks(quantity: Quantity) -> str | None:
    """What a reader of the number alone would miss."""
    remarks = [f"range up to {format_quantity(quantity.upper, quantity.unit)}"] if quantity.upper is not None else []
    if quantity.unit_given is None and quantity.unit != "count":
        remarks.append(f"no unit given, read as {quantity.unit}")
    return "; ".join([*remarks, *quantity.notes]) or None


def _identifier(rules: Attribute, raw: str) -> Standard:
    try:
        return _own_label("identifier", read_identifier(rules, raw))
    except ValueError as fault:
        return Standard("invalid", "identifier", detail=str(fault))


def _name(rules: Attribute, raw: str) -> Standard:
    """Known names come first, in one script or two, said once or often; the company suffix is cut from attributes that
    list names, and what the product fits is no maker."""
    plain = without_repeats(tidy(raw))
    shorter = without_company_suffix(plain) if rules.values else plain
    rule: Rule = "text" if shorter == plain else "company suffix"
    if known := _known(rules, shorter):
        return known if shorter == plain else replace(known, rule=rule)
    if (ids := _names_within(rules, shorter)) and len(ids) == 1 and (value_id := ids.pop()):
        return _valued(rules, value_id, "alias")
    if rules.maker and (known := next(filter(None, (_known(rules, bare) for bare in bare_names(shorter))), None)):
        return replace(known, rule="company suffix")
    if rules.maker and (word := target_of(rules, shorter)):
        return target(shorter, word)
    return _own_label(rule, with_case(shorter, rules.case))


def _names_within(rules: Attribute, text: str) -> set[str | None]:
    """Ids of the names that a text consists of, such as 小米/Xiaomi MI; None stands for an unknown part."""
    ids: set[str | None] = set()
    for part in parts_by_script(text):
        whole = rules.value_by_wording.get(fold(part))
        ids |= {whole} if whole else {rules.value_by_wording.get(fold(word)) for word in part.split()}
    return ids


def target(name: str, word: str) -> Standard:
    """What becomes of a name that a listing states for what its product fits; ``word`` says so, such as 适用于."""
    return Standard(
        "invalid", "compatible with", detail=f"{name!r} stands with {word!r}: what the product fits, not its maker"
    )
