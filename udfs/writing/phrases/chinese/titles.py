"""Chinese titles: 小米双肩包 20升 黑色."""

from __future__ import annotations

from collections.abc import Sequence

from udfs.writing.phrases.chinese.heads import Head
from udfs.writing.phrases.chinese.points import Point
from udfs.writing.phrases.pieces import Pieces, chain, listed, plain
from udfs.writing.phrases.templates import fill, gaps

_LONGEST = 16  # characters of a fact
_BEFORE = 3  # words before the noun


def title(head: Head, brand: Pieces | None, name: Pieces | None, points: Sequence[Point]) -> Pieces:
    """Maker, name, noun with what stands before it, then the other facts, the colour and size last."""
    before = [point for point in points if point.wordings("mod") and not point.rule.last][:_BEFORE]
    noun = chain(
        *(point.say(point.wordings("mod")[0]) for point in sorted(before, key=lambda one: one.rule.rank)), head.pieces
    )
    named = [part for part in (brand, name) if part]
    described = [] if head.is_generic and named and not before else [noun]
    others = [
        made
        for point in sorted(points, key=lambda one: one.rule.last)
        if point not in before and (made := _said(point))
    ]
    return listed([*named, *described, *others], " ", " ")


def _said(point: Point) -> Pieces:
    """A fact as a word of a title; empty for those that a title does not have."""
    if not point.rule.title or len(plain(point.value)) > _LONGEST or (point.is_list and not point.rule.last):
        return ()
    fits = gaps(point.rule.title) <= point.gaps.keys()  # the part may have no Chinese name
    return fill(point.rule.title, point.gaps) if fits else point.value
