"""How a raw value of each open kind is read, and what becomes of what an attribute's own rule made of one.

Closed lists are read by :class:`udfs.values.standardizer.Standardizer`, which remembers their wordings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from udfs.records import Kind, Outcome
from udfs.schema.definitions import Attribute
from udfs.text.keys import fold, tidy
from udfs.text.placeholders import is_placeholder
from udfs.values import measures
from udfs.values.compatibility import target_of
from udfs.values.identifiers import read_identifier
from udfs.values.makers import as_latin, names_a_shop, several_names, without_by
from udfs.values.names import (
    bare_names,
    in_two_scripts,
    parts_by_script,
    with_case,
    without_company_suffix,
    without_label,
    without_repeats,
)
from udfs.values.outcomes import DecidedBy, denied, known, no_maker, nothing, own_label, target, two_makers, valued
from udfs.values.raw import Column, RawValue

# What a text of a span denies: "not compatible with Xbox". A name may begin with other negations: No. 7, 无印.
_DENIED = re.compile(
    r"not\s+(?:compatible|suitable|for|available|included)\b|(?:does|do|will)(?:\s+not|n['’]t)\b"
    r"|不(?:兼容|支持|适用|包含|含)"
)


def from_rule(definition: Attribute, rule: str, made: str) -> Outcome:
    """What a rule of an attribute that is no closed list made: the known name, the number or identifier that it is.

    Invalid where the attribute's range, pattern or checksum says so: rules make values, they do not excuse them.
    """
    if found := known(definition, fold(made)):
        return replace(found, rule=rule)
    try:
        return _MADE[definition.kind](definition, rule, made)
    except ValueError as fault:  # QuantityError is one
        return Outcome("invalid", rule, detail=str(fault))


def _identifier(definition: Attribute, raw: RawValue, _: Column | None) -> Outcome:
    try:
        return own_label("identifier", read_identifier(definition, raw.tidy))
    except ValueError as fault:
        return Outcome("invalid", "identifier", detail=str(fault))


def _made_identifier(definition: Attribute, rule: str, made: str) -> Outcome:
    return own_label(rule, read_identifier(definition, tidy(made)))


def _name(definition: Attribute, raw: RawValue, _: Column | None) -> Outcome:
    """Known names come first, in one script or two, said once or often; the company suffix is cut from attributes that
    list names, and what the product fits, a shop or two names are no maker."""
    whole = without_repeats(raw.tidy)
    if definition.maker and names_a_shop(whole):
        return no_maker(whole, "says who sells the product")
    if not definition.maker and (denial := _DENIED.match(raw.plain)):
        return denied(whole, denial.group())
    shorter = _shorter(definition, whole)
    if shorter != whole and is_placeholder(shorter):
        return nothing(definition, shorter)
    rule: DecidedBy = "text" if shorter == whole else "company suffix"
    if found := known(definition, fold(shorter)):
        return found if shorter == whole else replace(found, rule=rule)
    ids = _names_within(definition, shorter)
    if len(ids) == 1 and (value_id := next(iter(ids))):
        return valued(definition, value_id, "alias")
    if definition.maker:
        bare = (known(definition, fold(name)) for name in bare_names(shorter))
        if found := next(filter(None, bare), None):
            return replace(found, rule="company suffix")
        if word := target_of(definition, shorter):
            return target(shorter, word)
        if names := several_names(definition, shorter):
            return two_makers(names)
    if latin := as_latin(shorter):
        found = known(definition, fold(latin))
        return found or no_maker(shorter, "mixes letters of two scripts in one word")
    if definition.reads_sizes and not definition.own_wordings.isdisjoint(map(fold, shorter.split())):
        return Outcome("invalid", "text", detail=f"{shorter!r} is a size with words that no rule reads")
    if definition.maker and (halves := in_two_scripts(shorter)):
        return _in_both(definition, *halves)
    return own_label(rule, with_case(shorter, definition.case))


def _in_both(definition: Attribute, latin: str, chinese: str) -> Outcome:
    """A maker whose name stands there in two scripts: a value in the schema's first language, a label in each."""
    labels = {
        language: chinese if language == "zh" else with_case(latin, definition.case)
        for language in definition.name.root
    }
    value = next(iter(labels.values()))
    return Outcome("standard", "two scripts", value, chinese, labels=labels)


def _shorter(definition: Attribute, name: str) -> str:
    """A name without what the seller's form or shop put around it."""
    name = without_label(name, definition)
    if definition.maker:
        name = without_by(definition, name)
    return without_company_suffix(name) if definition.values or definition.maker else name


def _made_name(_: Attribute, rule: str, made: str) -> Outcome:
    return own_label(rule, made)


def _names_within(definition: Attribute, text: str) -> set[str | None]:
    """Ids of the names that a tidy text consists of, such as 小米/Xiaomi MI; None stands for an unknown part."""
    ids: set[str | None] = set()
    for part in parts_by_script(text):
        whole = definition.value_by_wording.get(fold(part))
        ids |= {whole} if whole else {definition.value_by_wording.get(fold(word)) for word in part.split()}
    return ids


READERS: dict[Kind, Callable[[Attribute, RawValue, Column | None], Outcome]] = {
    "quantity": measures.quantity,
    "dimensions": measures.dimensions,
    "composition": measures.composition,
    "identifier": _identifier,
    "span": _name,
}
"""By open kind: a definition, a clean raw value, and the seller's column it is from, if any, to what it means."""

_MADE: dict[Kind, Callable[[Attribute, str, str], Outcome]] = {
    "quantity": measures.made_quantity,
    "dimensions": measures.made_dimensions,
    "composition": measures.made_composition,
    "identifier": _made_identifier,
    "span": _made_name,
}
