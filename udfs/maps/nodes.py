"""What a seller's map is made of before it is flat: texts, lists, and objects that keep every key, in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = Any
"""A text, a truth value or null, a list of nodes, or :class:`Members`."""
_LONGEST = 400  # what is nested deeper is no map, and Python's own readers give up at about a thousand


class Members(list[tuple[str, Node]]):
    """The members of an object. Unlike a dictionary it keeps a key that comes twice."""


class DepthError(ValueError):
    """Something is nested too deep to be a map."""


def node_of(data: object, depth: int = 0) -> Node:
    """Plain Python data (of ``json.loads``) as a node; numbers become their digits. Raises DepthError."""
    if depth > _LONGEST:
        raise DepthError("it is nested too deep")
    if isinstance(data, Members):
        return Members((str(key), node_of(value, depth + 1)) for key, value in data)
    if isinstance(data, Mapping):
        return Members((str(key), node_of(value, depth + 1)) for key, value in data.items())
    if isinstance(data, list | tuple):
        return [node_of(value, depth + 1) for value in data]
    return data if data is None or isinstance(data, str | bool) else str(data)


def is_scalar(node: Node) -> bool:
    """Whether a node is a text, a truth value or null."""
    return not isinstance(node, list)


def text_of(node: Node) -> str | None:
    """The text of a scalar; null stays null. Truth values are as JSON writes them."""
    if isinstance(node, bool):
        return "true" if node else "false"
    return None if node is None else str(node)
