"""A short summary out of a listing's own description: the clauses that say most of the goods, in their own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from udfs.records import Fact, Listing
from udfs.text.keys import tidy
from udfs.text.languages import language_code
from udfs.writing.extracts.choosing import choose
from udfs.writing.extracts.clauses import Clause, Read, read_clauses
from udfs.writing.extracts.quoting import joined
from udfs.writing.extracts.sayings import Place, Sayable, contradicts, place_of, sayable, says
from udfs.writing.extracts.shape import is_name_of_other
from udfs.writing.extracts.vectors import Embed, Vectors, likeness, unit, usual_cosine
from udfs.writing.records import Text, Untold

LANGUAGES = ("en", "zh")
"""Of others too little is listed of what sellers say besides the goods."""

_MEANT = 0.5  # what a clause that is near to a fact counts, by one that says it
_FIRST, _FRAGMENT, _WHOLE = 0.1, -0.2, -0.3  # added for the first clause, a row of words, one as long as all may be
_FEWEST, _FEWEST_HAN = 24, 8  # characters of a summary; a shorter one says nothing that the title does not


class Asked(NamedTuple):
    """A summary to be made: of which listing, which facts may be said, in which language (an IETF tag)."""

    listing: Listing
    facts: Sequence[Fact]
    language: str


@dataclass(frozen=True, slots=True)
class _Draft:
    """Clauses that may be taken. ``texts``: what is embedded: the title, the clauses, then the facts."""

    language: str
    facts: Sequence[Sayable]
    read: Read
    clauses: Sequence[Clause]
    said: Sequence[Sequence[int]]  # of each clause the facts that it says
    texts: Sequence[str]


def summarize(listing: Listing, facts: Sequence[Fact], language: str, budget: int, embed: Embed) -> Text | Untold:
    """The clauses of a listing's description that say most of the goods, as one text of up to ``budget`` characters.

    ``facts`` are those that may be said: clauses that say them go first, and those that contradict them are left out.
    ``language`` is one of :data:`LANGUAGES`; a description in another one is not summarized. ``embed`` gives vectors;
    it is not asked where all clauses fit. The clauses keep their order. All characters but the marks between clauses,
    and a first letter made large, are the listing's own, see :class:`udfs.writing.records.Quoted`.
    """
    return summarize_all([Asked(listing, facts, language)], budget, embed)[0]


def summarize_all(asked: Sequence[Asked], budget: int, embed: Embed) -> list[Text | Untold]:
    """As :func:`summarize`, of many listings, in order: ``embed`` is asked once."""
    drafts = [_draft(each, budget) for each in asked]
    open_drafts = [draft for draft in drafts if isinstance(draft, _Draft) and not _fits(draft, budget)]
    texts = [text for draft in open_drafts for text in draft.texts]
    vectors = unit(embed(texts)) if texts else np.zeros((0, 1), np.float32)
    ends = [*accumulate(len(draft.texts) for draft in open_drafts)]
    own = {id(draft): vectors[end - len(draft.texts) : end] for draft, end in zip(open_drafts, ends, strict=True)}
    return [
        draft if isinstance(draft, Untold) else _text(draft, _chosen(draft, budget, own.get(id(draft))))
        for draft in drafts
    ]


def _draft(asked: Asked, budget: int) -> _Draft | Untold:
    description = asked.listing.description
    if not description or not description.strip():
        return Untold("no description", "the listing has no description to take clauses from")
    if asked.language not in LANGUAGES:
        return Untold("unread language", f"summaries are made in {' and '.join(LANGUAGES)}, not in {asked.language}")
    spoken = language_code(description)
    if spoken is not None and spoken != asked.language:
        return Untold("other language", f"the description is in {spoken}, and the summary is asked in {asked.language}")
    read = read_clauses(description, asked.language)
    facts = sayable(asked.facts)
    places = {clause: place_of(read.clean, clause.start, clause.end) for clause in read.clauses}
    clauses = [clause for clause in read.clauses if _may_stand(clause, places[clause], asked, facts, budget, read)]
    clauses = [clause for clause in clauses if not clause.praise] or clauses
    whole = [clause for clause in clauses if not clause.fragment]
    clauses = whole if asked.language == "zh" and len(whole) > 1 else clauses
    if sum(len(clause.text) for clause in clauses) < (_FEWEST_HAN if asked.language == "zh" else _FEWEST):
        return Untold("no clause", _why(read.refused))
    said = [[number for number, fact in enumerate(facts) if says(places[clause], fact)] for clause in clauses]
    texts = [tidy(asked.listing.title or clauses[0].text), *(clause.text for clause in clauses)]
    texts += [each.fact.value or "" for each in facts]
    return _Draft(asked.language, facts, read, clauses, said, texts)


def _may_stand(clause: Clause, place: Place, asked: Asked, facts: Sequence[Sayable], budget: int, read: Read) -> bool:
    """Whether a clause fits, is of this product, and contradicts no fact; else counts why not."""
    if len(clause.text) + 1 > budget:
        read.refused["too long"] += 1
    elif is_name_of_other(clause.text, asked.language, asked.listing.title or ""):
        read.refused["other goods"] += 1
    elif any(contradicts(place, fact) for fact in facts):
        read.refused["contradiction"] += 1
    else:
        return True
    return False


def _why(refused: Counter[str]) -> str:
    if not refused:
        return "the description says nothing"
    counted = ", ".join(
        f"{reason} {count}" for reason, count in sorted(refused.items(), key=lambda each: (-each[1], each[0]))
    )
    return f"no clause of the description states something of the goods; left out: {counted}"


def _fits(draft: _Draft, budget: int) -> bool:
    return sum(len(clause.text) + 2 for clause in draft.clauses) <= budget


def _chosen(draft: _Draft, budget: int, vectors: Vectors | None) -> list[Clause]:
    """The clauses that are taken, in their order; without vectors all of them fit."""
    clauses = draft.clauses
    if vectors is None:
        return list(clauses)
    count = len(clauses)
    title, own, facts = vectors[:1], vectors[1 : 1 + count], vectors[1 + count :]
    usual = usual_cosine(vectors[: 1 + count])
    near = likeness(own, title, usual)[:, 0] + likeness(own, own, usual).mean(axis=1)
    rows = choose(
        np.asarray(near / max(1e-6, float(near.max())), np.float32),
        _coverage(draft, _MEANT * likeness(own, facts, usual) if len(facts) else np.zeros((count, 0), np.float32)),
        likeness(own, own, usual),
        np.array([_prior(clause, at, budget) for at, clause in enumerate(clauses)], np.float32),
        lambda rows: sum(len(clauses[row].text) + 2 for row in rows) <= budget,
    )
    return [clauses[row] for row in sorted(rows)]


def _coverage(draft: _Draft, meant: Vectors) -> Vectors:
    for row, numbers in enumerate(draft.said):
        for number in numbers:
            meant[row, number] = 1.0
    return meant


def _prior(clause: Clause, at: int, budget: int) -> float:
    return _FIRST / (1 + at) + _FRAGMENT * clause.fragment + _WHOLE * len(clause.text) / budget


def _text(draft: _Draft, clauses: Sequence[Clause]) -> Text:
    return joined(draft.read, clauses, draft.facts, draft.language)
