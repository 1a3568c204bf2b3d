"""Chinese texts: facts of a plan to sentences of clauses, or to the words of a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain as flattened

from udfs.records import Fact
from udfs.schema.schema import Schema
from udfs.writing.phrases.chinese.heads import Head, Heads
from udfs.writing.phrases.chinese.points import Point, Pointer
from udfs.writing.phrases.chinese.titles import title
from udfs.writing.phrases.choosing import Chooser
from udfs.writing.phrases.pieces import Piece, Pieces, chain, listed, plain
from udfs.writing.phrases.pieces import words as worded
from udfs.writing.phrases.remembering import ProductPoints
from udfs.writing.phrases.roles import Roles
from udfs.writing.phrases.rules import Phrases
from udfs.writing.phrases.templates import fill, gaps
from udfs.writing.planning.plan import Plan
from udfs.writing.records import Subject

_NAMES = ("series", "product_name", "model_number")
_BOUND = re.compile("最[长大高]|不超过|至少")
_LATIN = re.compile("[A-Za-z0-9]")
_GOES_ON = "..."
_SUBJECTS = ("", "", "该{noun}", "这款{noun}")
_LONGEST_NAME = 24  # characters
_BEFORE = 3  # words before the noun
_LONGEST_NOUN = 14  # characters of the noun with what stands before it
_MOST = 4  # clauses of a sentence
_LONGEST = 60  # characters of a sentence that takes another clause


class ChineseTexts:
    """Writes Chinese for one schema. Kept by who writes: each attribute's words are made once."""

    def __init__(self, schema: Schema, phrases: Phrases, roles: Roles) -> None:
        self._schema, self._phrases, self._roles = schema, phrases, roles
        self._points = ProductPoints(schema, self._point)
        self._pointer = cache(self._made_pointer)
        self._heads = cache(self._made_heads)

    def _made_pointer(self, category: str, key: str) -> Pointer:
        attribute = self._schema.attribute(category, key)
        role = self._roles.of(self._schema.categories[category], category, key, attribute)
        own = self._phrases.attribute(category, key)
        return Pointer(self._phrases.chinese_words, self._phrases.chinese, key, attribute, role, own)

    def _made_heads(self, category: str) -> Heads:
        return Heads(self._schema.categories[category], self._phrases.categories.get(category))

    def _point(self, category: str, _: Subject, key: str, facts: Sequence[Fact]) -> Point | None:
        return self._pointer(category, key).point(facts)

    def title(self, category: str, subject: Subject, plan: Plan) -> Pieces:
        """The words of a title; empty where nothing can be said."""
        points = list(flattened.from_iterable(self._points.of(category, subject, plan)))
        if not points:
            return ()
        head, brand, name, rest = self._identity(category, points, title=True)
        return title(head, brand, name, rest)

    def sentences(self, category: str, subject: Subject, plan: Plan, chooser: Chooser) -> Pieces:
        """Sentences that say the facts of a plan; empty where none can be said."""
        by_sentence = self._points.of(category, subject, plan)
        points = list(flattened.from_iterable(by_sentence))
        if not points:
            return ()
        head, brand, name, rest = self._identity(category, points)
        before = self._before(head, rest, chooser)
        noun = chain(*(_said(point, "mod", chooser) for point in before), head.pieces)
        left = [[one for one in group if _holds(rest, one) and not _holds(before, one)] for group in by_sentence]
        clauses = _clauses(left, chooser)
        begun, goes_on = self._opening(head, brand, name, noun, chooser, can_go_on=any(clauses))
        return spaced(chain(*self._joined(begun, goes_on, clauses, head, chooser)))

    def _joined(
        self, begun: Pieces, goes_on: bool, clauses: Sequence[Sequence[Pieces]], head: Head, chooser: Chooser
    ) -> Iterator[Pieces]:
        """The opening with the clauses that go with it, then sentences of the others."""
        groups = list(_groups(clauses, len(plain(begun))))
        first = groups.pop(0) if groups else []
        yield listed([chain(begun, first[0]), *first[1:]] if goes_on and first else [begun, *first], "，", "，")
        yield worded("。")
        for place, group in enumerate(groups):
            subject = chooser.of(f"subject {place}", _SUBJECTS if len(group) > 1 else _SUBJECTS[-2:])
            yield fill(subject, {"noun": worded(head.short)})
            yield listed(group, "，", "，")
            yield worded("。")

    def _opening(
        self,
        head: Head,
        brand: Pieces | None,
        name: Pieces | None,
        noun: Pieces,
        chooser: Chooser,
        *,
        can_go_on: bool,
    ) -> tuple[Pieces, bool]:
        known = {"noun", "measure"} | ({"brand"} if brand else set()) | ({"name"} if name else set())
        needed = known - {"noun", "measure"}
        fits = [
            each
            for each in self._phrases.chinese_openings
            if gaps(each) - {"noun", "measure"} == needed and (can_go_on or not each.endswith(_GOES_ON))
        ]
        template = chooser.of("opening", fits)
        values = {"noun": noun, "brand": brand or (), "name": name or (), "measure": worded(self._measure(head))}
        return fill(template.removesuffix(_GOES_ON), values), template.endswith(_GOES_ON)

    def _measure(self, head: Head) -> str:
        text = plain(head.pieces)
        found = (
            (ending, measure)
            for ending, measure in self._phrases.chinese_words.measures.items()
            if text.endswith(ending)
        )
        return max(found, key=lambda each: len(each[0]), default=("", "款"))[1]

    def _before(self, head: Head, points: Sequence[Point], chooser: Chooser) -> list[Point]:
        """The points that stand before the noun."""
        found: list[Point] = []
        length = len(plain(head.pieces))
        for point in points:
            size = len(plain(point.value))
            if not point.wordings("mod") or len(found) == _BEFORE or length + size > _LONGEST_NOUN:
                continue
            if not point.wordings("clause") or point.role == "form" or chooser.number(f"place {point.attribute}", 3):
                found.append(point)
                length += size
        return sorted(found, key=lambda point: point.rule.rank)

    def _identity(
        self, category: str, points: Sequence[Point], *, title: bool = False
    ) -> tuple[Head, Pieces | None, Pieces | None, list[Point]]:
        """Noun, maker and name of a product, and the points that these do not say."""
        by_role = {point.role: point for point in reversed(points) if point.role}
        kind = by_role.get("type")
        heads = self._heads(category)
        head = heads.of_kind(kind, self._phrases.attribute(category, kind.attribute) if kind else None)
        brand = by_role.get("brand")
        name, named = _name(by_role, plain(brand.value) if brand else "", title=title)
        used = [point for point in (brand, named, kind if head else None) if point is not None]
        rest = [point for point in points if not _holds(used, point) and point.role != "product_name"]
        return head or heads.of(), brand.value if brand else None, name, rest


