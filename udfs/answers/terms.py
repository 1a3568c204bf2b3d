"""By which words a product is found: its values, brand, tags, category and keywords, in each language."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from udfs.answers.conflicts import HAN
from udfs.answers.records import Keyword, Tag, Term, TermKind, Told
from udfs.schema.definitions import Attribute, Category
from udfs.schema.schema import Schema

HALVINGS = 10
"""A value that one of 2 ** 9 products has is as rare as can be."""
COMMON = 2.0 ** (1 - HALVINGS)
"""Share of the products that a value must be above to be less rare than that."""
_ALIAS = 0.5  # of what a name of the value scores
_SHORT = re.compile(r"[^<>\r\n]{2,40}")  # a raw text that one may type


def rarity(share: float) -> float:
    """Of a share of products, 0.1 to 1 in steps: one for each time that the share is a half of what it was.

    A share of 0 is that of a value nobody has counted: as rare as can be.
    """
    halvings = HALVINGS if share <= COMMON else math.floor(-math.log2(share)) + 1
    return max(halvings, 1) / HALVINGS


@dataclass(frozen=True, slots=True)
class Shares:
    """How common things are: shares of products that are above :data:`COMMON`.

    ``values`` of the products of a category, by category, attribute and key; ``tags`` and ``categories`` of all.
    """

    values: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    tags: Mapping[str, float] = field(default_factory=dict)
    categories: Mapping[str, float] = field(default_factory=dict)


class Subject(NamedTuple):
    """A current product of a category; ``category_confidence`` is null where a draft found the category."""

    category: str
    category_confidence: float | None
    told: list[Told]
    tags: list[Tag]
    keywords: list[Keyword]


class TermMaker:
    """The terms of products, by one schema and what is common in the catalog."""

    def __init__(self, schema: Schema, shares: Shares) -> None:
        self._schema, self._shares = schema, shares
        others = [language for language in schema.all_languages if language != "zh"]
        self._other = others[0] if len(others) == 1 else None

    def terms(self, subject: Subject) -> list[Term]:
        """Each term of a language once, with its best score; equal scores by the later kind, then attribute."""
        best: dict[tuple[str, str | None], Term] = {}
        for term in self._said(subject):
            if _tells(term):
                best[term.key] = max(best.get(term.key, term), term, key=_order)
        return [*best.values()]

    def _said(self, subject: Subject) -> Iterator[Term]:
        category = self._schema.categories.get(subject.category)
        if category is not None:
            for told in subject.told:
                if told.stands and told.attribute in category.attributes:
                    yield from self._of_value(subject.category, told, category.attributes[told.attribute])
            yield from self._of_category(subject, category)
        yield from self._of_tags(subject.tags)
        for each in subject.keywords:
            yield _term(each.keyword, each.language, "keyword", each.attribute, min(each.score, 1.0))

    def _of_value(self, category: str, told: Told, attribute: Attribute) -> Iterator[Term]:
        """Labels of the value, and the listing's own short wording of it; of text itself, in no language. Of a boolean
        that holds the names of its attribute, of one that does not nothing.
        """
        score = told.confidence * rarity(self._shares.values.get((category, told.attribute, told.key), 0.0))
        if attribute.kind == "boolean":
            if told.value_id == "yes":
                for language, name in attribute.name.root.items():
                    yield _term(name, language, "value", told.attribute, score)
            return
        kind: TermKind = "brand" if attribute.maker else "identifier" if attribute.kind == "identifier" else "value"
        labels = [(None, told.value)] if told.labels is None else told.labels.items()
        for code, label in labels:
            yield _term(label, code, kind, told.attribute, score)
        raw = (told.raw_value or "").strip(" ")
        if _SHORT.fullmatch(raw):
            yield _term(raw, self._language(raw), "alias", told.attribute, score * _ALIAS)

    def _language(self, text: str) -> str | None:
        """Of a text of the listing: Chinese by its characters, else the one other language that the schema has."""
        return "zh" if HAN.search(text) else self._other

    def _of_category(self, subject: Subject, category: Category) -> Iterator[Term]:
        sure = 1.0 if subject.category_confidence is None else subject.category_confidence
        score = sure * rarity(self._shares.categories.get(subject.category, 0.0))
        for language, name in category.name.root.items():
            yield _term(name, language, "category", None, score)

    def _of_tags(self, tags: Iterable[Tag]) -> Iterator[Term]:
        for each in tags:
            if each.tag in self._schema.tags:
                score = each.score * rarity(self._shares.tags.get(each.tag, 0.0))
                for language, name in self._schema.tags[each.tag].name.root.items():
                    yield _term(name, language, "tag", None, score)


def _term(text: str, language: str | None, kind: TermKind, attribute: str | None, score: float) -> Term:
    return Term(" ".join(text.split()).lower(), language, kind, attribute, round(score, 4))


def _tells(term: Term) -> bool:
    """Nobody searches for a bare number, unless it is an identifier."""
    return any(map(str.isalpha, term.term)) or (term.kind == "identifier" and term.term != "")


def _order(term: Term) -> tuple[float, str, str]:
    return term.score, term.kind, term.attribute or ""
