"""What the listings state of each attribute in each category, as a draft has found them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from training.drafting.catalog import CatalogListing
from training.drafting.drafts import DraftedCategories, DraftedKeys, Key
from udfs.text.keys import fold

LONGEST = 300
"""Characters of a stated text that count."""


@dataclass(slots=True)
class Facts:
    """``rows``: listings that state it; ``several``: those that state different values under one key.

    ``stated``: texts with their rows; ``sites``: rows by shop; ``titles``: a few.
    """

    rows: int = 0
    several: int = 0
    stated: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    titles: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Evidence:
    """``categories``: by id. ``attributes``: by id, all categories together. ``within``: by category and attribute.

    ``keys``: rows by key and category, null for listings of no category. ``listings``: how many there are.
    """

    listings: int
    categories: Mapping[str, Facts]
    attributes: Mapping[str, Facts]
    within: Mapping[tuple[str, str], Facts]
    keys: Mapping[Key, Counter[str | None]]


_TITLES = 5


def gather(listings: Iterable[CatalogListing], categories: DraftedCategories, keys: DraftedKeys) -> Evidence:
    """Count what each listing states, by its category. A text that a listing states twice counts once."""
    meaning = {key: attribute.id for attribute in keys.attributes for key in attribute.keys}
    of_category: defaultdict[str, Facts] = defaultdict(Facts)
    of_attribute: defaultdict[str, Facts] = defaultdict(Facts)
    within: defaultdict[tuple[str, str], Facts] = defaultdict(Facts)
    of_key: defaultdict[Key, Counter[str | None]] = defaultdict(Counter)
    total = 0
    for listing in listings:
        total += 1
        category = categories.of.get(listing.product_id)
        shop = listing.site or listing.source
        if category is not None:
            _add(of_category[category], (), shop, listing.title)
        said: defaultdict[str, dict[str, None]] = defaultdict(dict)
        of_keys: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for key in {Key(listing.source, listing.site, each.key) for each in listing.stated}:
            of_key[key][category] += 1
        for each in listing.stated:
            if attribute := meaning.get(Key(listing.source, listing.site, each.key)):
                said[attribute][each.value[:LONGEST]] = None
                of_keys[attribute, each.key].add(fold(each.value[:LONGEST]))
        several = {attribute for (attribute, _), values in of_keys.items() if len(values) > 1}
        for attribute, texts in said.items():
            _add(of_attribute[attribute], texts, shop, None, several=attribute in several)
            if category is not None:
                _add(within[category, attribute], texts, shop, None, several=attribute in several)
    return Evidence(total, of_category, of_attribute, within, of_key)


def _add(facts: Facts, texts: Iterable[str], shop: str, title: str | None, *, several: bool = False) -> None:
    facts.rows += 1
    facts.several += several
    facts.stated.update(list(texts))  # a mapping would be taken for counts
    facts.sites[shop] += 1
    if title and len(facts.titles) < _TITLES:
        facts.titles.append(title)
