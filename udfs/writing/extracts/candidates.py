"""What may be a keyword of a product: its values, what it is, and phrases that sellers of its category use.

Each is written in one language, and knows the fact or the place that it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from udfs.records import FIELDS, Fact, Field, Listing
from udfs.schema.definitions import Attribute, Category
from udfs.text.cleaning import CleanText, clean
from udfs.text.keys import fold, plain, tidy
from udfs.text.negation import denies, negation
from udfs.writing.extracts.clauses import read_clauses
from udfs.writing.extracts.ngrams import Ngram, ngrams
from udfs.writing.extracts.refusals import is_praise, refusal
from udfs.writing.extracts.shape import n_han
from udfs.writing.extracts.statistics import HEAD_FIRST, CatalogStatistics

KeywordKind = Literal["value", "noun", "phrase"]

_SEGMENT = re.compile(r"\s[-–—|/]+\s|[,;:()\[\]{}|，；：（）【】!！?？]+")
_LONG_PART = 5  # words of a part of a title that names goods, whatever else it says
_MOST_WORDS, _MOST_HAN = 4, 10  # of a keyword
_MOST_PHRASES = 30  # that are ranked
_DENYING = frozenset(("none", "no", "without"))
_UNSAID = frozenset(("dimensions", "composition"))  # too long for a keyword


class Candidate(NamedTuple):
    """``meaning`` is equal for the wordings of one thing in several languages. ``text`` as it is shown.

    ``attribute`` and ``ordinal`` name the fact of a value; ``field``, ``start`` and ``end`` the half-open raw
    characters of a phrase, or of a noun that the title has; null otherwise.
    """

    text: str
    language: str
    kind: KeywordKind
    meaning: str
    attribute: str | None = None
    ordinal: int | None = None
    field: Field | None = None
    start: int | None = None
    end: int | None = None


def values(
    facts: Sequence[Fact], category: Category | None, language: str, spoken: str | None, statistics: CatalogStatistics
) -> Iterator[Candidate]:
    """Standard values in a language; ``spoken`` is the listing's.

    Sizes and long lists are none, and yes stands under its attribute's name. A label of a closed list that no seller
    writes in that language is none either.
    """
    for fact in facts:
        attribute = category.attributes.get(fact.attribute) if category else None
        text = _value(fact, attribute, language, spoken) if fact.status == "standard" else None
        if not text or not _is_short(text):
            continue
        if attribute and attribute.is_choice and statistics.is_unheard(text, language):
            continue
        meaning = f"value {fact.attribute} {fact.value_id or fact.value}"
        yield Candidate(text, language, "value", meaning, fact.attribute, fact.ordinal)


def nouns(listing: Listing, category_id: str, category: Category, language: str) -> Iterator[Candidate]:
    """What the category is called in a language, and by which of its other names the title calls the product."""
    if name := category.name.get(language):
        yield Candidate(_lowered(name), language, "noun", f"noun {category_id}")
    title = listing.title or ""
    for alias in category.aliases:
        if (n_han(alias) > 0) == (language == "zh") and _is_short(alias) and (place := _find(alias, title)):
            yield Candidate(_lowered(alias), language, "noun", f"noun {alias}", None, None, "title", *place)


def phrases(
    listing: Listing, category: str | None, language: str, statistics: CatalogStatistics
) -> Iterator[Candidate]:
    """Frequent phrases of the category that title or description have, and do not deny, each once, at most thirty.

    Of single words only those that say what goods are, in the title: others say little.
    """
    seen: set[str] = set()
    for field, text, found in listed(listing, language):
        if not _may_head(found, field, language) or found.key in seen:
            continue
        if not statistics.is_phrase(found.key, category, language):
            continue
        seen.add(found.key)
        if not refusal(found.key) and not is_praise(found.key) and not negation(text.text, found.start, found.end):
            shown, place = _shown(text.text[found.start : found.end]), text.to_raw(found.start, found.end)
            yield Candidate(shown, language, "phrase", f"phrase {found.key}", None, None, field, *place)
        if len(seen) == _MOST_PHRASES:
            return


def _may_head(found: Ngram, field: Field, language: str) -> bool:
    """Whether a single word stands in the title where its language puts what goods are; true of all others."""
    if language == "zh" or " " in found.key:
        return True
    return field == "title" and (found.begins if language in HEAD_FIRST else found.closes)


def listed(listing: Listing, language: str) -> Iterator[tuple[Field, CleanText, Ngram]]:
    """All runs of words of a listing's title and of the clauses of its description that may be said of the goods.

    With each the field and its clean text, in which it has its place. This is what statistics are counted of.
    """
    for field in FIELDS:
        raw = listing.text_of(field)
        if field == "title":
            text = clean(raw)
            yield from ((field, text, found) for found in ngrams(text.text[: _end(text.text)], language))
            continue
        read = read_clauses(raw, language)
        for clause in read.clauses:
            for found in ngrams(clause.text, language):
                moved = found._replace(start=clause.start + found.start, end=clause.start + found.end)
                yield field, read.clean, moved


def _end(title: str) -> int:
    """Where a title stops to speak of the goods: before ", buy online in India - our shop".

    What stands behind a long part with such words, "Camera K1 with lens price in India, Delhi", is the shop's as well.
    """
    told, start = False, 0
    borders = [*(border.span() for border in _SEGMENT.finditer(title)), (len(title), len(title))]
    for end, behind in borders:
        part = title[start:end].strip()
        if part and refusal(part):
            if told or len(part.split()) >= _LONG_PART:
                return start if told else end
        elif part:
            told = True
        start = behind
    return len(title)


def _value(fact: Fact, attribute: Attribute | None, language: str, spoken: str | None) -> str | None:
    kind = attribute.kind if attribute else None
    if kind == "boolean":
        return _lowered(attribute.name.get(language) or "") if attribute and fact.value_id == "yes" else None
    if kind in _UNSAID or (attribute and attribute.checksum) or fact.value_id in _DENYING:
        return None
    if kind == "quantity" or fact.unit:
        return _quantity(fact, language, spoken)
    if fact.labels and kind != "identifier":
        label = fact.labels.get(language)
        listed = attribute is not None and attribute.is_choice
        return None if label is None or denies(plain(label)) else _lowered(label) if listed else label
    return fact.value if _is_of(fact.value or "", language, attribute) else None


def _quantity(fact: Fact, language: str, spoken: str | None) -> str | None:
    """One that the title states: as it stands there, and in other languages where that is a whole number."""
    if fact.field != "title":
        return None
    if language == spoken:
        return tidy(fact.raw_value or fact.value or "")
    return fact.value if fact.number is not None and fact.number.is_integer() else None


def _is_of(value: str, language: str, attribute: Attribute | None) -> bool:
    """Whether free text can stand in a language: Han in Chinese, Latin in others, and names and codes anywhere."""
    if n_han(value):
        return language == "zh"
    named = attribute is not None and (attribute.maker or attribute.kind == "identifier")
    coded = any(not word[1:].islower() for word in value.split())
    return language != "zh" or named or coded


def _is_short(text: str) -> bool:
    signs = sum(map(str.isalnum, text)) if any(map(str.isalpha, text)) else 0
    return signs >= 2 and len(text.split()) <= _MOST_WORDS and n_han(text) <= _MOST_HAN


def _lowered(text: str) -> str:
    """Without the capital that begins a label: Over-ear, but USB-C and iPhone."""
    return " ".join(word.lower() if word[1:].islower() else word for word in text.split(" "))


def _shown(raw: str) -> str:
    return " ".join(map(_shown_word, tidy(raw).split(" ")))


def _shown_word(word: str) -> str:
    """Small, but for codes, numbers with units, and short words of capitals: USB, 18W."""
    if any(map(str.isdigit, word)):
        return word
    return word.lower() if max(map(len, word.split("-"))) > 4 or word.istitle() else word


def _find(wording: str, raw: str) -> tuple[int, int] | None:
    """Half-open raw characters of a wording in a title, whole words of Latin letters."""
    text = clean(raw)
    said, asked = plain(text.text), plain(wording)
    at = said.find(asked) if fold(asked) and len(said) == len(text.text) else -1
    while at >= 0:
        end = at + len(asked)
        if not (_is_word(said[at - 1 : at] + asked[0]) or _is_word(asked[-1] + said[end : end + 1])):
            return text.to_raw(at, end)
        at = said.find(asked, end)
    return None


def _is_word(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and pair.isalnum()
