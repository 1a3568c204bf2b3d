"""The first sentence of an English text: who makes it, what it is, how it looks, in one of many ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from udfs.writing.phrases.choosing import Chooser
from udfs.writing.phrases.english.heads import Head
from udfs.writing.phrases.english.points import Point
from udfs.writing.phrases.pieces import Piece, Pieces, chain, plain, words
from udfs.writing.phrases.templates import ARTICLE, fill, gaps

_BEFORE = 2  # words before the noun, as a rule
_MOST_BEFORE = 3
_NEAR = 60  # rank from which a word stands next to its noun: black Sony over-ear headphones
_TAIL = 60  # characters behind the noun
_GOES_ON = " ..."
_THAT = " that ..."
_BARE = ("{a_noun}", "from {brand}:", "{this} {is} {a_noun}")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a product is: its noun, and its maker and name if they may be said."""

    head: Head
    brand: Pieces | None = None
    name: Pieces | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A first sentence without its full stop, and the points that it says.

    ``goes_on``: a predicate has to follow, ``that``: one that does something has to follow "that".
    """

    pieces: Pieces
    goes_on: bool
    that: bool
    used: tuple[Point, ...]


class _Places(NamedTuple):
    """Points before the noun and behind it."""

    before: list[Point]
    tail: list[Point]

    @property
    def all(self) -> list[Point]:
        return [*self.before, *self.tail]


def opening(
    templates: Sequence[str], identity: Identity, points: Sequence[Point], others: Sequence[Point], chooser: Chooser
) -> Opening | None:
    """One of the openings that fit. ``points`` may describe the noun, ``others`` may only follow, both in order.

    Null where none fits: nothing is known but what is a sentence of its own.
    """
    for places in (_placed(points, identity.head, chooser), _Places([], [])):
        if found := _opened(templates, identity, places, [*points, *others], chooser):
            return found
    return None


def _opened(
    templates: Sequence[str], identity: Identity, places: _Places, points: Sequence[Point], chooser: Chooser
) -> Opening | None:
    left = [point for point in points if point.can_follow and not any(point is one for one in places.all)]
    does = any({"have", "verb"} & set(point.predicates) for point in left)
    fitting = [each for each in templates if _fits(each, identity, goes_on=bool(left), does=does)]
    if not fitting:
        return None
    described = [each for each in fitting if _is_full(each, places)]
    template = chooser.of("opening", described or [each for each in fitting if "{is}" in each] or fitting)
    body = template.removesuffix(_THAT).removesuffix(_GOES_ON)
    text = fill(body, _gaps(identity, places, chooser), one=identity.head.one)
    tail = places.tail if "{tail}" in template else []
    that = template.endswith(_THAT)
    return Opening(text, template.endswith(_GOES_ON) and not that, that, (*places.before, *tail))


def _gaps(identity: Identity, places: _Places, chooser: Chooser) -> Mapping[str, Pieces]:
    head = identity.head
    far, near = (
        chain(*((*_said(point, "adj", chooser, one=head.one), Piece(" ")) for point in some))
        for some in _split(places.before)
    )
    article = () if head.many or head.mass else (Piece(ARTICLE), Piece(" "))
    return {
        "brand": identity.brand or (),
        "brands": chain(identity.brand or (), words("'" if plain(identity.brand or ()).endswith("s") else "'s")),
        "name": identity.name or (),
        "before": far,
        "bare": chain(near, head.pieces),
        "noun": chain(far, near, head.pieces),
        "a_noun": chain(article, far, near, head.pieces),
        "tail": chain(*((Piece(" "), *_said(point, "post", chooser, one=head.one)) for point in places.tail)),
        "this": words("these" if head.many else "this"),
        "is": words("are" if head.many else "is"),
    }


def _split(before: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """Those that stand before a brand, and those that stay next to the noun."""
    return [one for one in before if one.rule.rank < _NEAR], [one for one in before if one.rule.rank >= _NEAR]


def _fits(template: str, identity: Identity, *, goes_on: bool, does: bool) -> bool:
    needed = gaps(template)
    if bool({"brand", "brands"} & needed) != (identity.brand is not None):
        return False
    if ("name" in needed) != (identity.name is not None) or (identity.head.is_generic and "a_noun" in needed):
        return False
    if template.endswith(_THAT):
        return does
    return goes_on or not template.endswith(_GOES_ON)


def _is_full(template: str, places: _Places) -> bool:
    """Whether an opening says enough: a noun by itself is no sentence."""
    said = bool(places.before) or (bool(places.tail) and "{tail}" in template)
    return said or not (template.startswith(_BARE) or ", {a_noun}" in template)


def _placed(points: Sequence[Point], head: Head, chooser: Chooser) -> _Places:
    places = _Places([], [])
    for point in sorted(points, key=_can_wait):
        place = chooser.of(f"place {point.attribute}", _options(point, places, head))
        if place:
            {"adj": places.before, "post": places.tail}[place].append(point)
    return places._replace(before=sorted(places.before, key=lambda point: point.rule.rank))


def _can_wait(point: Point) -> bool:
    """Whether a point can be said later as well as before the noun."""
    return point.can_follow


def _options(point: Point, places: _Places, head: Head) -> list[str]:
    """Where a point may stand, the likelier ones several times; "" is in a sentence of its own."""
    size = len(plain(point.value))
    options: list[str] = []
    most = _BEFORE if _can_wait(point) else _MOST_BEFORE
    if point.wordings("adj") and len(places.before) < most and not _is_said(point, head):
        if not _can_wait(point):
            return ["adj"]
        options += ["adj"] * 4
    if point.wordings("post") and not places.tail and size < _TAIL and ", and " not in plain(point.value):
        options += ["post"] * 2
    return [*options, ""] if point.predicates or not options else options


def _is_said(point: Point, head: Head) -> bool:
    """Whether the noun has the word already: no glass drinking glass."""
    return not set(plain(point.value).lower().split()).isdisjoint(plain(head.pieces).lower().split())


def _said(point: Point, form: str, chooser: Chooser, *, one: bool) -> Pieces:
    return point.say(chooser.of(f"{form} {point.attribute}", point.wordings(form)), one=one)
