"""Files of one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")
_TOLD = 20  # faults of a file in one message


def numbered_lines(path: str | Path) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank, counted from 1. Only line feeds end a line: the text may hold other separators.

    Raises OSError.
    """
    with open(path, "rb") as lines:
        yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def json_object(line: bytes) -> dict[str, Any]:
    """The object that a line holds. Raises ValueError saying what it holds instead."""
    try:
        found = json.loads(line)
        if b"\\u" in line:
            json.dumps(found, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError) as cause:  # what is no UTF-8 included
        raise ValueError(f"this line is no JSON ({cause}); correct or delete it") from cause
    if not isinstance(found, dict):
        raise ValueError(f"expected an object, got {type(found).__name__}")
    return found


def made_of_lines(path: str | Path, make: Callable[[dict[str, Any]], Made]) -> tuple[list[Made], str]:
    """What is made of each object of a file, and all faults as one text, each with file and line; "" without any.

    ``make`` raises ValueError for an object that is wrong. Raises OSError.
    """
    made: list[Made] = []
    faults: list[str] = []
    for number, line in numbered_lines(path):
        try:
            made.append(make(json_object(line)))
        except ValueError as fault:
            faults.append(f"{path}:{number}: {fault}")
    more = [f"and {len(faults) - _TOLD} more"] if len(faults) > _TOLD else []
    told = "\n  ".join([f"{len(faults)} fault(s)", *faults[:_TOLD], *more])
    return made, told if faults else ""
