"""A seller's map, in any notation and of any shape, as pairs of a name and a text. It takes time in proportion to its
length, and no map raises."""

from __future__ import annotations

import re
from typing import NamedTuple

from udfs.maps.flattening import Flattener
from udfs.maps.nodes import DepthError, Members, Node, node_of
from udfs.maps.notation import NotationError, read_notation
from udfs.maps.separated import split_pairs
from udfs.text.cleaning import trimmed
from udfs.text.placeholders import is_placeholder

_SHOWN = 60  # characters of a text that a fault shows
_OPENS = ("{", "[", "(")
_QUOTES = re.compile(r"[\"'\\]")
_EMPTY = re.compile(r"[{\[][\s{}\[\],]*[}\]]")
_PHP = re.compile(r"a:\d+:\{")


class Statement(NamedTuple):
    """What a seller states: a name and a text, neither of them blank."""

    key: str
    value: str


class SellerMap(NamedTuple):
    """``entries``: statements in the seller's order, a name perhaps twice, no pair twice; null where nothing was given.
    ``fault``: why a part of what was given says nothing; null where all of it was read."""

    entries: tuple[Statement, ...] | None = None
    fault: str | None = None


def read_map(given: object) -> SellerMap:
    """What one or several maps say, each a text in any notation, or plain data of ``json.loads``.

    Several maps come as :class:`Several`. A map that cannot be read leaves the others as they are.
    """
    maps = given if isinstance(given, Several) else [given]
    statements: dict[Statement, None] = {}
    faults: list[str] = []
    nothing = True
    for one in maps:
        found = _read(one)
        nothing = nothing and found.entries is None
        statements.update(dict.fromkeys(found.entries or ()))
        faults += [found.fault] if found.fault else []
    return SellerMap(None if nothing else tuple(statements), "; ".join(faults) or None)


class Several(list[object]):
    """Maps that are read as one."""


def _read(given: object) -> SellerMap:
    if given is None or (isinstance(given, str) and _says_nothing(given)):
        return SellerMap()
    flattener = Flattener(_nested)
    try:
        node = _node(given) if isinstance(given, str) else node_of(given)
        found = tuple(Statement(*pair) for pair in flattener.pairs(node))
    except (NotationError, DepthError) as fault:
        return SellerMap(None, f"cannot be read: {fault}; it begins {_shown(str(given))}")
    if not found and flattener.unnamed is not None:
        return SellerMap(None, f"no names and values in {_shown(flattener.unnamed)}")
    return SellerMap(found)


def _says_nothing(text: str) -> bool:
    """Whether a text is blank or a placeholder. An empty map is a map."""
    bare = trimmed(text)
    return bare is None or (is_placeholder(bare) and not _EMPTY.fullmatch(bare))


def _node(text: str, depth: int = 0) -> Node:
    """The node of a whole map, which a text writes out or parts by signs. Raises NotationError."""
    bare = trimmed(text) or ""
    if bare.startswith('"') and bare.endswith('"') and depth < 3:
        inner = read_notation(bare)  # JSON as a text of JSON
        return _node(inner, depth + 1) if isinstance(inner, str) else inner
    if _PHP.match(bare):
        raise NotationError("it is PHP's serialized form, export it as JSON")
    if not bare.startswith(_OPENS):
        return bare
    try:
        return read_notation(bare)
    except NotationError:
        # {Color=Red, Size=M}, as Java prints it; [Acme] Colour: red
        closed = bare.startswith("{") and bare.endswith("}") and not _QUOTES.search(bare)
        if pairs := split_pairs(bare[1:-1] if closed else bare):
            return Members(pairs)
        raise


def _nested(text: str) -> Node:
    """What a value writes out; a value that is no list and no object, as it is. ``[new]`` is a text."""
    bare = text.strip()
    if bare[:1] not in ("{", "[") or bare[-1:] not in ("}", "]"):
        return text
    try:
        node = read_notation(bare)
    except (NotationError, DepthError):
        return text
    return node if isinstance(node, list) else text


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
