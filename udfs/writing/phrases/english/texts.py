"""English texts: facts of a plan to sentences, or to the words of a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from udfs.records import Fact
from udfs.schema.schema import Schema
from udfs.writing.phrases.choosing import Chooser
from udfs.writing.phrases.english.heads import OFFERS, Head, Heads
from udfs.writing.phrases.english.opening import Identity, Opening, opening
from udfs.writing.phrases.english.pointing import Pointer
from udfs.writing.phrases.english.points import Point
from udfs.writing.phrases.english.sentences import (
    Predicate,
    Voice,
    goes_with,
    grouped,
    predicate,
    sentence,
    verb_phrase,
)
from udfs.writing.phrases.english.titles import title
from udfs.writing.phrases.english.words import Words
from udfs.writing.phrases.grouping import is_whole
from udfs.writing.phrases.pieces import Piece, Pieces, listed, plain
from udfs.writing.phrases.pieces import words as worded
from udfs.writing.phrases.remembering import ProductPoints
from udfs.writing.phrases.roles import Roles
from udfs.writing.phrases.rules import Phrases
from udfs.writing.phrases.templates import ARTICLE
from udfs.writing.planning.plan import Plan
from udfs.writing.records import Subject

_NAMES = ("series", "product_name", "model_number")
_DESCRIBING = 4  # points that the opening may place
_LONGEST_NAME = 6  # words
_LARGE_ARTICLE = f"{ARTICLE}^"
_FOLLOWING = 2  # predicates behind an opening
_REPORTS = 2  # sentences of a text that name a field and its value


class EnglishTexts:
    """Writes English for one schema. Kept by who writes: each attribute's words are made once."""

    def __init__(self, schema: Schema, phrases: Phrases, roles: Roles) -> None:
        self._schema, self._phrases, self._roles = schema, phrases, roles
        self._words = Words(phrases.english_words, deliberate=_is_deliberate(schema))
        self._points = ProductPoints(schema, self._point)
        self._pointer = cache(self._made_pointer)
        self._heads = cache(self._made_heads)

    def _made_pointer(self, category: str, key: str) -> Pointer:
        attribute = self._schema.attribute(category, key)
        role = self._roles.of(self._schema.categories[category], category, key, attribute)
        own = self._phrases.attribute(category, key)
        return Pointer(self._words, self._phrases.english, key, attribute, role, own)

    def _made_heads(self, category: str) -> Heads:
        known = self._schema.categories
        others = [each for key, each in known.items() if key != category]
        return Heads(self._words, known[category], self._phrases.categories.get(category), others)

    def _point(self, category: str, subject: Subject, key: str, facts: Sequence[Fact]) -> Point | None:
        return self._pointer(category, key).point(facts, whole=is_whole(subject, facts))

    def title(self, category: str, subject: Subject, plan: Plan) -> Pieces:
        """The words of a title; empty where nothing can be said."""
        points = list(chain.from_iterable(self._points.of(category, subject, plan)))
        identity, rest = self._identity(category, points, title=True)
        return self._settled(title(self._words, identity, rest)) if points else ()

    def sentences(self, category: str, subject: Subject, plan: Plan, chooser: Chooser) -> Pieces:
        """Sentences that say the facts of a plan; empty where none can be said."""
        by_sentence = self._points.of(category, subject, plan)
        points = list(chain.from_iterable(by_sentence))
        if not points:
            return ()
        identity, rest = self._identity(category, points)
        voice = Voice(identity.head.one, chooser)
        rest = _without_reports(rest)
        describing = _describing(rest)
        others = [point for point in rest if point not in describing]
        first = opening(self._phrases.english_openings, identity, describing, others, chooser)
        used = first.used if first else ()
        left = [[one for one in group if _holds(rest, one) and not _holds(used, one)] for group in by_sentence]
        begun = [_begun(first, left, voice)] if first else []
        texts = [*begun, *_following(left, identity.head, voice, begun=bool(begun))]
        return self._settled(listed([_capital(text) for text in texts], " ", " "))

    def _identity(self, category: str, points: Sequence[Point], *, title: bool = False) -> tuple[Identity, list[Point]]:
        """Noun, maker and name of a product, and the points that these do not say."""
        points = [point for point in points if not (point.role == "type" and plain(point.value).lower() in OFFERS)]
        by_role = {point.role: point for point in reversed(points) if point.role}
        heads = self._heads(category)
        kind = by_role.get("type")
        own = self._phrases.attribute(category, kind.attribute) if kind else None
        head = heads.of_kind(kind, own)
        brand = by_role.get("brand")
        name, named = _name(by_role, brand, (head or heads.of()).short, self._words, title=title)
        used = [point for point in (brand, named, kind if head else None) if point is not None]
        rest = [point for point in points if not _holds(used, point) and point.role != "product_name"]
        return Identity(head or heads.of(), brand.value if brand else None, name), rest

    def _settled(self, pieces: Pieces) -> Pieces:
        """The pieces with their articles decided, from the last to the first: each needs what stands behind it."""
        settled: list[Piece] = []
        following = ""
        for piece in reversed(pieces):
            text = piece.text
            if text.startswith(ARTICLE):
                article = self._words.article(following.lstrip())
                text = article.capitalize() if text == _LARGE_ARTICLE else article
            settled.append(piece._replace(text=text))
            following = (text + following)[:40]
        return tuple(reversed(settled))


