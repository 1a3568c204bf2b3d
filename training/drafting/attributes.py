"""A drafted attribute, with what is stated of it, to the definition that a schema has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from training.drafting.clashes import Called
from training.drafting.drafts import DraftAttribute, Key
from training.drafting.evidence import Facts
from training.drafting.sentences import of_attribute
from training.drafting.values.drafting import DraftValue, draft_values
from training.drafting.wordings import script_language
from udfs.quantities.registry import same_kind, unit_fault
from udfs.records import Kind
from udfs.schema.definitions import Attribute
from udfs.schema.keys import LONGEST_KEY
from udfs.schema.kinds import KINDS
from udfs.text.keys import fold, tidy
from udfs.text.placeholders import is_placeholder
from udfs.text.word_lists import word_lists

_MOST = {"choice": 300, "choices": 300, "ordered": 100, "span": 3_000}  # values of a definition
_MANY_ROWS = 100  # from which a value of one row says nothing
_HUMPS = re.compile(r"[A-Z][a-z]{2,}(?:[A-Z][a-z]{2,})+")
_SEVERAL, _SEVERAL_ROWS = 0.1, 3
_EXAMPLES = 3
_LONGEST_EXAMPLE = 60
_TAKES_MANY = ("span", "identifier", "quantity", "dimensions")


def called(attribute: DraftAttribute, rows: Mapping[Key, int]) -> Called:
    """The names and aliases of an attribute: its keys, the most frequent first."""
    wordings: dict[str, int] = {}
    for key in attribute.keys:
        if len(key.key) <= LONGEST_KEY and fold(key.key):
            wordings[key.key] = wordings.get(key.key, 0) + rows.get(key, 0)
    ordered = sorted(wordings, key=lambda wording: (-wordings[wording], wording))
    names = {attribute.language: readable(attribute.name)}
    for wording in ordered:
        if (script := script_language(wording)) is not None:
            names.setdefault(script, readable(wording))
    return Called(attribute.id, names, tuple(ordered))


def readable(key: str) -> str:
    """A key as people read it: ``screen_size`` is screen size, ``ItemWeight`` Item Weight."""
    words = key.replace("_", " ") if re.fullmatch(r"[\w ]+", key) else key
    if _HUMPS.fullmatch(key):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)
    return tidy(words) or key


def definition(
    attribute: DraftAttribute,
    names: Mapping[str, str],
    aliases: Sequence[str],
    facts: Facts,
    values: Sequence[DraftValue],
) -> dict[str, Any]:
    """The definition as a schema's file has it, but for ``required``. A kind whose needs are not met becomes span.

    ``values``: what :func:`values_of` made of the facts.
    """
    several = bool(attribute.many) or has_several(facts)
    kind = _kind(attribute, values)
    kind = "choices" if kind == "choice" and several else kind
    language, name = next(iter(names.items()))
    frequent = (text for text, _ in facts.stated.most_common(3 * _EXAMPLES))
    examples = [next(iter(value.name.values())) for value in values] or [*filter(_is_short, frequent)]
    data: dict[str, Any] = {
        "name": dict(names), "description": of_attribute(name, language, examples[:_EXAMPLES]), "kind": kind,
        "aliases": list(aliases),
    }  # fmt: skip
    data |= _settings(attribute, kind, several=several)
    if kind == "boolean":
        data["values"] = _truth(names, facts)
    elif values and "values" in KINDS[kind].settings and (KINDS[kind].closed or attribute.maker):
        data["values"] = {value.id: _value(value) for value in values}
    try:
        Attribute.model_validate(data)
    except ValueError:  # a pattern or unit that no schema takes: what is stated is kept as text
        return {name: data[name] for name in ("name", "description", "aliases")} | {"kind": "span"}
    return data


def _rising(given: tuple[float, float] | None) -> list[float] | None:
    return [*given] if given and given[0] < given[1] else None


def has_several(facts: Facts) -> bool:
    """Whether a product may have several values: enough listings state several under one key."""
    return facts.several >= max(_SEVERAL_ROWS, _SEVERAL * facts.rows)


def _kind(attribute: DraftAttribute, values: Sequence[DraftValue]) -> Kind:
    kind = attribute.kind
    if kind in ("quantity", "dimensions"):
        is_size = kind == "dimensions" or attribute.axis is not None
        unit = attribute.unit if attribute.unit and not unit_fault(attribute.unit) else None
        return kind if unit and (not is_size or same_kind(unit, "cm")) else "span"
    return "span" if KINDS[kind].closed and kind != "boolean" and len(values) < 2 else kind


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_EXAMPLE and not is_placeholder(text)


def values_of(attribute: DraftAttribute, facts: Facts) -> list[DraftValue]:
    """The values of a closed list or of makers, as they are stated; none of other kinds."""
    if not (attribute.maker or KINDS[attribute.kind].closed) or attribute.kind == "boolean":
        return []
    many = attribute.many if attribute.kind in ("choice", "choices", "span") and not attribute.maker else ()
    least = 2 if facts.rows >= _MANY_ROWS else 1
    return draft_values(
        facts.stated, language=attribute.language, separators=many, maker=attribute.maker, least_rows=least,
        most=_MOST.get(attribute.kind),
    )  # fmt: skip


def _value(value: DraftValue) -> dict[str, Any]:
    return {"name": dict(value.name)} | ({"aliases": list(value.aliases)} if value.aliases else {})


def _settings(attribute: DraftAttribute, kind: Kind, *, several: bool) -> dict[str, Any]:
    own = KINDS[kind].settings
    given: dict[str, Any] = {
        "unit": attribute.unit, "range": _rising(attribute.range), "axis": attribute.axis,
        "pattern": attribute.pattern, "checksum": attribute.checksum, "maker": attribute.maker or None,
    }  # fmt: skip
    found = {name: setting for name, setting in given.items() if name in own and setting is not None}
    if kind in _TAKES_MANY and several and not attribute.maker:
        found["many"] = True
    return found


def _truth(names: Mapping[str, str], facts: Facts) -> dict[str, Any]:
    """Yes and no, with the words of other languages in which they are stated."""
    words = word_lists("training.drafting", "truth_words.txt")
    said = {fold(text): tidy(text) for text in facts.stated}
    labels = {"yes": {"en": "Yes", "zh": "是"}, "no": {"en": "No", "zh": "否"}}
    found: dict[str, Any] = {}
    for truth, own in labels.items():
        listed = {fold(word) for word in words[truth]}
        aliases = sorted(wording for folded, wording in said.items() if folded in listed)
        found[truth] = {"name": {code: own.get(code, own["en"]) for code in names}}
        found[truth] |= {"aliases": aliases} if aliases else {}
    return found
