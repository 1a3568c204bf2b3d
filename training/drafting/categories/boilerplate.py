"""What a shop writes into nearly every title: its name, "on sale for", "price comparison"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from training.drafting.catalog import CatalogListing
from training.drafting.categories.goods import read_goods

_TITLES = 20  # of a shop, from which its habits are known
_MOST = 0.5  # share of its titles that have a word which says nothing of the goods


def bare_titles(listings: Sequence[CatalogListing]) -> list[str]:
    """Titles without words that half of a shop's titles have, unless they name goods. One of no other words stays."""
    titles = Counter(_shop(listing) for listing in listings)
    having: Counter[tuple[str, str]] = Counter()
    for listing in listings:
        having.update((_shop(listing), word) for word in set((listing.title or "").casefold().split()))
    habits = {
        pair
        for pair, count in having.items()
        if titles[pair[0]] >= _TITLES and count >= _MOST * titles[pair[0]] and not read_goods(pair[1]).goods
    }
    return [_without(listing, habits) for listing in listings]


def _without(listing: CatalogListing, habits: set[tuple[str, str]]) -> str:
    shop, title = _shop(listing), listing.title or ""
    return " ".join(word for word in title.split() if (shop, word.casefold()) not in habits) or title


def _shop(listing: CatalogListing) -> str:
    return listing.site or listing.source
