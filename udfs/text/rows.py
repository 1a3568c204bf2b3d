"""The lines and cells of a text as its seller laid it out, in the characters of its clean text.

Cleaning makes one line of a text. Here are the borders that it hid: line breaks, list items, rows and cells of tables.
"""

from __future__ import annotations

import re

import numpy as np

from udfs.text.cleaning import CleanText

Cell = tuple[int, int]
"""Half-open characters of a clean text."""

_BORDER = re.compile(
    r"(?P<cell><(?:td|th|dd)\b[^<>]*>|[\t|])|[\r\n]+|</?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|hr|section|dl)\b[^<>]*>|<dt\b[^<>]*>",
    re.IGNORECASE,
)
_BLANK = " \t|"


def rows(raw: str, text: CleanText) -> list[list[Cell]]:
    """Each line that shows anything, as its cells; most lines are one cell. ``text`` is the clean text of ``raw``."""
    found = list(_BORDER.finditer(raw))
    places = np.searchsorted(text.starts, [border.start() for border in found], side="left").tolist()
    kinds = [border["cell"] is not None for border in found]
    lines: list[list[Cell]] = [[]]
    start = 0
    for place, is_cell in zip([*places, len(text.text)], [*kinds, False], strict=True):
        if cell := _shown(text.text, start, place):
            lines[-1].append(cell)
        if not is_cell and lines[-1]:
            lines.append([])
        start = place
    return [cells for cells in lines if cells]


def _shown(text: str, start: int, end: int) -> Cell | None:
    while start < end and text[start] in _BLANK:
        start += 1
    while start < end and text[end - 1] in _BLANK:
        end -= 1
    return (start, end) if start < end else None
