"""Faithful texts with what supports them: facts as table attributes has them, or as JSON-like text, and a listing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from benchmarks.lies.support import Support

_GROUP = re.compile(r"\{[^{}]*\}")
_PAIR = re.compile(r'(\w+)\s*:\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,{}\[\]"]+))')
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?\Z")
_KEYS = ("id", "text", "language")


class Stated(NamedTuple):
    """One value of an attribute: its wordings, where it is a number that and its unit, where it is listed its id."""

    attribute: str
    wordings: tuple[str, ...]
    number: float | None = None
    unit: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class Row:
    """One line of a file. ``raw`` is the line as it was read; ``category`` null where it has none."""

    raw: Mapping[str, Any]
    id: str
    text: str
    language: str
    stated: tuple[Stated, ...]
    support: Support
    category: str | None


def make_row(raw: Mapping[str, Any]) -> Row:
    """A row of one line: an object with id, facts, listing, text and language.

    ``facts`` is a list of objects as table attributes has rows, or text such as ``color: { value:"red" }``; ``listing``
    is text, an object, or null. Raises ValueError naming what is missing or of another type.
    """
    for key in _KEYS:
        if not isinstance(raw.get(key), str | int) or raw[key] == "":
            raise ValueError(f"`{key}` must be text, got {raw.get(key)!r}")
    facts = raw.get("facts")
    if not isinstance(facts, list | str):
        raise ValueError(f"`facts` must be a list of objects, or text, got {type(facts).__name__}")
    stated = tuple(_of_text(facts) if isinstance(facts, str) else _of_rows(facts))
    support = Support([*_texts(facts), *_texts(raw.get("listing"))])
    return Row(raw, str(raw["id"]), str(raw["text"]), str(raw["language"]), stated, support, _category(raw, facts))


def _of_rows(facts: list[Any]) -> Iterator[Stated]:
    for fact in facts:
        if not isinstance(fact, dict) or not isinstance(fact.get("attribute"), str):
            raise ValueError(f"a fact must be an object with `attribute`, got {fact!r}")
        labels = fact.get("labels") or {}
        asked = [fact.get("value"), fact.get("value_zh"), fact.get("raw_value"), *dict(labels).values()]
        wordings = tuple(dict.fromkeys(str(each) for each in asked if each))
        if wordings:
            yield Stated(fact["attribute"], wordings, fact.get("number"), fact.get("unit"), fact.get("value_id"))


def _of_text(data: str) -> Iterator[Stated]:
    """The values that JSON-like text has, each under the nearest name before its brackets."""
    for group in _GROUP.finditer(data):
        pairs = {key: quoted or bare for key, quoted, bare in _PAIR.findall(group[0])}
        *_, name = ["value", *re.findall(r"(\w+)\s*:\s*(?:\[\s*)?(?:\{|\Z)", data[: group.start() + 1])]
        for key, value in pairs.items():
            if key != "unit":
                number = float(value) if _NUMBER.match(value) else None
                own = name if key in ("value", "content") else f"{name} {key}"
                yield Stated(own, (value,), number, pairs.get("unit") if number is not None else None)


def _texts(found: Any) -> Iterator[str]:
    """All texts, numbers and names that data holds, those of null included in none."""
    if isinstance(found, Mapping):
        for key, value in found.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(found, list | tuple):
        for each in found:
            yield from _texts(each)
    elif found is not None:
        yield str(found)


def _category(raw: Mapping[str, Any], facts: list[Any] | str) -> str | None:
    if raw.get("category"):
        return str(raw["category"])
    return next((str(fact["category"]) for fact in facts if isinstance(fact, dict) and fact.get("category")), None)
