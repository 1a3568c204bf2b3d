"""Attributes as JSON-like text: ``shaft: { material:[ { value:"PVC" } ], height:[ { unit:inches, value:"16" } ] }``.

Keys and values may be quoted or not, values of an attribute follow one another behind ``;``. What breaks the format is
read as one value, its text: it can be said all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

Node: TypeAlias = "str | list[Node] | dict[str, Node]"

_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<sign>[{}\[\],;])|(?P<bare>[^{}\[\],;]+))""", re.DOTALL
)
_KEY = re.compile(r"""\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w.-][\w .-]{0,99}?))\s*:\s*""")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_DEPTH = 50


class Attribute(NamedTuple):
    """``blocks``: what stands between ``;``, in order; text where it is no mapping or list."""

    name: str
    blocks: list[Node]


class _BrokenError(Exception):
    """Text that breaks the format."""


def read_attribute(text: str) -> Attribute:
    """Never raises: text without a key is a value without a name."""
    text = text.strip()
    key = _KEY.match(text)
    if key is None:
        return Attribute("", [text])
    name = key["double"] or key["single"] or key["bare"] or ""
    try:
        return Attribute(name, list(_blocks(text, key.end())))
    except _BrokenError:
        return Attribute(name, [" ".join(re.split(r"""[\s{}\[\]"]+""", text[key.end() :])).strip()])


def _blocks(text: str, at: int) -> Iterator[Node]:
    while text[at:].strip():
        node, at = _node(text, at, 0)
        yield node
        rest = text[at:].lstrip()
        if rest and rest[0] not in ";,":
            raise _BrokenError
        at = len(text) - len(rest) + 1 if rest else len(text)


def _node(text: str, at: int, depth: int) -> tuple[Node, int]:
    token = _TOKEN.match(text, at)
    if token is None or depth > _DEPTH:
        raise _BrokenError
    if token["quoted"]:
        return _ESCAPED.sub(r"\1", token["quoted"][1:-1]), token.end()
    if token["bare"]:
        return token["bare"].strip(), token.end()
    if token["sign"] not in ("{", "["):
        raise _BrokenError
    return (_mapping if token["sign"] == "{" else _list)(text, token.end(), depth + 1)


def _list(text: str, at: int, depth: int) -> tuple[Node, int]:
    found: list[Node] = []
    while not (end := _sign(text, at, "]")):
        node, at = _node(text, at, depth)
        found.append(node)
        at = _sign(text, at, ",") or at
    return found, end


def _mapping(text: str, at: int, depth: int) -> tuple[Node, int]:
    found: dict[str, Node] = {}
    while not (end := _sign(text, at, "}")):
        key = _KEY.match(text, at)
        if key is None:
            raise _BrokenError
        node, at = ("", key.end()) if text[key.end() : key.end() + 1] in (",", "}") else _node(text, key.end(), depth)
        found[key["double"] or key["single"] or key["bare"] or ""] = node
        at = _sign(text, at, ",") or at
    return found, end


def _sign(text: str, at: int, sign: str) -> int:
    """Where the text goes on behind a sign; 0 where it does not stand here."""
    found = re.compile(r"\s*" + re.escape(sign)).match(text, at)
    return found.end() if found else 0
