"""Raw values to canonical ones, on the CPU, by rules that name themselves.

====================  =================================================================  =====================
rule                  decides when                                                       kinds
====================  =================================================================  =====================
``too long``          the text has more characters than a value may have                  all
``no value``          the seller says nothing: N/A, 见描述, Other                         all
``damaged``           a spreadsheet made a number or a date of it: 1.23E+12, Mar-23      choice, choices, span
``name``              the text is a value's name in one of its languages                choice, choices, span
``alias``             the text is an alias, or names of one value in two scripts         choice, choices, span
``alias within``      the text contains the wordings of exactly one value, and nothing   choice, choices
                      that may change it
``mixture``           the text names several values, and the schema a value for that     choice
``negated``           the text denies a value: its opposite, or nothing                  choice, choices
``nearest value``     the model finds a value that is right by a chance high enough      choice, choices
``no match``          none of the above knows the text                                   choice, choices
``unit``              the text is a number with a unit (or a bare number, if allowed)    quantity
``identifier``        pattern and check digit                                            identifier
``company suffix``    a legal form or shop word was cut off                              span
``two scripts``       a maker's unknown name stands there in Latin and in Chinese letters  span
``compatible with``   the text names what the product fits: 适用于苹果, "for Apple"         span
``no maker``          the text names the product itself, or a shop                       span
``several names``     the text names several makers                                      span
``text``              the text is kept, tidied, in the letter case of the schema         span
``choice head``       the model named the value itself                                   choice, choices
``variants``          a seller lists several values of an attribute with one             quantity, choice
``other key``         the place of the text states something else                        all
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
from collections.abc import Iterator, Sequence
from dataclasses import replace

from udfs.quantities.sizes import read_sizes
from udfs.records import Outcome, Scored
from udfs.schema.definitions import Attribute, wordings_of
from udfs.schema.rules import Rule
from udfs.schema.schema import Schema
from udfs.text.keys import DECORATION, fold
from udfs.text.spreadsheets import damage, mended
from udfs.values.closed_lists import Reading, Wordings
from udfs.values.fillers import CategoryWords, Fillers
from udfs.values.outcomes import denied, known, no_maker, nothing, opposite, too_long, valued
from udfs.values.placeholders import says_nothing
from udfs.values.raw import LONGEST, Column, RawValue
from udfs.values.readers import READERS, from_rule
from udfs.values.truth import truth_of
from udfs.values.verdicts import contradicts, doubts, is_mixed, names_of, only_value, unknown_words

# Emoji and lenticular brackets serve as bullets: ✅防水✅可折叠, 【防水】【可折叠】.
_STRONG_SEPARATORS = re.compile(rf"(?:[,，;；、|\n【】]|{DECORATION.pattern})+")
# Each alone, where it leaves known wordings only; the others for 95%棉5%氨纶, 棉95%氨纶5%, 95% cotton 5% nylon.
_WEAK_SEPARATORS = (
    re.compile(r"(?i)[/+&·•・]|\band\b|\bor\b|[和及与]|(?<=%)\s+|(?<=[一-鿿])\s+(?=[一-鿿\d])"),
    re.compile(r"(?<=[一-鿿])\s*(?=\d)"),
    re.compile(r"(?<=%)\s*(?=[一-鿿])"),
    re.compile(r"\s+(?=\d{1,3}(?:\.\d{1,2})?\s?%)"),
)
_TEXTS = ("span", "choice", "choices", "ordered")  # whose raw values are words: no date or number stands for one


class Standardizer:
    """Makes canonical values of raw ones by the rules of one schema.

    ``match_threshold`` is the least score, 0..1, at which the nearest value is taken; null for never.
    An unknown category, attribute or value id raises KeyError: ids are checked where they enter.
    """

    def __init__(self, schema: Schema, *, match_threshold: float | None) -> None:
        self._schema = schema
        self._match_threshold = match_threshold
        self._wordings: dict[tuple[str, str], Wordings] = {}
        self._fillers: dict[tuple[str, str], Fillers] = {}
        self._words: dict[str, CategoryWords] = {}
        self._names: dict[str, frozenset[str]] = {}

    def standardize(
        self,
        category: str,
        attribute: str,
        raw: str | RawValue,
        *,
        matches: Sequence[Scored] = (),
        column: Column | None = None,
    ) -> Outcome:
        """Standardize one raw value of one attribute.

        ``matches`` are value ids with the model's scores, in any order. ``column`` is the seller's column that
        the value is from, where a number without a unit counts; null for what stands in a text.
        """
        return self._standardize(category, attribute, raw, matches, column=column, own_rules=True)

    def _standardize(
        self,
        category: str,
        attribute: str,
        raw: str | RawValue,
        matches: Sequence[Scored],
        *,
        column: Column | None,
        own_rules: bool,
    ) -> Outcome:
        definition = self._schema.attribute(category, attribute)
        given = raw if isinstance(raw, RawValue) else RawValue(raw)
        if given.is_too_long:
            return too_long(given.length, LONGEST)
        value = _cleaned(given)
        if found := known(definition, value.key):
            return found
        if definition.kind == "boolean" and (truth := truth_of(definition, value)):
            return valued(definition, truth, "yes or no")
        if says_nothing(value):
            return nothing(definition, value.text)
        if definition.kind in _TEXTS and (what := damage(value.text)):
            return Outcome("invalid", "damaged", detail=f"{value.text!r} is {what}")
        if definition.maker and (judged := self._beside_product(category, attribute, value)):
            return judged
        if own_rules and (applied := self._apply(category, attribute, value)):
            return applied[1]
        if definition.traits.closed:
            return self._choice(category, attribute, value, matches)
        return READERS[definition.kind](definition, value, column)

    def schema_rule(self, category: str, attribute: str, raw: str) -> Rule | None:
        """Which of the attribute's own rules makes the value of a raw one; None when something else does."""
        value = RawValue(raw).cleaned
        if value.is_too_long or known(self._schema.attribute(category, attribute), value.key) or says_nothing(value):
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
        outcome = self._standardize(category, attribute, value, (), column=Column(), own_rules=False)
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
        if value.is_too_long or not definition.has_many or known(definition, value.key):
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
            if found := known(definition, fold(made)):
                return rule, replace(found, rule=rule.name)
            reading = self._within(category, attribute, RawValue(made))
            if value_id := only_value(definition, reading):
                return rule, valued(definition, value_id, rule.name)
        return None

    def _beside_product(self, category: str, attribute: str, value: RawValue) -> Outcome | None:
        """What a text says of a maker that ends with a name of the product; null where it ends otherwise.

        Sony headphones are Sony's, and Wireless Headphones are nobody's: they say no more than the schema does. A name
        of one character, 茶, ends many names of makers.
        """
        names = self._names_of(category)
        if value.key in names:
            return no_maker(value.text, "names the product itself")
        definition = self._schema.attribute(category, attribute)
        for name in names:
            if len(name) > 1 and value.key.endswith(name):
                if found := known(definition, value.key.removesuffix(name)):
                    return replace(found, rule="company suffix")
                if not self._fillers_of(category, attribute).unknown(value.plain):
                    return no_maker(value.text, "names the product itself")
        return None

    def _names_of(self, category: str) -> frozenset[str]:
        if category not in self._names:
            wordings = wordings_of(category, self._schema.categories[category])
            self._names[category] = frozenset(map(fold, wordings))
        return self._names[category]

    def _fillers_of(self, category: str, attribute: str) -> Fillers:
        key = category, attribute
        if key not in self._fillers:
            if category not in self._words:
                self._words[category] = CategoryWords(self._schema.categories[category])
            self._fillers[key] = self._words[category].fillers_of(attribute)
        return self._fillers[key]

    def _choice(self, category: str, attribute: str, value: RawValue, matches: Sequence[Scored]) -> Outcome:
        definition = self._schema.attribute(category, attribute)
        reading = self._within(category, attribute, value)
        if value_id := only_value(definition, reading):
            outcome = valued(definition, value_id, "alias within")
            return replace(outcome, detail=unknown_words(reading)) if reading.unknown else outcome
        if definition.mixture and is_mixed(definition.mixture, reading):
            parts = ", ".join(names_of(definition, reading.ids - {definition.mixture}))
            return replace(valued(definition, definition.mixture, "mixture"), detail=f"mixture of {parts}")
        if reading.denied and not reading.ids:
            word = next(iter(reading.denied.values()))
            return opposite(definition, reading.denied, word) or denied(value.text, word)
        return self._nearest(definition, value, matches, reading)

    def _within(self, category: str, attribute: str, value: RawValue) -> Reading:
        """What the wordings of its values that a text holds say of an attribute."""
        definition = self._schema.attribute(category, attribute)
        if definition.reads_sizes or definition.kind == "boolean":
            return Reading()  # 超大号 is no 大号, and "dust: yes" says nothing of water
        return self._wordings_of(category, attribute).read(value)

    def mentions(self, category: str, attribute: str, text: str) -> Iterator[tuple[int, int, str]]:
        """Half-open places in a plain text of the wordings of a closed list, and the ids of their values."""
        return self._wordings_of(category, attribute).mentions(text)

    def _wordings_of(self, category: str, attribute: str) -> Wordings:
        key = category, attribute
        if key not in self._wordings:
            definition = self._schema.attribute(category, attribute)
            self._wordings[key] = Wordings(definition, self._fillers_of(category, attribute))
        return self._wordings[key]

    def _nearest(self, definition: Attribute, value: RawValue, matches: Sequence[Scored], reading: Reading) -> Outcome:
        best = max(matches, key=lambda match: match.score, default=None)
        least = self._match_threshold
        refused = reading.ids or (best and (best.id in reading.imitated or contradicts(definition, best.id, value)))
        if best and not refused and least is not None and best.score >= least:
            return replace(valued(definition, best.id, "nearest value"), detail=f"similarity {best.score:.2f}")
        notes = list(doubts(definition, reading))
        notes += [f"nearest: {definition.values[best.id].name.first} {best.score:.2f}"] if best else []
        return Outcome("unmapped", "no match", detail="; ".join(notes) or None)


def _cleaned(raw: str | RawValue) -> RawValue:
    value = (raw if isinstance(raw, RawValue) else RawValue(raw)).cleaned
    return RawValue(mended(value.text)) if value.text[:1] == "=" else value
