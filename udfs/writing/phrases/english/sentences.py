"""English sentences of several predicates with one subject: It weighs 1.2 kg, holds 20 L and has a rain cover."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from udfs.writing.phrases.choosing import Chooser
from udfs.writing.phrases.english.points import Point
from udfs.writing.phrases.pieces import Piece, Pieces, chain, listed, plain, words

_FORMS = ("be", "have", "verb", "own")
_BEHIND = re.compile(r"(?:made|for|by|from|in|compatible|rated|controlled|picked|allowed|not) ")  # other adjectives
_TWO = re.compile(r" and (?:has|have) ")
_MOST = 3  # predicates of a sentence
_MOST_COMPLEMENTS = 3  # behind one "is"
_LONGEST_OWN = 110  # the same, of sentences of their own that are joined
_LONGEST = 150  # characters of a sentence that takes another predicate


class Predicate(NamedTuple):
    """What is said behind a subject. ``form``: be, have, verb, or own, a sentence without a subject."""

    form: str
    pieces: Pieces
    is_list: bool


class Voice(NamedTuple):
    """How the product is spoken of: whether as one thing, and by which pronoun."""

    one: bool
    chooser: Chooser

    @property
    def pronoun(self) -> str:
        """It or they."""
        return "it" if self.one else "they"


def predicate(point: Point, voice: Voice, allowed: Sequence[str] = _FORMS) -> Predicate | None:
    """One of the ways to say a point, by the forms that are allowed; null where there is none."""
    forms = [form for form in point.predicates if form in allowed]
    if not forms:
        return None
    if len(forms) > 1:
        forms = [form for form in forms if form != "own"]
    form = voice.chooser.of(f"form {point.attribute}", forms)
    wording = voice.chooser.of(f"wording {point.attribute}", point.wordings(form))
    return Predicate(form, point.say(wording, one=voice.one), point.is_list)


def grouped(predicates: Sequence[Predicate]) -> Iterator[list[Predicate]]:
    """Predicates by sentence, in order: no more than three, one list, and no sentence of its own beside others."""
    group: list[Predicate] = []
    for one in predicates:
        if group and not goes_with(group, one):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def goes_with(group: Sequence[Predicate], one: Predicate) -> bool:
    """Whether a sentence with these predicates bears another."""
    own = one.form == "own"
    if own != (group[0].form == "own") or any(is_full(each) for each in (*group, one)):
        return False
    length = sum(len(plain(each.pieces)) for each in (*group, one))
    if own:
        if any(": " in plain(each.pieces) for each in (*group, one)):
            return False
        return len(group) < _MOST and not any(each.is_list for each in (*group, one)) and length < _LONGEST_OWN
    complements = [each for each in (*group, one) if each.form == "be"]
    if len(complements) > _MOST_COMPLEMENTS or sum(_goes_behind(each.pieces) for each in complements) > 1:
        return False  # is controlled by touch and for office work
    if len(complements) > 1 and any(plain(each.pieces).startswith("for ") for each in complements):
        return False  # is white and for study
    if any(_clash(plain(each.pieces), plain(one.pieces)) for each in group if each.form == one.form == "verb"):
        return False
    lists = sum(each.is_list for each in (*group, one))
    return len(group) < _MOST and length < _LONGEST and lists < 2


def _clash(one: str, other: str) -> bool:
    """Whether two predicates have one verb in two senses: comes from China, comes as loose leaves."""
    mine, theirs = one.split(" ", 2), other.split(" ", 2)
    return mine[0] == theirs[0] and ("from" in (mine[1:2] + theirs[1:2]))


def is_full(one: Predicate) -> bool:
    """Whether a predicate holds two already: is reflective and has a chest strap."""
    return one.form == "verb" and _TWO.search(plain(one.pieces)) is not None


def verb_phrase(group: Sequence[Predicate], *, one: bool) -> Pieces:
    """Predicates joined: is black and 20 cm high, weighs 1.2 kg and has a rain cover. What is a list comes last."""
    ordered = sorted(group, key=lambda each: (each.is_list, _ORDER[each.form]))
    phrases: list[Pieces] = []
    for form in dict.fromkeys(each.form for each in ordered):
        items = sorted((each.pieces for each in ordered if each.form == form), key=_goes_behind)
        if form == "verb":
            phrases += _merged(items)
        else:
            verb = {"be": ("is", "are"), "have": ("has", "have")}[form][0 if one else 1]
            phrases.append((Piece(f"{verb} "), *listed(items, ", ", " and ")))
    return listed(phrases, ", ", ", and " if len(phrases) > 2 or _is_long(phrases) else " and ")


def _merged(phrases: Sequence[Pieces]) -> list[Pieces]:
    """Predicates with one verb as one: comes as loose leaves and in a tin."""
    by_verb: dict[str, list[Pieces]] = {}
    for phrase in phrases:
        by_verb.setdefault(plain(phrase).split(" ", 1)[0], []).append(phrase)
    return [
        listed([first, *(_without_verb(other, verb) for other in others)], ", ", " and ")
        for verb, (first, *others) in by_verb.items()
    ]


def _without_verb(phrase: Pieces, verb: str) -> Pieces:
    first, *rest = phrase
    if first.text.startswith(f"{verb} "):
        return (first._replace(text=first.text[len(verb) + 1 :]), *rest)
    bare = list(phrase)  # the verb and its s are pieces of their own
    while bare and not bare[0].text.startswith(" "):
        bare = bare[1:]
    return (bare[0]._replace(text=bare[0].text[1:]), *bare[1:]) if bare else phrase


def _goes_behind(pieces: Pieces) -> bool:
    """Whether it follows adjectives: is black and made for men."""
    return _BEHIND.match(plain(pieces)) is not None


_ORDER = {"be": 0, "verb": 1, "have": 2, "own": 3}


def _is_long(phrases: Sequence[Pieces]) -> bool:
    """Whether a comma helps: the last of two phrases is a list, or the first one holds an and."""
    return len(phrases) == 2 and " and " in plain(phrases[0])


def sentence(group: Sequence[Predicate], subject: Pieces, voice: Voice) -> Pieces:
    """A sentence of a subject and its predicates, with its full stop."""
    if group[0].form == "own":
        return chain(listed([each.pieces for each in group], ", ", " and "), words("."))
    return chain(subject, words(" "), verb_phrase(group, one=voice.one), words("."))
