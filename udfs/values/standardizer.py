"""Raw values to canonical ones, on the CPU, by rules that name themselves.

====================  =================================================================  =====================
rule                  decides when                                                       kinds
====================  =================================================================  =====================
``no value``          the seller says nothing: N/A, 见描述, Other                         all
``name``              the text is a value's name in one of its languages                choice, choices, span
``alias``             the text is an alias, or names of one value in two scripts         choice, choices, span
``alias within``      the text contains the wordings of exactly one value                choice, choices
``nearest value``     the model finds a value that is right by a chance high enough      choice, choices
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

A value has a label in each of its languages. Text and identifiers are their own in all: free text keeps the seller's
script. Traditional and simplified wordings meet (:func:`udfs.text.keys.fold`).

A rule that finds the value broken is named as well: the status is then ``invalid`` and the detail says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from udfs.quantities.sizes import read_sizes
from udfs.records import Outcome, Scored
from udfs.schema.definitions import Attribute
from udfs.schema.rules import Rule
from udfs.schema.schema import Schema
from udfs.text.keys import DECORATION, fold
from udfs.values.closed_lists import Wordings
from udfs.values.outcomes import known, valued
from udfs.values.placeholders import says_nothing
from udfs.values.raw import RawValue
from udfs.values.readers import READERS, from_rule

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

    ``match_threshold`` is the least score, 0..1, at which the nearest value is taken; null for never.
    An unknown category, attribute or value id raises KeyError: ids are checked where they enter.
    """

    def __init__(self, schema: Schema, *, match_threshold: float | None) -> None:
        self._schema = schema
        self._match_threshold = match_threshold
        self._wordings: dict[tuple[str, str], Wordings] = {}

    def standardize(
        self, category: str, attribute: str, raw: str | RawValue, *, matches: Sequence[Scored] = (), bare: bool = False
    ) -> Outcome:
        """Standardize one raw value of one attribute.

        ``matches`` are value ids with the model's scores, in any order. ``bare`` accepts a number without unit, for
        values from a seller's attribute map, whose key often names the unit.
        """
        return self._standardize(category, attribute, raw, matches, bare=bare, own_rules=True)

    def _standardize(
        self,
        category: str,
        attribute: str,
        raw: str | RawValue,
        matches: Sequence[Scored],
        *,
        bare: bool,
        own_rules: bool,
    ) -> Outcome:
        definition = self._schema.attribute(category, attribute)
        value = _cleaned(raw)
        if found := known(definition, value.key):
            return found
        if says_nothing(value):
            return Outcome("invalid", "no value", detail=f"{value.text!r} says nothing about {definition.name.first}")
        if own_rules and (applied := self._apply(category, attribute, value)):
            return applied[1]
        if definition.traits.closed:
            return self._choice(category, attribute, value, matches)
        return READERS[definition.kind](definition, value, bare)

    def schema_rule(self, category: str, attribute: str, raw: str) -> Rule | None:
        """Which of the attribute's own rules makes the value of a raw one; None when something else does."""
        value = _cleaned(raw)
        if known(self._schema.attribute(category, attribute), value.key) or says_nothing(value):
            return None
        applied = self._apply(category, attribute, value)
        return applied[0] if applied else None

    def from_choice(self, category: str, attribute: str, value_id: str) -> Outcome:
        """The value that the model's choice head named."""
        return valued(self._schema.attribute(category, attribute), value_id, "choice head")

    def decided(self, category: str, attribute: str, raw: str, value: str) -> Outcome:
        """What a person decided ``raw`` means: a value id, or a text that the rules of the kind accept.

        The attribute's own rules do not apply: they are for what sellers write, and would convert the value again.
        """
        definition = self._schema.attribute(category, attribute)
        if value in definition.values:
            return valued(definition, value, "decision")
        outcome = self._standardize(category, attribute, value, (), bare=True, own_rules=False)
        decided = f"{raw!r} was decided to be {value!r}"
        if outcome.status == "standard":
            return replace(outcome, rule="decision", detail=decided)
        allowed = f"; allowed: {', '.join(definition.values)}" if definition.is_choice else ""
        return Outcome("invalid", "decision", detail=f"{decided}: {outcome.detail}{allowed}")

    def parts(self, category: str, attribute: str, raw: str) -> list[RawValue]:
        """The single values of a listed one, such as ``Bluetooth, USB-C``; one part if the attribute has one value.

        Weak separators (``/``, ``&``, and) split only where every part is known: ``3/4 sleeve`` stays whole. So do
        characters: 春秋 is 春 and 秋.
        """
        definition = self._schema.attribute(category, attribute)
        value = RawValue(raw)
        if not definition.has_many or known(definition, value.key):
            return [value]
        if definition.reads_sizes and len(sizes := read_sizes(raw)) > 1:
            return [RawValue(size) for size in sizes]
        parts: list[str] = []
        for part in filter(str.strip, _STRONG_SEPARATORS.split(value.cleaned.text)):
            parts += self._weak_parts(category, attribute, part.strip())
        return [RawValue(part) for part in parts] if len(parts) > 1 else [value]

    def _weak_parts(self, category: str, attribute: str, part: str) -> list[str]:
        cuts = [[piece.strip() for piece in separators.split(part)] for separators in _WEAK_SEPARATORS]
        for pieces in (*cuts, list(part)):
            if len(pieces) > 1 and all(self._is_known(category, attribute, piece) for piece in pieces):
                return pieces
        return [part]

    def _is_known(self, category: str, attribute: str, piece: str) -> bool:
        return self.standardize(category, attribute, piece).rule in ("name", "alias", "alias within")

    def _apply(self, category: str, attribute: str, value: RawValue) -> tuple[Rule, Outcome] | None:
        """The first rule of the attribute that can be applied, with the value it makes."""
        definition = self._schema.attribute(category, attribute)
        for rule in definition.rules:
            made = rule.apply(value.text)
            if made is None:
                continue
            if not definition.is_choice:
                return rule, from_rule(definition, rule.name, made)
            found = known(definition, fold(made))
            ids = {found.value_id} if found else self._within(category, attribute, RawValue(made))
            if value_id := _only(ids):
                return rule, valued(definition, value_id, rule.name)
        return None

    def _choice(self, category: str, attribute: str, value: RawValue, matches: Sequence[Scored]) -> Outcome:
        definition = self._schema.attribute(category, attribute)
        within = self._within(category, attribute, value)
        if value_id := _only(within):
            return valued(definition, value_id, "alias within")
        return self._nearest(definition, matches, within)

    def _within(self, category: str, attribute: str, value: RawValue) -> set[str]:
        """Ids of the values whose wordings a text holds."""
        definition = self._schema.attribute(category, attribute)
        if definition.reads_sizes:
            return set()  # 超大号 is no 大号
        key = category, attribute
        if key not in self._wordings:
            self._wordings[key] = Wordings(definition)
        return self._wordings[key].within(value)

    def _nearest(self, definition: Attribute, matches: Sequence[Scored], within: set[str]) -> Outcome:
        best = max(matches, key=lambda match: match.score, default=None)
        least = self._match_threshold
        if best and not within and least is not None and best.score >= least:
            return replace(valued(definition, best.id, "nearest value"), detail=f"similarity {best.score:.2f}")
        several = [value.name.first for key, value in definition.values.items() if key in within]
        notes = [f"several values: {', '.join(several)}"] if several else []
        notes += [f"nearest: {definition.values[best.id].name.first} {best.score:.2f}"] if best else []
        return Outcome("unmapped", "no match", detail="; ".join(notes) or None)


def _cleaned(raw: str | RawValue) -> RawValue:
    return (raw if isinstance(raw, RawValue) else RawValue(raw)).cleaned


def _only(ids: set[str] | set[str | None]) -> str | None:
    """The one id of a set; null for none and for several."""
    return next(iter(ids)) if len(ids) == 1 else None
