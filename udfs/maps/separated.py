"""Pairs in one text, parted by signs: ``k=v;k=v``, ``Key:value|Key:value``, a pair a line."""

from __future__ import annotations

import html
import re

Pair = tuple[str, str]

# Between pairs, the surest first. A comma parts the words of a value as often as two pairs.
_BETWEEN = tuple(map(re.compile, (r"[\n\r]", r"\|", r"[;；]", r"[\n\r|;；]", r"[,，]")))
_FOREIGN = re.compile(r"[\n\r|;；,，{}\[\]\"<>]")  # what no name holds
# Between a name and its value; :// is that of an address.
_WITHIN = re.compile(r"=>|[=：\t]|:(?!//)")
_EQUALS = re.compile(r"=>?")
_LONGEST = 80  # characters of a name
_HAS_LETTER = re.compile(r"[^\W\d_]")
# Taobao's own: number of the name, number of the value, name, value.
_NUMBERED = re.compile(r"-?\d+:-?\d+:([^:]+):(.*)", re.DOTALL)
_MARKUP = re.compile(r"<(?:br|table|tbody|tr|td|ul|ol|li|p|div|dl|dt|span|strong|b)\b", re.IGNORECASE)
_ROW = re.compile(r"</?(?:br|tr|li|p|div|dd|ul|ol|table|h[1-6])\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(r"</(?:td|th|dt)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def split_pairs(text: str) -> list[Pair]:
    """The pairs of a text; empty where it has none.

    The sign between pairs is the one by which the most pieces have a name. A piece without one goes on with the value
    before it, which held the sign; behind a | it is another value of that name.
    """
    lines = _unmarked(text) if _MARKUP.search(text) else text
    best: list[Pair] = []
    for between in _BETWEEN:
        first = between.search(lines)
        if first is None and best:
            continue
        found = _pairs([piece.strip() for piece in between.split(lines)], first.group() if first else "")
        if len(found) > len(best):
            best = found
    return best


def _unmarked(text: str) -> str:
    """HTML's rows and list items as lines, its cells parted by tabs."""
    rows = _TAG.sub("", _CELL.sub("\t", _ROW.sub("\n", text)))
    return "\n".join(line.strip() for line in html.unescape(rows).splitlines())


def _pairs(pieces: list[str], sign: str) -> list[Pair]:
    """The pairs that pieces hold; none where the first has no name, or a name holds a sign that parts pairs."""
    pieces = list(filter(None, pieces))
    numbered = [_NUMBERED.fullmatch(piece) for piece in pieces]
    if all(numbered):
        return [(match[1].strip(), match[2].strip()) for match in numbered if match]
    within = _EQUALS if all("=" in piece for piece in pieces) else _WITHIN
    found: list[tuple[str, list[str]]] = []
    for piece in pieces:
        name, value = _parted(piece, within)
        if name is not None:
            found.append((name, [value]))
        elif not found or _hides_a_name(piece, within):
            return []
        elif sign == "|":  # it parts values as well, and is in none
            found.append((found[-1][0], [value]))
        else:
            found[-1][1].append(value)
    return [(name, f"{sign.strip()} ".join(parts)) for name, parts in found]


def _parted(piece: str, within: re.Pattern[str]) -> tuple[str | None, str]:
    """Name and value of a piece; of one without a name, null and all of it."""
    sign = within.search(piece, 0, _LONGEST)
    if sign is None:
        return None, piece
    name = piece[: sign.start()].strip()
    if _FOREIGN.search(name) or not _HAS_LETTER.search(name):
        return None, piece
    return name, piece[sign.end() :].strip()


def _hides_a_name(piece: str, within: re.Pattern[str]) -> bool:
    """Whether a piece has a name behind another sign than the one by which it was cut: then that one parts the pairs.

    >>> _hides_a_name("Leather,color=Red", _EQUALS)
    True
    """
    sign = within.search(piece)
    return sign is not None and _FOREIGN.search(piece, 0, sign.start()) is not None
