"""What facts say in English: the words for a value by itself and before a noun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from udfs.records import Fact
from udfs.schema.definitions import Attribute
from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.measures import measure, number_text
from udfs.writing.phrases.pieces import Pieces, listed, plain, stated
from udfs.writing.phrases.rules import AttributeRule
from udfs.writing.phrases.values import NAMES, label_of, parts_of

_AXES = {"length": "L", "width": "W", "height": "H", "depth": "D", "thickness": "T", "diameter": "Ø"}
_INNER = re.compile(r"(?i)[,()/]|\s(?:and|or|with|of|for|by|to|in)\s")
_COMMON = frozenset({"color", "material", "part_color", "part_material", "form", "style", "audience"})  # never names
_LONGEST_MOD = 3  # words


class Value(NamedTuple):
    """One value: its words, and its words before a noun; null where it cannot stand there."""

    text: Pieces
    mod: Pieces | None


def value_of(
    words: Words, attribute: Attribute, own: AttributeRule | None, fact: Fact, role: str | None
) -> Value | None:
    """The words of a fact; null where it has none in English that can be printed."""
    if attribute.kind == "quantity" and fact.number is not None and fact.unit:
        return _quantity(fact)
    if attribute.kind == "dimensions":
        return _same(_dimensions(fact), fact)
    if attribute.kind == "composition":
        return _same(_composition(words, attribute, fact), fact)
    label = label_of(attribute, own, fact, "en", role)
    if label is None:
        return None
    if role in NAMES or attribute.kind == "identifier" or attribute.maker:
        label = words.names(label)
    elif role is not None or attribute.kind != "span":  # free text of an unknown kind may be a name
        label = _worded(words, attribute, own, fact, label, label=role not in _COMMON)
    fits = len(label.split()) <= _LONGEST_MOD and not _INNER.search(label)
    return Value(stated(label, fact), stated(label, fact) if fits else None)


def _worded(
    words: Words, attribute: Attribute, own: AttributeRule | None, fact: Fact, text: str, *, label: bool
) -> str:
    if own and "en" in own.values.get(fact.value_id or "", {}):
        return text  # as a person wrote it for phrases
    return words.lowered(text.replace(" & ", " and "), label=label and attribute.is_choice)


def _quantity(fact: Fact) -> Value:
    pieces = {part.name: part for part in fact.parts}
    number, unit = fact.number or 0.0, fact.unit or ""
    if "each" in pieces and "pieces" in pieces and fact.unit != "count":
        each = measure(pieces["each"].number, pieces["each"].unit, None, "en")
        text = stated(f"{number_text(pieces['pieces'].number, 'en')} × {each.text}", fact)
        return Value(text, text)
    made = measure(number, unit, fact.number_max, "en")
    if fact.bound:
        return Value(stated(f"{'up to' if fact.bound == 'at most' else 'at least'} {made.text}", fact), None)
    return Value(stated(made.text, fact), stated(made.before_noun, fact))


def _same(text: str | None, fact: Fact) -> Value | None:
    return Value(stated(text, fact), None) if text else None


def _dimensions(fact: Fact) -> str | None:
    """30 × 20 × 10 cm (L × W × H)."""
    if not fact.parts:
        return None
    unit = fact.parts[0].unit
    shown = " × ".join(number_text(part.number, "en") for part in fact.parts)
    written = measure(2.0, unit, None, "en").text.removeprefix("2 ")
    axes = [_AXES[part.name] for part in fact.parts if part.name in _AXES]
    return f"{shown} {written}" + (f" ({' × '.join(axes)})" if len(axes) == len(fact.parts) else "")


def _composition(words: Words, attribute: Attribute, fact: Fact) -> str | None:
    """95% cotton and 5% elastane; null where a part has no English name."""
    named = [f"{share} {words.lowered(name)}" for share, name in parts_of(attribute, fact, "en")]
    if len(named) > 1:
        return " and ".join([", ".join(named[:-1]), named[-1]])
    return named[0] if named else None


def joined(values: Sequence[Value], role: str | None, words: Words) -> Pieces:
    """Several values as a list: red, blue and green. Of places, one is within the other: Kyoto, Japan."""
    if role == "origin":
        places = sorted((value.text for value in values), key=lambda text: words.is_country(plain(text)))
        return listed(places, ", ", ", ")
    texts = [value.text for value in values]
    inner = any(" and " in plain(text) for text in texts)
    return listed(texts, ", ", ", and " if inner else " and ")


def joined_mods(values: Sequence[Value]) -> Pieces | None:
    """Values before a noun: a zip and drawstring closure. Null for more than two, and where one cannot stand there."""
    mods = [value.mod for value in values if value.mod is not None]
    return listed(mods, ", ", " and ") if len(mods) == len(values) <= 2 else None
