"""Lines of a JSON file to its objects: several on a line, one over several lines, or the elements of an array.

What makes no object is a broken record of its own. Time is linear in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

LONGEST = 1_000_000
"""Characters that an object over several lines may have; one that is open for longer is taken for broken."""

Record = tuple[str, bool, int, bool]
"""Text, whether it is broken, its lines, whether it is doubtful (never)."""

_MARK = re.compile(r'"(?:[^"\\]|\\.)*+"|["{}\[\]]')
_BETWEEN = " \t\r\n,[]\ufeff"
_MANY = 1000  # lines by which a file is judged


def is_by_lines(head: Iterable[str]) -> bool:
    """Whether most of a file's first lines are whole objects, so that each line stands for itself."""
    lines = [line for line in head if line.strip(_BETWEEN)][:_MANY]
    whole = sum(all(not broken for _, broken in objects(line)) for line in lines)
    return whole * 2 >= len(lines)


def objects(text: str) -> Iterator[tuple[str, bool]]:
    """The objects of a text in order, each as it stands there, and whether it is broken; arrays of them are opened."""
    decoder, place = json.JSONDecoder(), 0
    while True:
        place = _skip(text, place)
        if place == len(text):
            return
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            yield text[place:].strip(), True
            return
        yield text[place:end], not isinstance(value, dict)
        place = end


def by_lines(lines: Iterable[str]) -> Iterator[Record]:
    """The objects of a file each of whose lines stands for itself."""
    for line in lines:
        for text, broken in objects(line):
            yield text, broken, 1, False


def by_depth(lines: Iterable[str]) -> Iterator[Record]:
    """The objects of a file by their braces, over the ends of lines.

    An object that is never closed ends where a line begins as its own first line did, if its lines are indented.
    """
    kept: list[str] = []
    depth = size = 0
    for line in lines:
        if kept and (size > LONGEST or _begins_another(kept, line)):
            yield _joined(kept, broken=True)
            kept, depth, size = [], 0, 0
        start = 0
        for mark in _MARK.finditer(line):
            sign = mark[0]
            if sign == "{" and not depth:
                yield from _stray(line[start : mark.start()])
                # The first one keeps its indentation.
                start = mark.start() if start or line[: mark.start()].strip(_BETWEEN) else 0
            if depth or sign == "{":
                depth += (sign in ("{", "[")) - (sign in ("}", "]"))
                if not depth:
                    kept.append(line[start : mark.end()])
                    yield _joined(kept, broken=False)
                    kept, size, start = [], 0, mark.end()
        if depth:
            kept.append(line[start:])
            size += len(line)
        else:
            yield from _stray(line[start:])
    if kept:
        yield _joined(kept, broken=True)


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BETWEEN:
        place += 1
    return place


def _stray(text: str) -> Iterator[Record]:
    """Text between objects that is none."""
    if text.strip(_BETWEEN):
        yield text.strip(), True, 1, False


def _joined(kept: list[str], *, broken: bool) -> Record:
    text = "\n".join(kept).strip(" \t\r\n,")
    return text.lstrip(_BETWEEN), broken, len(kept), False


def _begins_another(kept: list[str], line: str) -> bool:
    """Whether a line is indented as the first line of an object that is still open, and its others deeper."""
    if len(kept) < 2 or not line.lstrip().startswith("{"):
        return False
    first, second = _indent(kept[0]), _indent(kept[1])
    return _indent(line) == first < second


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
