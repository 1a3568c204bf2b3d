"""Phrases with gaps, such as ``weigh[s] {value}``: compiled once, filled with pieces.

``{gap}`` is filled with the pieces of that name. ``[s]`` stands only where the subject is one thing: it weigh[s], they
weigh. ``{a}`` is an article that is decided once the text behind it is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from udfs.writing.phrases.pieces import Piece, Pieces

_TOKEN = re.compile(r"\{(?P<gap>\w+)\}|\[(?P<one>\w+)\]|(?P<text>[^{\[]+)")
ARTICLE = "\ue000"
"""Stands for an article until the word behind it is known."""


class _Part(NamedTuple):
    text: str
    gap: bool = False
    only_one: bool = False


@cache
def _compiled(template: str) -> tuple[_Part, ...]:
    return tuple(
        _Part(token["gap"], gap=True)
        if token["gap"]
        else _Part(token["one"], only_one=True)
        if token["one"]
        else _Part(token["text"])
        for token in _TOKEN.finditer(template)
    )


@cache
def gaps(template: str) -> frozenset[str]:
    """The names of the gaps of a template."""
    return frozenset(part.text for part in _compiled(template) if part.gap)


def fill(template: str, values: Mapping[str, Pieces], *, one: bool = True) -> Pieces:
    """The template with its gaps filled; ``one``: whether the subject is one thing. Raises KeyError for others."""
    filled: list[Piece] = []
    for part in _compiled(template):
        if part.gap:
            filled += (Piece(ARTICLE),) if part.text == "a" else values[part.text]
        elif not part.only_one or one:
            filled.append(Piece(part.text))
    return tuple(filled)
