"""What yes, no and none mean, by the first or last word of a name: is portable, batteries included, needs assembly."""

from __future__ import annotations

from udfs.writing.phrases.plain.english_words import is_plural, readable
from udfs.writing.phrases.plain.rendering import Piece
from udfs.writing.phrases.plain.topics import Topic

_VERBS = {
    "contains": "contain", "includes": "include", "supports": "support", "requires": "require", "needs": "need",
    "uses": "use", "allows": "allow", "has": "have", "comes": "come", "works": "work", "fits": "fit",
}  # fmt: skip
_BEHIND = {"required": "require", "needed": "need", "supported": "support"}


def boolean_sentence(about: Topic) -> list[Piece]:
    """A topic of kind yes, no or none; the words that affirm or deny are what the value says."""
    first, *rest = about.name
    yes = about.kind == "yes"
    if first in ("is", "are", "can", "not", "must", "will") and rest:
        return _be(first, rest, yes)
    if first in _VERBS and rest:
        return _do(_VERBS[first], first, " ".join(rest), yes)
    last = about.name[-1]
    if last in _BEHIND and len(about.name) > 1:
        return _do(_BEHIND[last], f"{_BEHIND[last]}s", " ".join(about.name[:-1]), yes)
    if last in ("included", "enabled", "safe", "washable", "resistant", "proof", "free") and len(about.name) > 1:
        return _included(about, yes)
    name = readable(" ".join(about.stem))
    return [Piece("The product "), Piece("has" if yes else "has no", 0), Piece(f" {name}.")]


def _be(verb: str, rest: list[str], yes: bool) -> list[Piece]:
    verb, yes = ("is", not yes) if verb == "not" else (verb, yes)
    verb = "is" if verb == "are" else verb
    return [Piece("This product "), Piece(verb if yes else f"{verb} not", 0), Piece(f" {readable(' '.join(rest))}.")]


def _do(verb: str, third: str, what: str, yes: bool) -> list[Piece]:
    said = Piece(third if yes else f"doesn't {verb}", 0)
    return [Piece("This product "), said, Piece(f" {readable(what)}.")]


def _included(about: Topic, yes: bool) -> list[Piece]:
    *what, last = about.name
    verb = "are" if is_plural(what[-1]) else "is"
    return [Piece(f"The {readable(' '.join(what))} "), Piece(verb if yes else f"{verb} not", 0), Piece(f" {last}.")]
