"""Attributes of facts_to_text as what a sentence is made of: words of names, values with units, parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks.texts.attribute_text import Attribute, Node
from udfs.writing.phrases.plain.english_words import plain_number
from udfs.writing.phrases.plain.topics import Part, Value, roles_of

_OWN = ("value", "decimal_value", "string_value", "name", "total")
"""Keys whose value is the thing's own; the first one that is there is said."""
_SAID_ELSEWHERE = ("unit", "standardized_values", "normalized_value", "nutrient")
_MARK = re.compile(r"approved|tombstone|seq_id")
"""Keys of whoever keeps the data: they say nothing of a product."""
_LABELS = ("role", "type")
_QUALITIES = ("saturated", "unsaturated", "monounsaturated", "polyunsaturated", "trans", "other", "added")
Words = tuple[str, ...]
_SEVERAL = re.compile(r"\s*;\s*|,\s*(?=\D)(?<!\d,)")


@dataclass
class Statement:
    """What one sentence says; ``parts`` by their words, in reading order."""

    name: tuple[str, ...]
    parts: dict[tuple[str, ...], list[Value]] = field(default_factory=dict)

    def add(self, words: tuple[str, ...], value: Value) -> None:
        """A value is said once."""
        values = self.parts.setdefault(words, [])
        again = {plain_number(known.text) for known in values if known.unit == value.unit or not value.unit}
        if plain_number(value.text) not in again:
            values.append(value)

    @property
    def own(self) -> tuple[Value, ...]:
        """Values of the thing itself."""
        return tuple(self.parts.get((), ()))

    @property
    def others(self) -> list[Part]:
        """Values of its parts."""
        return [Part(words, tuple(values)) for words, values in self.parts.items() if words]


def statements(attribute: Attribute) -> list[Statement]:
    """One, or one for each label, such as the role of a contributor. A thing without values is one that is there."""
    found: dict[tuple[str, ...], Statement] = {}
    for each_block in attribute.blocks:
        name, block = _labelled(name_words(attribute.name), each_block)
        statement = found.setdefault(name, Statement(name))
        for node in (_normalized(block), block):
            for words, value in _values(node, (), None, name):
                for each in _several(value):
                    statement.add(words, each)
    said = [each for each in found.values() if each.parts]
    return said or [Statement(name_words(attribute.name), {(): [Value("yes")]})]


def _normalized(node: Node) -> Node:
    """What a mapping says in the units of its source's catalog; empty where it doesn't."""
    if not isinstance(node, dict):
        return {}
    if "normalized_value" in node:
        return node["normalized_value"]
    return {key: inner for key, each in node.items() if (inner := _normalized(each))}


def name_words(key: str) -> tuple[str, ...]:
    """``batteryLife`` and battery_life are battery life; abbreviations keep their capitals."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in re.split(r"[\W_]+", spaced) if word]
    return tuple(words) or ("description",)


def _labelled(name: Words, block: Node) -> tuple[Words, Node]:
    """A block whose label says what its value is: ``{ role:author, name:"…" }`` names an author."""
    if not isinstance(block, dict):
        return name, block
    key = next((key for key in _LABELS if isinstance(block.get(key), str)), None)
    rest = {k: v for k, v in block.items() if k != key}
    if key is None or not rest:
        return name, block
    label = str(block[key])
    words = () if label.startswith("unknown") else name_words(label)
    if "quantity" in rest:
        things = tuple(word for word in name if word not in ("num", "number", "of"))
        return ("number", "of", *(word for word in words if word not in things), *things), rest
    return (words or name) if key == "role" else name, rest


def _values(node: Node, words: tuple[str, ...], unit: str | None, name: Words) -> Iterator[tuple[Words, Value]]:
    if isinstance(node, str):
        if node.strip():
            yield words, Value(node.strip(), unit)
        return
    if isinstance(node, list):
        for each in node:
            yield from _values(each, words, unit, name)
        return
    label = node.get("nutrient")
    words = name_words(label.removesuffix("_string")) if isinstance(label, str) else words
    own = next((key for key in _OWN if key in node), None)
    for key, inner in node.items():
        if not _said_elsewhere(key, own, node):
            behind = words if key in (own, "quantity") else _path(words, name_words(key), name)
            yield from _values(inner, behind, _unit(node, key), name)


def _path(words: Words, behind: Words, name: Words) -> Words:
    """The words of a key within what ``words`` name: of a table of nutrients saturated fat, sugars, energy."""
    if not words or "nutrition" not in roles_of(name):
        return (*words, *behind)
    if behind == ("content",):
        return words
    return (*behind, *words) if behind[-1] in _QUALITIES else behind


def _said_elsewhere(key: str, own: str | None, node: Mapping[str, Node]) -> bool:
    """Units, what another key of the mapping says too, and marks of whoever keeps the data."""
    again = key.endswith("_string") and key.removesuffix("_string") in node
    unit = key.endswith("_unit") and f"{key.removesuffix('_unit')}_quantity" in node
    return key in _SAID_ELSEWHERE or (key in _OWN and key != own) or again or unit or bool(_MARK.search(name_of(key)))


def name_of(key: str) -> str:
    """A key in words with underscores between."""
    return "_".join(name_words(key)).lower()


def _unit(node: Mapping[str, Node], key: str) -> str | None:
    """The unit of a key's numbers; that of ``serving_quantity`` stands in ``serving_unit``."""
    unit = node.get(f"{key.removesuffix('_quantity')}_unit") if key.endswith("_quantity") else node.get("unit")
    return unit if isinstance(unit, str) and not unit.startswith("unknown") else None


def _several(value: Value) -> Iterator[Value]:
    """The values of a text that lists them; commas within numbers stay."""
    if value.unit or len(value.text) > 400:
        yield value
        return
    for text in _SEVERAL.split(value.text.strip(" ,;")):
        if text.strip():
            yield Value(text.strip())