def _following(left: Sequence[Sequence[Point]], head: Head, voice: Voice, *, begun: bool) -> Iterator[Pieces]:
    """The sentences behind the opening; where there is none, "its" has nothing to stand for."""
    subjects = [worded(voice.pronoun), worded(f"the {head.short}")]
    named, was_own = True, False
    for place, group in enumerate(_groups(left, voice)):
        named = was_own or (not named and voice.chooser.number(f"subject {place}", 3) == 0)
        was_own = group[0].form == "own"
        made = sentence(group, subjects[named], voice)
        yield made if begun or place else (Piece("the"), *made[1:]) if made[0].text in ("its", "their") else made


def _begun(first: Opening, left: list[list[Point]], voice: Voice) -> Pieces:
    """The first sentence, with the predicates that it takes from what is left."""
    if not (first.goes_on or first.that):
        return (*first.pieces, Piece("."))
    followers = _take(left, voice, ("have", "verb") if first.that else ("be", "have", "verb"))
    joint = Piece(" that " if first.that else " ")
    return (*first.pieces, joint, *verb_phrase(followers, one=voice.one), Piece("."))


def _holds(points: Sequence[Point], one: Point) -> bool:
    return any(point is one for point in points)


def _take(left: list[list[Point]], voice: Voice, forms: tuple[str, ...]) -> list[Predicate]:
    """The first predicates of these forms, which follow an opening; they are taken from what is left."""
    taken: list[Predicate] = []
    for group in left:
        for point in list(group):
            made = predicate(point, voice, forms)
            if made and (not taken or _goes_behind(taken, made)):
                taken.append(made)
                group.remove(point)
    return taken


def _goes_behind(taken: Sequence[Predicate], one: Predicate) -> bool:
    """Whether a sentence that has begun bears another predicate."""
    return len(taken) < _FOLLOWING and not any(each.is_list for each in taken) and goes_with(taken, one)


def _describing(points: Sequence[Point]) -> list[Point]:
    """Points that may stand beside the noun, in order: all that can stand nowhere else, and the first others."""
    able = [point for point in points if any(map(point.wordings, ("adj", "post")))]
    chosen = sorted(able, key=lambda point: point.can_follow)[:_DESCRIBING]
    return [point for point in able if _holds(chosen, point)]


def _groups(left: Sequence[Sequence[Point]], voice: Voice) -> Iterator[list[Predicate]]:
    """Predicates by sentence, those that are sentences themselves behind the others that were planned with them."""
    made = [[one for point in points if (one := predicate(point, voice)) is not None] for points in left]
    yield from grouped([one for each in made for one in sorted(each, key=lambda one: one.form == "own")])


def _without_reports(points: Sequence[Point]) -> list[Point]:
    """The points without all but a few that only report a field: its image format is DCF. Nobody reads on."""
    reports = [point for point in points if point.is_report]
    return [point for point in points if not _holds(reports[_REPORTS:], point)]


def _is_name(text: str) -> bool:
    """Whether a product may be called so: no long number, no sentence."""
    unclear = len(text) < 2 or not text[0].isalnum() or (text.isdigit() and len(text) > 4)
    return not unclear and len(text.split()) <= _LONGEST_NAME


def _name(
    by_role: dict[str, Point], brand: Point | None, head: str, words: Words, *, title: bool
) -> tuple[Pieces | None, Point | None]:
    for role in _NAMES:
        point = by_role.get(role)
        if point is None or len(point.facts) > 1:
            continue
        piece = point.value[0]
        text = _without_brand(piece.text, plain(brand.value) if brand else "")
        if role == "product_name":
            text = _bare(text, head, words)
        if _is_name(text) or (title and text.isdigit()):
            return (piece._replace(text=text),), point
    return None, None


def _bare(name: str, noun: str, words: Words) -> str:
    """A product's name without its noun and the remark behind it: EOS 5D, of EOS 5D Digital Camera (Black)."""
    whole = re.sub(r"\s*\([^()]*\)\s*\Z", "", name)
    bare = whole
    for word in reversed(noun.split()):
        bare = re.sub(rf"(?i)\s+{re.escape(word)}s?\Z", "", bare)
    while bare != whole and " " in bare and words.is_adjective(bare.rpartition(" ")[2].lower()):
        bare = bare.rpartition(" ")[0]
    return bare


def _without_brand(name: str, brand: str) -> str:
    if brand and name.casefold().startswith(brand.casefold()):
        return name[len(brand) :].strip(" -,:")
    return name


def _capital(text: Pieces) -> Pieces:
    """A sentence with its first letter large; names keep theirs."""
    first, *rest = text
    if first.text == ARTICLE:
        return (Piece(_LARGE_ARTICLE), *rest)
    return (first._replace(text=first.text[:1].upper() + first.text[1:]), *rest)


def _is_deliberate(schema: Schema) -> bool:
    """Whether capitals within the labels of a schema are meant: most labels of several words have small ones."""
    labels = (
        label.split()
        for category in schema.categories.values()
        for attribute in category.attributes.values()
        if attribute.is_choice
        for value in attribute.values.values()
        if (label := value.name.get("en"))
    )
    second = [words[1][0].isupper() for words in labels if len(words) > 1 and words[1][0].isalpha()]
    return bool(second) and sum(second) < len(second) / 2
