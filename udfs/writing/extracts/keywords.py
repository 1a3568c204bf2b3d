"""Keywords of a product in several languages, best first: near to the listing, and rare in the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from udfs.records import Fact, Field
from udfs.schema.schema import Schema
from udfs.text.keys import fold, tidy
from udfs.writing.extracts.candidates import Candidate, KeywordKind, nouns, phrases, values
from udfs.writing.extracts.statistics import CatalogStatistics
from udfs.writing.extracts.vectors import Embed, Vectors, likeness, unit, usual_cosine
from udfs.writing.records import Subject

_READ = 200  # characters of the description that tell what a listing is about
_LEAST_PHRASE = 0.2  # score of a phrase; values and nouns are right however little they tell
_LEAST_SIMILARITY, _LEAST_RARITY = 0.1, 0.05  # below which nothing counts: neither factor alone rules one out


class Keyword(NamedTuple):
    """A keyword and where it comes from: ``attribute`` and ``ordinal`` of a fact, or half-open raw characters.

    ``score``: 0 to 1, similarity to the listing by rarity in the catalog. A noun may come from the category alone, and
    then has neither fact nor place.
    """

    text: str
    language: str
    kind: KeywordKind
    score: float
    attribute: str | None = None
    ordinal: int | None = None
    field: Field | None = None
    start: int | None = None
    end: int | None = None


class Sought(NamedTuple):
    """Keywords to be found: of which product, which facts may be said, in which language its texts are (an IETF tag;
    null where nobody can tell: then no phrase of them is one)."""

    subject: Subject
    facts: Sequence[Fact]
    language: str | None


def keywords(
    subject: Subject,
    facts: Sequence[Fact],
    language: str | None,
    schema: Schema,
    statistics: CatalogStatistics,
    embed: Embed,
    *,
    languages: Sequence[str] = ("en", "zh"),
    n: int = 10,
) -> tuple[Keyword, ...]:
    """Up to ``n`` keywords in each of ``languages``, best first, one language after the other.

    ``facts`` are those that may be said, ``language`` that of the product's texts, see :class:`Sought`. A language in
    which schema and texts name nothing has none. ``embed`` is asked about the same short texts for many products: one
    that remembers them is many times as fast.
    """
    sought = [Sought(subject, facts, language)]
    return keywords_all(sought, schema, statistics, embed, languages=languages, n=n)[0]


def keywords_all(
    sought: Sequence[Sought],
    schema: Schema,
    statistics: CatalogStatistics,
    embed: Embed,
    *,
    languages: Sequence[str] = ("en", "zh"),
    n: int = 10,
) -> list[tuple[Keyword, ...]]:
    """As :func:`keywords`, of many products, in order: ``embed`` is asked once."""
    found = [_candidates(each, schema, statistics, languages) for each in sought]
    asked = [_texts(each, own) for each, own in zip(sought, found, strict=True)]
    texts = [text for own in asked for text in own]
    vectors = unit(embed(texts)) if texts else np.zeros((0, 1), np.float32)
    ends = [*accumulate(map(len, asked))]
    own_vectors = [vectors[end - len(own) : end] for own, end in zip(asked, ends, strict=True)]
    return [
        tuple(_ranked(own, _similarities(own, each.language, rows), statistics, languages, n))
        for each, own, rows in zip(sought, found, own_vectors, strict=True)
    ]


def _candidates(
    sought: Sought, schema: Schema, statistics: CatalogStatistics, languages: Sequence[str]
) -> list[Candidate]:
    subject = sought.subject
    category = schema.categories.get(subject.category or "")
    found: list[Candidate] = []
    for language in languages:
        found += values(sought.facts, category, language, sought.language, statistics)
        if category:
            found += nouns(subject.listing, subject.category or "", category, language)
    if sought.language in languages:
        found += phrases(subject.listing, subject.category, sought.language or "", statistics)
    return found


def _texts(sought: Sought, found: Sequence[Candidate]) -> list[str]:
    """What is embedded: the listing, then each candidate. None where there is nothing to rank."""
    if not found:
        return []
    listing = sought.subject.listing
    about = f"{tidy(listing.title or '')}. {tidy((listing.description or '')[:_READ])}"
    return [about, *(candidate.text for candidate in found)]


def _similarities(found: Sequence[Candidate], spoken: str | None, vectors: Vectors) -> Mapping[str, float]:
    """Of each meaning how near it is to the listing, 0 to 1; read in the listing's own language where it has one."""
    if not found:
        return {}
    usual = usual_cosine(vectors)
    near = likeness(vectors[1:], vectors[:1], min(usual, float((vectors[1:] @ vectors[0]).min())))[:, 0]
    highest = max(1e-6, float(near.max()))
    similar: dict[str, float] = {}
    for candidate, own in sorted(zip(found, near, strict=True), key=lambda pair: pair[0].language != spoken):
        similar.setdefault(candidate.meaning, float(own) / highest)
    return similar


def _ranked(
    found: Sequence[Candidate],
    similar: Mapping[str, float],
    statistics: CatalogStatistics,
    languages: Sequence[str],
    n: int,
) -> Iterable[Keyword]:
    for language in languages:
        own = [
            _keyword(candidate, similar[candidate.meaning], _rarity(candidate, statistics))
            for candidate in found
            if candidate.language == language
        ]
        own = [each for each in own if each.kind != "phrase" or each.score >= _LEAST_PHRASE]
        own.sort(key=lambda each: (-each.score, each.text))
        yield from _different(own, n)


def _rarity(candidate: Candidate, statistics: CatalogStatistics) -> float:
    return statistics.rarity(candidate.text, candidate.language)


def _keyword(candidate: Candidate, similarity: float, rarity: float) -> Keyword:
    score = max(_LEAST_SIMILARITY, similarity) * max(_LEAST_RARITY, rarity)
    return Keyword(
        candidate.text, candidate.language, candidate.kind, round(score, 4), candidate.attribute, candidate.ordinal,
        candidate.field, candidate.start, candidate.end,
    )  # fmt: skip


def _different(ranked: Sequence[Keyword], n: int) -> list[Keyword]:
    """The best that are no part of another one, and the best noun among them: what it is, is always asked for."""
    taken: list[Keyword] = []
    noun = next((each for each in ranked if each.kind == "noun"), None)
    for keyword in ranked:
        room = n - (noun is not None and noun not in taken and keyword is not noun)
        if len(taken) < room and not any(_is_same(keyword, other) for other in taken):
            taken.append(keyword)
    return taken


def _is_same(one: Keyword, other: Keyword) -> bool:
    """Whether a keyword says what another one says, or is a phrase within it."""
    mine, theirs = fold(one.text), fold(other.text)
    return mine == theirs or (one.kind == "phrase" and mine in theirs) or (other.kind == "phrase" and theirs in mine)
