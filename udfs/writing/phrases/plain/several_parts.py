"""Several parts of one thing in one sentence: The blade is serrated, made of steel and 3.5 inches long."""

from __future__ import annotations

from collections.abc import Sequence

from udfs.writing.phrases.plain.english_words import enumeration, readable
from udfs.writing.phrases.plain.rendering import Piece, fill
from udfs.writing.phrases.plain.topics import Topic, roles_of
from udfs.writing.phrases.plain.word_table import word_table


def joined(name: Sequence[str], topics: Sequence[Topic]) -> list[Piece]:
    """Pieces of the sentence; the values count through all topics in their order."""
    said: list[tuple[int, str, list[Piece]]] = []
    first = 0
    for about in topics:
        order, verb, rest = _clause(about)
        said.append((order, verb, shifted(rest, first)))
        first += len(about.values)
    clauses: dict[str, list[list[Piece]]] = {}
    for _, verb, rest in sorted(said, key=lambda clause: clause[0]):
        clauses.setdefault(verb, []).append(rest)
    groups = [[Piece(f"{verb} "), *_enumerated(rests)] for verb, rests in clauses.items()]
    return [Piece(f"{_subject(name)} "), *_enumerated(groups), Piece(".")]


def _enumerated(clauses: Sequence[Sequence[Piece]]) -> list[Piece]:
    between = enumeration([""] * len(clauses))
    return [piece for before, said in zip(between, clauses, strict=True) for piece in (Piece(before), *said)]


def _subject(name: Sequence[str]) -> str:
    """The thing that has the parts; the product where the name says no more than that they are its measures."""
    words = [word for word in name if word not in word_table().idle_before and word not in word_table().measured]
    if not words or "nutrition" in roles_of(name):
        return "This product"
    return f"The {readable(' '.join(words))}"


def _clause(about: Topic) -> tuple[int, str, list[Piece]]:
    """Where it stands among the others, its verb, and what follows."""
    roles = roles_of(about.part) if len(about.part) == 1 else frozenset()
    roles |= roles_of(about.name[: about.head]) & {"nutrition"}
    for order, clause in enumerate(word_table().clauses):
        if about.kind in clause.kinds and (not clause.role or clause.role in roles):
            found = fill(clause.say, about)
            if found:
                return order, clause.verb, found
    return len(word_table().clauses), "is", fill("{value}", about) or []


def shifted(pieces: Sequence[Piece], first: int) -> list[Piece]:
    """Pieces whose values count from ``first`` on."""
    return [piece if piece.value is None else Piece(piece.text, piece.value + first) for piece in pieces]
