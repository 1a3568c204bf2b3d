"""What is said of a product in one language and style: the facts that have words there, by their worth."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from udfs.records import Fact, Listing
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.text.languages import language_code
from udfs.writing.forbidden import Forbidden
from udfs.writing.planning.groups import GROUPS, Group
from udfs.writing.planning.naming import label_of, unnamed
from udfs.writing.planning.outline import Outline
from udfs.writing.planning.ranking import ranked, without_repeated
from udfs.writing.planning.salience import Salience, denies
from udfs.writing.planning.silences import LeftOut, without
from udfs.writing.planning.statistics import NO_STATISTICS, Statistics
from udfs.writing.planning.wholes import partial
from udfs.writing.styles import Form, Style

_READ = 400  # characters of a listing by which its language is told
_FREE: tuple[tuple[Group, ...], ...] = (("measures", "features"), ("features", "measures"))
"""Orders that are as good as each other: a product's id picks one."""


class _Channel(NamedTuple):
    """What decides whether a fact has words in a text: style, language, and the language that the listing is in."""

    style: Style
    language: str
    written: str | None
    forbidden: Forbidden


class Planner:
    """Plans texts of a schema's categories by the statistics of a catalog."""

    def __init__(self, schema: Schema, statistics: Statistics = NO_STATISTICS) -> None:
        self._schema = schema
        self._statistics = statistics
        self._saliences: dict[str, Salience] = {}

    def outline(self, listing: Listing, category: str, facts: Sequence[Fact], style: Style, language: str) -> Outline:
        """The facts of a product that can be said in a style and language, by their worth.

        ``facts`` are those that may be said, in the schema's order. Model numbers are for titles: a sentence with them
        reads like a parts list. Warranties and the like are for sentences: a title says what is sold.
        """
        own, salience = self._schema.categories[category], self._salience(category)
        written = _language(" ".join(listing.texts)[:_READ]) if any(fact.labels is None for fact in facts) else None
        channel = _Channel(style, language, written, Forbidden.of(style.words_forbidden(language)))
        fit = [fact for fact in facts if _fits(fact, salience, style.form)]
        silent = [left for fact in fit if (left := _silence(own, fact, channel))]
        silent += partial(salience.wholes, fit, silent)
        silent += _only_trade(without(fit, silent), salience.trade)
        said = without(fit, silent)
        units, repeated = without_repeated(ranked(said, salience, style), salience.groups, language)
        places = {key: place for place, key in enumerate(own.attributes)}
        return Outline(
            units, (*silent, *repeated), salience.groups, places, style.form, _order(listing.product_id, style.form)
        )

    def _salience(self, category: str) -> Salience:
        if category not in self._saliences:
            self._saliences[category] = Salience(category, self._schema.categories[category], self._statistics)
        return self._saliences[category]


def _fits(fact: Fact, salience: Salience, form: Form) -> bool:
    """Whether a form has a use for a fact: codes are for titles, and what the offer is like is for sentences, unless it
    is what it lacks."""
    if fact.attribute in salience.trade:
        return form != "title" and not denies(fact)
    return form == "title" or fact.attribute not in salience.codes


def _only_trade(facts: Sequence[Fact], trade: Collection[str]) -> list[LeftOut]:
    """All facts, where they tell of the offer alone: a text that says nothing of the product is none."""
    if any(fact.attribute not in trade for fact in facts):
        return []
    return [LeftOut(fact.attribute, fact.ordinal, "trade", "nothing is said of the product itself") for fact in facts]


def _silence(category: Category, fact: Fact, channel: _Channel) -> LeftOut | None:
    """Why a fact has no words in a text; null where it has some."""
    if why := unnamed(category.attributes[fact.attribute], fact, channel.language, channel.written):
        return LeftOut(fact.attribute, fact.ordinal, "unnamed", why)
    if found := channel.forbidden.first(label_of(fact, channel.language)):
        return LeftOut(fact.attribute, fact.ordinal, "forbidden", f"the style forbids {found.word!r}")
    return None


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
