"""A plain English sentence from the words of an attribute's name and its values, for attributes without phrase rules.

All content words of a sentence are those of the name and the values. Which frame is taken is learned by counting: the
weights of weights.tsv say how well a frame fits words of a name and kinds of values (``benchmarks.texts fit``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from udfs.writing.phrases.plain.booleans import boolean_sentence
from udfs.writing.phrases.plain.english_words import lower_case
from udfs.writing.phrases.plain.rendering import Piece, fill
from udfs.writing.phrases.plain.several_parts import joined, shifted
from udfs.writing.phrases.plain.topics import Part, Topic, Value, topic
from udfs.writing.phrases.plain.word_table import Frame, word_table

LOWER_CASE = "lower case"
"""What the table calls the choice to write Leather as leather."""


class Place(NamedTuple):
    """Half-open characters of a sentence that say a value; ``value`` counts all values in the order they were given."""

    value: int
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence with a full stop, and where its values stand, in reading order."""

    text: str
    places: tuple[Place, ...]


def plain_sentence(name: Sequence[str], values: Sequence[Value] = (), parts: Sequence[Part] = ()) -> Sentence:
    """What is said of an attribute.

    ``name``: its words, such as (hose, length). ``values``: its own. ``parts``: values of what it consists of, such as
    the material of a shaft. Raises ValueError where there are no words or no values.
    """
    own = [_in_case(topic(name, Part((), tuple(values))))] if values else []
    others = [_in_case(topic(name, part)) for part in parts if part.values]
    if not name or not (own or others):
        raise ValueError(f"a sentence needs a name and values, got name {name!r} and {len(values)} values")
    pieces = best_pieces(own[0]) if own else []
    if others:
        more = best_pieces(others[0]) if len(others) == 1 else joined(name, others)
        pieces = [*pieces, Piece(" " if pieces else ""), *shifted(more, len(values))]
    return sentence(pieces)


def sentence(pieces: Sequence[Piece]) -> Sentence:
    """Pieces as one text that begins with a capital letter and ends with a full stop."""
    text, places = "", []
    for piece in pieces:
        if piece.value is not None:
            places.append(Place(piece.value, len(text), len(text) + len(piece.text)))
        text += piece.text
    text = text[:1].upper() + text[1:]
    text = f"{text[:-2]}." if text.endswith("..") else text
    return Sentence(text if text.endswith((".", "!", "?")) else f"{text}.", tuple(places))


def best_pieces(about: Topic) -> list[Piece]:
    """The sentence of the frame that weighs most."""
    if about.kind in ("yes", "no", "none"):
        return boolean_sentence(about)
    known = features(about)
    frames = sorted(fitting_frames(about), key=lambda frame: weight(frame, known), reverse=True)
    said = (fill(frame.text, about) for frame in frames)
    return next(pieces for pieces in said if pieces is not None)  # the name is what any topic has


def fitting_frames(about: Topic) -> list[Frame]:
    """Frames that may be said of a topic, as far as its name and the kind of its values tell."""
    return [frame for frame in word_table().frames if _fits(frame, about)]


def _fits(frame: Frame, about: Topic) -> bool:
    named = frame.roles <= about.roles and not frame.unless & about.roles
    last = not frame.last or about.property in frame.last
    return about.kind in frame.kinds and named and last and not (frame.whole and about.owner)


def features(about: Topic) -> list[str]:
    """What the choice of a frame goes by: kind and number of values, last word of the name, roles of its words."""
    many = "several" if len(about.values) > 1 else "one"
    return [f"{many} {about.kind}", f"last {about.property}", *(f"role {role}" for role in sorted(about.roles)), "any"]


def _in_case(about: Topic) -> Topic:
    """A colour Black is black, a brand Black Diamond stays: as people write the values of such names."""
    if about.kind != "text" or sum_of(LOWER_CASE, features(about)) <= 0:
        return about
    return replace(about, values=tuple(value._replace(text=lower_case(value.text)) for value in about.values))


def weight(frame: Frame, known: Sequence[str]) -> float:
    """How well a frame fits what is known of a topic: its words and its subject, each by itself."""
    return sum_of(frame.pattern, known) + sum_of(frame.subject, known)


def sum_of(part: str, known: Sequence[str]) -> float:
    """The weights that a pattern, a subject or :data:`LOWER_CASE` has for what is known."""
    weights = word_table().weights.get(part, {})
    return sum(weights.get(feature, 0.0) for feature in known)
