"""The lines and cells of a text as its seller laid it out, in the characters of its clean text.

Cleaning makes one line of a text. Here are the borders that it hid: line breaks, also those of a careless export, which
are a backslash and an n; list items, rows and cells of tables.
"""

from __future__ import annotations

import re

import numpy as np

from udfs.text.cleaning import CleanText

Cell = tuple[int, int]
"""Half-open characters of a clean text."""

_BORDER = re.compile(
    r"\\[nr]|(?P<cell><(?:td|th|dd)\b[^<>]*>|[\t|])|[\r\n]+|</?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|hr|section|dl)\b[^<>]*>|<dt\b[^<>]*>",
    re.IGNORECASE,
)
_BLANK = " \t|"


def rows(raw: str, text: CleanText) -> list[list[Cell]]:
    """Each line that shows anything, as its cells; most lines are one cell. ``text`` is the clean text of ``raw``."""
    found = list(_BORDER.finditer(raw))
    places, behind = (
        np.searchsorted(text.starts, [border.span()[side] for border in found], side="left").tolist() for side in (0, 1)
    )
    kinds = [border["cell"] is not None for border in found]
    lines: list[list[Cell]] = [[]]
    start = 0
    borders = zip([*places, len(text.text)], [*behind, 0], [*kinds, False], strict=True)
    for place, after, is_cell in borders:
        if cell := _shown(text.text, start, place):
            lines[-1].append(cell)
        if not is_cell and lines[-1]:
            lines.append([])
        start = after
    return [cells for cells in lines if cells]


def _shown(text: str, start: int, end: int) -> Cell | None:
    while start < end and text[start] in _BLANK:
        start += 1
    while start < end and text[end - 1] in _BLANK:
        end -= 1
    return (start, end) if start < end else None
