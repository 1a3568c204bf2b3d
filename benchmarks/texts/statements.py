"""Attributes of facts_to_text as what a sentence is made of: words of names, values with units, parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks.texts.attribute_text import Attribute, Node
from udfs.writing.phrases.topics import Part, Value

_OWN = ("value", "decimal_value", "string_value", "name", "total")
"""Keys whose value is the thing's own; the first one that is there is said."""
_SAID_ELSEWHERE = ("unit", "normalized_value", "standardized_values", "brand_seq_id", "serving_unit")
_LABELS = ("role", "nutrient", "type")
_SEVERAL = re.compile(r"\s*;\s*|,\s*(?=\D)(?<!\d,)")
_IDENTIFIER = re.compile(r"[a-z]*(?:Tombstoned|approved)", re.IGNORECASE)


@dataclass
class Statement:
    """What one sentence says; ``parts`` by their words, in reading order."""

    name: tuple[str, ...]
    parts: dict[tuple[str, ...], list[Value]] = field(default_factory=dict)

    def add(self, words: tuple[str, ...], value: Value) -> None:
        """A value is said once."""
        values = self.parts.setdefault(words, [])
        if value not in values:
            values.append(value)

    def as_parts(self) -> list[Part]:
        """As the realiser takes them."""
        return [Part(words, tuple(values)) for words, values in self.parts.items()]


def statements(attribute: Attribute) -> list[Statement]:
    """One, or one for each label, such as the role of a contributor. A thing without values is one that is there."""
    found: dict[tuple[str, ...], Statement] = {}
    for block in attribute.blocks:
        name = name_words(attribute.name)
        if isinstance(block, dict):
            name, block = _labelled(name, block)
        statement = found.setdefault(name, Statement(name))
        for words, value in _values(block, (), None):
            for each in _several(value):
                statement.add(words, each)
    for statement in found.values():
        if not statement.parts:
            statement.add((), Value("yes"))
    return list(found.values())


def name_words(key: str) -> tuple[str, ...]:
    """``batteryLife`` and battery_life are battery life; abbreviations keep their capitals."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in re.split(r"[\W_]+", spaced) if word]
    return tuple(words) or ("description",)


def _labelled(name: tuple[str, ...], block: Mapping[str, Node]) -> tuple[tuple[str, ...], dict[str, Node]]:
    """A block whose label says what its value is: ``{ role:author, name:"…" }`` names an author."""
    for key in _LABELS:
        label = block.get(key)
        if isinstance(label, str):
            rest = {k: v for k, v in block.items() if k != key}
            words = name_words(label)
            if label.startswith("unknown"):
                words = ()
            if "quantity" in rest:
                things = tuple(word for word in name if word not in ("num", "number", "of"))
                return ("number", "of", *(w for w in words if w not in things), *things), rest
            return (words if key == "role" else (*name, *words) if words != name else name), rest
    return name, dict(block)


def _values(node: Node, words: tuple[str, ...], unit: str | None) -> Iterator[tuple[tuple[str, ...], Value]]:
    if isinstance(node, str):
        if node.strip():
            yield words, Value(node.strip(), unit)
        return
    if isinstance(node, list):
        for each in node:
            yield from _values(each, words, unit)
        return
    own_unit = node.get("unit")
    unit = own_unit if isinstance(own_unit, str) and not own_unit.startswith("unknown") else None
    own = next((key for key in _OWN if key in node), None)
    label = node.get("nutrient")
    if isinstance(label, str):
        words = (*words, *name_words(label))
    for key, inner in node.items():
        if key == own:
            yield from _values(inner, words, unit)
        elif key not in (*_SAID_ELSEWHERE, *_OWN, "nutrient") and not key.endswith("_string"):
            yield from _values(inner, (*words, *(() if key == "quantity" else name_words(key))), unit)


def _several(value: Value) -> Iterator[Value]:
    """The values of a text that lists them; commas within numbers stay."""
    if value.unit or len(value.text) > 400:
        yield value
        return
    for text in _SEVERAL.split(value.text.strip(" ,;")):
        if text.strip():
            yield Value(text.strip())