def _name(by_role: dict[str, Point], brand: str, *, title: bool) -> tuple[Pieces | None, Point | None]:
    for role in _NAMES:
        point = by_role.get(role)
        if point is None or point.is_list:
            continue
        piece = point.value[0]
        text = (
            piece.text[len(brand) :].strip(" -")
            if brand and piece.text.casefold().startswith(brand.casefold())
            else piece.text
        )
        if text and len(text) <= _LONGEST_NAME and (title or not (text.isdigit() and len(text) > 4)):
            return (piece._replace(text=text),), point
    return None, None


def _holds(points: Sequence[Point], one: Point) -> bool:
    return any(point is one for point in points)


def _said(point: Point, form: str, chooser: Chooser) -> Pieces:
    return point.say(chooser.of(f"{form} {point.attribute}", point.wordings(form)))


def _clauses(left: Sequence[Sequence[Point]], chooser: Chooser) -> list[list[Pieces]]:
    """A clause for each point, two neighbours not with the same beginning where there is a choice."""
    made: list[list[Pieces]] = []
    before = ""
    for group in left:
        made.append([])
        for point in group:
            if options := point.wordings("clause"):
                others = [one for one in options if plain(point.say(one))[:2] != before] or options
                clause = point.say(chooser.of(f"clause {point.attribute}", others))
                before = plain(clause)[:2]
                made[-1].append(clause)
    return made


def _groups(clauses: Sequence[Sequence[Pieces]], begun: int) -> Iterator[list[Pieces]]:
    """Clauses by sentence: those of one planned sentence together, the first ones with the opening; none is alone."""
    groups: list[list[Pieces]] = [[]]
    length, most = begun, _MOST - 1
    for planned in clauses:
        if len(groups[-1]) > 1 and planned:
            groups.append([])
            length, most = 0, _MOST
        for clause in planned:
            size = len(plain(clause))
            if groups[-1] and (len(groups[-1]) >= most or length + size > _LONGEST):
                groups.append([])
                length, most = 0, _MOST
            groups[-1].append(clause)
            length += size + 1
    if len(groups) > 1 and len(groups[-1]) == 1 and len(groups[-2]) <= _MOST:
        alone = groups.pop()
        groups[-1] += alone
    return iter([group for group in groups if group])


def spaced(pieces: Pieces) -> Pieces:
    """The pieces with a blank where two words in Latin letters meet, and without 为 before 最长 and the like."""
    made: list[Piece] = []
    for piece in (piece for piece in pieces if piece.text):
        last = made[-1].text if made else ""
        if last.endswith("为") and _BOUND.match(piece.text):
            made[-1] = made[-1]._replace(text=last[:-1])
        elif _LATIN.match(last[-1:]) and _LATIN.match(piece.text):
            made.append(Piece(" "))
        made.append(piece)
    return tuple(made)
