"""The first sentence of an English text: who makes it, what it is, how it looks, in one of many ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from udfs.writing.phrases.choosing import Chooser
from udfs.writing.phrases.english.heads import Head
from udfs.writing.phrases.english.points import Point
from udfs.writing.phrases.pieces import Piece, Pieces, chain, plain, words
from udfs.writing.phrases.templates import ARTICLE, fill, gaps

_BEFORE = 2  # words before the noun, as a rule
_TAIL = 60  # characters behind the noun
_GOES_ON = " ..."
_THAT = " that ..."


@dataclass(frozen=True, slots=True)
class Identity:
    """What a product is: its noun, its maker and name if they may be said, and the points that describe it."""

    head: Head
    brand: Pieces | None = None
    name: Pieces | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A first sentence, without its full stop. ``goes_on``: a predicate has to follow; ``that``: it follows that.

    ``used``: the points that it says.
    """

    pieces: Pieces
    goes_on: bool
    that: bool
    used: tuple[Point, ...]


def opening(
    templates: Sequence[str], identity: Identity, points: Sequence[Point], chooser: Chooser, *, more: int
) -> Opening:
    """One of the openings that fit. ``points``: those that may describe the noun, in order; ``more``: how many points
    can stand in a predicate."""
    head = identity.head
    before, tail, front, left = _placed(points, chooser, leave_one=more <= len(points))
    used_tail = tail[:1] if before else tail
    fits = [
        each for each in templates if _fits(each, identity, can_go_on=more - len(before) - len(tail) - len(front) > 0)
    ]
    template = chooser.of("opening", fits)
    del left
    that, goes_on = template.endswith(_THAT), template.endswith(_GOES_ON) and not template.endswith(_THAT)
    body = template.removesuffix(_THAT).removesuffix(_GOES_ON)
    takes_tail = "{tail}" in template
    behind = tail if takes_tail else []
    noun = chain(*(_with_blank(point, "adj", chooser, one=head.one) for point in before), head.pieces)
    article = () if head.many or head.mass else (Piece(ARTICLE), Piece(" "))
    values: Mapping[str, Pieces] = {
        "brand": identity.brand or (),
        "name": identity.name or (),
        "noun": noun,
        "a_noun": (*article, *noun),
        "tail": chain(*((Piece(" "), *_said(point, "post", chooser, one=head.one)) for point in behind)),
        "this": words("these" if head.many else "this"),
        "is": words("are" if head.many else "is"),
    }
    del used_tail
    text = fill(body, values, one=head.one)
    starts = body.startswith(("the ", "{this}"))
    lead = front if starts else []
    if lead:
        text = (*_said(lead[0], "front", chooser, one=head.one), Piece(", "), *text)
    return Opening(text, goes_on, that, (*before, *behind, *lead))


def _fits(template: str, identity: Identity, *, can_go_on: bool) -> bool:
    needed = gaps(template)
    if ("brand" in needed) != (identity.brand is not None) or ("name" in needed) != (identity.name is not None):
        return False
    if template.endswith(_GOES_ON):
        if not can_go_on:
            return False
        return not (identity.head.is_generic and (template.endswith(_THAT) or "a_noun" in needed))
    return not (identity.head.is_generic and "a_noun" in needed)


def _placed(
    points: Sequence[Point], chooser: Chooser, *, leave_one: bool
) -> tuple[list[Point], list[Point], list[Point], list[Point]]:
    """Points before the noun, behind it, at the head of the sentence, and those left for a predicate."""
    before: list[Point] = []
    tail: list[Point] = []
    front: list[Point] = []
    left: list[Point] = []
    length = 0
    for point in points:
        options = []
        if point.wordings("adj") and len(before) < _BEFORE:
            options += ["adj"] * 4
        if point.wordings("post") and not tail and length + len(plain(point.value)) < _TAIL:
            options += ["post"] * 2
        if point.wordings("front") and not front:
            options += ["front"]
        if point.predicates:
            options += ["left"] * (2 if leave_one and not left else 1)
        place = chooser.of(f"place {point.attribute}", options) if options else "left"
        {"adj": before, "post": tail, "front": front, "left": left}[place].append(point)
        length += len(plain(point.value)) if place == "post" else 0
    return sorted(before, key=lambda point: point.rule.rank), tail, front, left


def _said(point: Point, form: str, chooser: Chooser, *, one: bool) -> Pieces:
    return point.say(chooser.of(f"{form} {point.attribute}", point.wordings(form)), one=one)


def _with_blank(point: Point, form: str, chooser: Chooser, *, one: bool) -> Pieces:
    return chain(_said(point, form, chooser, one=one), words(" "))
