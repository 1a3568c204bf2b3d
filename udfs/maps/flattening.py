"""A seller's map of any shape as a flat list of names and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from udfs.maps.nodes import DepthError, Members, Node, is_scalar, text_of
from udfs.maps.separated import Pair, split_pairs
from udfs.maps.words import Record, is_wrapper, may_be_record
from udfs.text.cleaning import trimmed

_DEEPEST = 20
_OPENS = ("", " ", "\n", "{", "[")  # of a text that may write out a list or an object
Nested = Callable[[str], Node]
"""Gives the node that a text writes out; a text that is none, it gives back."""


class Flattener:
    """Makes pairs of one map. ``unnamed``: a text for which the map gives no name; null without any."""

    def __init__(self, nested: Nested) -> None:
        self._nested = nested
        self.unnamed: str | None = None

    def pairs(self, node: Node, name: str = "", depth: int = 0) -> Iterator[Pair]:
        """Names and texts in their order, none of them blank. Raises DepthError.

        What is nested has the names above it before its own; a name that only says that attributes follow is left out.
        """
        if depth > _DEEPEST:
            raise DepthError("it is nested too deep")
        if isinstance(node, str):
            node = self._nested(node)
        if isinstance(node, Members):
            yield from self._object(node, name, depth)
        elif isinstance(node, list):
            yield from self._list(node, name, depth)
        else:
            yield from self._text(text_of(node), name)

    def _object(self, members: Members, name: str, depth: int) -> Iterator[Pair]:
        record = Record(members) if may_be_record(members) else None
        if record and record.is_attribute and record.is_nothing_else:
            yield from self._attribute(record, name, depth)
        elif record and record.is_value and name:
            yield from self._value(record, name, depth)
        else:
            for key, node in members:
                if not name and isinstance(node, str) and node[:1] not in _OPENS:  # most of most maps
                    if trimmed(key) and trimmed(node):
                        yield key, node
                else:
                    read = self._nested(node) if isinstance(node, str) else node
                    only = not name and len(members) == 1 and _lists_attributes(read)
                    yield from self.pairs(read, "" if only else _below(name, key, read), depth + 1)

    def _list(self, nodes: list[Node], name: str, depth: int) -> Iterator[Pair]:
        if nodes and all(map(_is_pair, nodes)) and not name:
            yield from chain.from_iterable(self.pairs(value, str(key), depth + 1) for key, value in nodes)
            return
        for node in nodes:
            record = Record(node) if isinstance(node, Members) else None
            if record and (record.is_attribute or (record.is_value and not name)):
                yield from self._attribute(record, name, depth)
            else:
                yield from self.pairs(node, name, depth + 1)

    def _attribute(self, record: Record, name: str, depth: int) -> Iterator[Pair]:
        """The attribute that an object holds. One without a name is a value of what stands above it."""
        own = trimmed(record.name)
        whole = _joined(_joined(name, record.section or ""), own) if own else name
        if whole or record.value is not None:
            yield from self._value(record, whole, depth)

    def _value(self, record: Record, name: str, depth: int) -> Iterator[Pair]:
        whole = record.value
        for value in whole if isinstance(whole, list) and not isinstance(whole, Members) else [whole]:
            told, unit = _told(value, record.unit)
            text = text_of(told) if is_scalar(told) else None
            yield from self.pairs(f"{text} {unit}" if text and unit else told, name, depth + 1)

    def _text(self, text: str | None, name: str) -> Iterator[Pair]:
        if trimmed(text) is None or text is None:
            return
        if name:
            yield name, text
        elif found := split_pairs(text):
            yield from (pair for pair in found if trimmed(pair[0]) and trimmed(pair[1]))
        else:
            self.unnamed = self.unnamed or text


def _told(value: Node, unit: str | None) -> tuple[Node, str | None]:
    """A value and its unit; a value that is an object has both in it: ``{"id": 1, "name": "Red"}``."""
    record = Record(value) if isinstance(value, Members) else None
    if record is None or (record.value is None and record.name is None):
        return value, unit
    return (record.name if record.value is None else record.value), record.unit


def _is_pair(node: Node) -> bool:
    """Whether a list is a name with its value, as in ``[["Color", "Red"], ["Sizes", ["S", "M"]]]``."""
    is_two = isinstance(node, list) and not isinstance(node, Members) and len(node) == 2
    return is_two and isinstance(node[0], str)


def _below(name: str, key: str, node: Node) -> str:
    own = _bare(key)
    if not own:
        return name
    return name if is_wrapper(own) and _holds_lists(node) else _joined(name, own)


def _bare(key: str) -> str:
    """A key without blanks around it and without the colon behind it."""
    own = trimmed(key) or ""
    return own.rstrip(":： ") if own[-1:] in (":", "：") else own


def _lists_attributes(node: Node) -> bool:
    """Whether a node is a list of objects that are attributes."""
    return (
        isinstance(node, list)
        and not isinstance(node, Members)
        and any(isinstance(item, Members) and Record(item).is_attribute for item in node)
    )


def _holds_lists(node: Node) -> bool:
    """Whether a node has names of its own: it is an object, or a list of objects and lists."""
    return isinstance(node, Members) or (isinstance(node, list) and any(not is_scalar(item) for item in node))


def _joined(name: str, own: str) -> str:
    """``Display`` and ``Size`` as ``Display Size``, ``屏幕`` and ``尺寸`` as ``屏幕尺寸``."""
    if not name or not own:
        return name or own
    chinese = "一" <= name[-1] <= "鿿" and "一" <= own[0] <= "鿿"
    return f"{name}{own}" if chinese else f"{name} {own}"
