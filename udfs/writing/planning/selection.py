"""What is said of a product in one language and style: facts ranked by their worth, the best of them by sentence."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from udfs.records import Fact, Listing
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.text.keys import fold
from udfs.text.languages import language_code
from udfs.writing.forbidden import Forbidden
from udfs.writing.planning.groups import GROUPS, Group, is_year
from udfs.writing.planning.naming import label_of, unnamed
from udfs.writing.planning.plan import Plan
from udfs.writing.planning.salience import Salience, later
from udfs.writing.planning.sayable import LeftOut, Silence
from udfs.writing.planning.statistics import NO_STATISTICS, Statistics
from udfs.writing.styles import Form, Style

_MOST = {"sentences": 5, "title": 2}  # values of one attribute
_A_SENTENCE = 4  # attributes that a sentence can carry
_READ = 400  # characters of a listing by which its language is told
_FREE: tuple[tuple[Group, ...], ...] = (("measures", "features"), ("features", "measures"))
"""Orders that are as good as each other: a product's id picks one."""


@dataclass(frozen=True)
class Outline:
    """Facts worth saying, best first, and how they would be ordered; ``left`` says why others are not among them."""

    ranked: tuple[Fact, ...]
    left: tuple[LeftOut, ...]
    groups: dict[str, Group]
    places: dict[str, int]
    form: Form
    order: tuple[Group, ...]

    def plan(self, n_facts: int) -> Plan:
        """The best ``n_facts`` by sentence; a title is one."""
        chosen = sorted(self.ranked[:n_facts], key=lambda fact: (*self._place(fact), fact.ordinal))
        if self.form == "title":
            return Plan((tuple(chosen),)) if chosen else Plan(())
        sentences: list[tuple[Fact, ...]] = []
        for _, own in groupby(chosen, key=lambda fact: self.groups[fact.attribute]):
            sentences += _evenly(tuple(own))
        return Plan(tuple(sentences))

    def without(self, facts: Iterable[Fact], reason: Silence, detail: str) -> Outline:
        """The outline without some facts, which are left out for a reason."""
        gone = {(fact.attribute, fact.ordinal) for fact in facts}
        kept = tuple(fact for fact in self.ranked if (fact.attribute, fact.ordinal) not in gone)
        left = tuple(LeftOut(*key, reason, detail) for key in sorted(gone))
        return Outline(kept, (*self.left, *left), self.groups, self.places, self.form, self.order)

    def _place(self, fact: Fact) -> tuple[int, int]:
        return self.order.index(self.groups[fact.attribute]), self.places[fact.attribute]


class Planner:
    """Plans texts of a schema's categories by the statistics of a catalog."""

    def __init__(self, schema: Schema, statistics: Statistics = NO_STATISTICS) -> None:
        self._schema = schema
        self._statistics = statistics
        self._saliences: dict[str, Salience] = {}

    def outline(self, listing: Listing, category: str, facts: Sequence[Fact], style: Style, language: str) -> Outline:
        """The facts of a product that can be said in a language and style, ranked.

        What a style must have leads, then maker and kind of product, then the weightiest. Model numbers are said in
        titles only: a sentence with them reads like a parts list.
        """
        own, salience = self._schema.categories[category], self._salience(category)
        forbidden = Forbidden.of(style.words_forbidden(language))
        written = _language(" ".join(listing.texts)[:_READ]) if any(fact.labels is None for fact in facts) else None
        said: list[Fact] = []
        left: list[LeftOut] = []
        for fact in facts:
            silence = _silence(own, fact, style.form, language, written, forbidden)
            if silence is None:
                said.append(fact)
            elif silence[0] is not None:
                left.append(LeftOut(fact.attribute, fact.ordinal, silence[0], silence[1]))
        ranked, repeated = _without_repeated(own, _ranked(said, salience, style), language)
        places = {key: place for place, key in enumerate(own.attributes)}
        order = _order(listing.product_id, style.form)
        return Outline(tuple(ranked), (*left, *repeated), salience.groups, places, style.form, order)

    def _salience(self, category: str) -> Salience:
        if category not in self._saliences:
            self._saliences[category] = Salience(category, self._schema.categories[category], self._statistics)
        return self._saliences[category]


def _silence(
    category: Category, fact: Fact, form: Form, language: str, written: str | None, forbidden: Forbidden
) -> tuple[Silence | None, str] | None:
    """Why a fact is not said here; null where it is. Without a code where the form has no use for it."""
    attribute = category.attributes[fact.attribute]
    if attribute.kind == "identifier" and form != "title" and not is_year(fact.attribute, attribute):
        return None, "a code is for titles"
    if why := unnamed(attribute, fact, language, written):
        return "unnamed", why
    if found := forbidden.first(label_of(fact, language)):
        return "forbidden", f"the style forbids {found.word!r}"
    return None


def _ranked(facts: Sequence[Fact], salience: Salience, style: Style) -> list[Fact]:
    """Best first; of each attribute no more values than a reader takes in."""
    told: Counter[str] = Counter()
    weighed: list[tuple[tuple[bool, bool, float], Fact]] = []
    for fact in facts:
        place = told[fact.attribute]
        told[fact.attribute] += 1
        if place < _MOST[style.form]:
            first = (fact.attribute not in style.must_have or place > 0, fact.attribute not in salience.leading)
            weighed.append(((*first, -later(salience.weight(fact), place)), fact))
    return [fact for _, fact in sorted(weighed, key=lambda item: item[0])]


def _without_repeated(category: Category, ranked: Sequence[Fact], language: str) -> tuple[list[Fact], list[LeftOut]]:
    """The facts without those whose words a better one has: a maker and a brand that are one name."""
    kept: list[Fact] = []
    left: list[LeftOut] = []
    owner: dict[str, str] = {}
    for fact in ranked:
        attribute = category.attributes[fact.attribute]
        words = fold(label_of(fact, language))
        if (
            attribute.traits.numeric
            or attribute.kind == "boolean"
            or owner.setdefault(words, fact.attribute) == (fact.attribute)
        ):
            kept.append(fact)
        else:
            detail = f"{owner[words]} says the same words"
            left.append(LeftOut(fact.attribute, fact.ordinal, "repeated", detail))
    return kept, left


def _evenly(facts: tuple[Fact, ...]) -> list[tuple[Fact, ...]]:
    """Facts of one group as sentences of about as many attributes each, values of one attribute together."""
    by_attribute = [tuple(own) for _, own in groupby(facts, key=lambda fact: fact.attribute)]
    n_sentences = -(-len(by_attribute) // _A_SENTENCE)
    size = -(-len(by_attribute) // n_sentences)
    parts = (by_attribute[start : start + size] for start in range(0, len(by_attribute), size))
    return [tuple(fact for own in part for fact in own) for part in parts]


def _order(product_id: str, form: Form) -> tuple[Group, ...]:
    """The order of groups: by the product's id where two are as good. A title has one order."""
    if form == "title":
        return GROUPS
    seed = hashlib.sha256(product_id.encode("utf-8", "surrogatepass")).digest()[0]
    return ("identity", "look", *_FREE[seed % len(_FREE)], "contents")


@lru_cache(64)
def _language(text: str) -> str | None:
    """Code of the language of a text, remembered for the other styles of the product; null where it is not sure."""
    return language_code(text)
