"""Attributes in the JSON-like notation of semiPQA: ``band: { width:[ { unit:millimeters, value:21. } ] }; { ... }``."""

from __future__ import annotations

import re
from typing import Any

_NAME = re.compile(r"\s*([^\s:{}\[\],;][^:{}\[\],;]*?)\s*:\s*(?=[{\[])")
_KEY = re.compile(r"\s*([A-Za-z_][\w ]*?)\s*:")
_QUOTED = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
_BARE = re.compile(r"\s*([^,\]}]+?)\s*(?=[,\]}]|\Z)")
_NUMBER = re.compile(r"-?\d+\.?\d*\Z|-?\.\d+\Z")
_DEEPEST = 20


def read_notation(text: str) -> dict[str, list[Any]]:
    """Attribute to the objects that follow it. Raises ValueError that says where something else stands."""
    found: dict[str, list[Any]] = {}
    at, name = 0, None
    while text[at:].strip():
        if match := _NAME.match(text, at):
            name, at = match.group(1), match.end()
        if name is None:
            raise ValueError(f"expected the name of an attribute with a colon and a brace, got {text[at : at + 20]!r}")
        value, at = _value(text, at, 0)
        found.setdefault(name, []).append(value)
        rest = text[at:].lstrip()
        if rest and rest[0] not in ";,":
            raise ValueError(f"expected ';' or the end, got {rest[:20]!r} at character {at}")
        at = len(text) - len(rest) + (1 if rest else 0)
    return found


def _value(text: str, at: int, depth: int) -> tuple[Any, int]:
    at += len(text[at:]) - len(text[at:].lstrip())
    if depth > _DEEPEST:
        raise ValueError(f"expected at most {_DEEPEST} braces inside each other, got more at character {at}")
    if text[at : at + 1] == "{":
        return _object(text, at + 1, depth)
    if text[at : at + 1] == "[":
        return _list(text, at + 1, depth)
    if quoted := _QUOTED.match(text, at):
        inner = quoted.group(1) if quoted.group(1) is not None else quoted.group(2)
        return re.sub(r"\\(.)", r"\1", inner), quoted.end()
    if bare := _BARE.match(text, at):
        return _scalar(bare.group(1)), bare.end()
    raise ValueError(f"expected a value, got {text[at : at + 20]!r} at character {at}")


def _scalar(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    return float(text) if _NUMBER.match(text) else text


def _object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while True:
        rest = text[at:].lstrip(" ,\n\t")
        at = len(text) - len(rest)
        if rest.startswith("}"):
            return found, at + 1
        if not (key := _KEY.match(text, at)):
            raise ValueError(f"expected a key with a colon or a brace, got {rest[:20]!r} at character {at}")
        found[key.group(1)], at = _value(text, key.end(), depth + 1)


def _list(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while True:
        rest = text[at:].lstrip(" ,\n\t")
        at = len(text) - len(rest)
        if rest.startswith("]"):
            return found, at + 1
        if not rest:
            raise ValueError("expected the end of a list, got the end of the text")
        value, at = _value(text, at, depth + 1)
        found.append(value)
