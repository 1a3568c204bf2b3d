"""Vectors of listings without a path: of titles, of the keys that sellers use, of the goods that titles mention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from training.drafting.catalog import CatalogListing, Embed
from training.drafting.categories.goods import read_goods
from training.drafting.categories.vectors import Vectors, centred, unit

_KEYS, _IDEAS = 0.7, 0.7  # how much keys and mentioned goods say beside the title


def listing_vectors(
    listings: Sequence[CatalogListing], titles: Sequence[str], languages: Sequence[str], embed: Embed
) -> Vectors:
    """(n, size), of length 1; ``titles`` are read in place of the listings' own."""
    parts = [centred(embed(titles), languages), _KEYS * _keys(listings, embed), _IDEAS * _ideas(titles)]
    return unit(np.hstack(parts))


def _keys(listings: Sequence[CatalogListing], embed: Embed) -> Vectors:
    """The mean of a listing's keys, rare ones of its shop more: a shop's own keys for all goods say nothing."""
    own = [sorted({stated.key for stated in listing.stated}) for listing in listings]
    keys = sorted({key for each in own for key in each})
    if not keys:
        return np.zeros((len(listings), 1), np.float32)
    vectors = embed(keys)
    vectors = vectors - vectors.mean(axis=0)
    place = {key: n for n, key in enumerate(keys)}
    shops = Counter(_shop(listing) for listing in listings)
    used = Counter((_shop(listing), key) for listing, each in zip(listings, own, strict=True) for key in each)
    found = np.zeros((len(listings), vectors.shape[1]), np.float32)
    for row, (listing, each) in enumerate(zip(listings, own, strict=True)):
        shop = _shop(listing)
        for key in each:
            found[row] += np.log(shops[shop] / used[shop, key]) * vectors[place[key]]
    return unit(found)


def _ideas(titles: Sequence[str]) -> Vectors:
    """The goods that a title mentions, rare ones more."""
    own = [read_goods(title).ideas for title in titles]
    counts = Counter(idea for ideas in own for idea in ideas)
    place = {idea: n for n, idea in enumerate(sorted(counts))}
    found = np.zeros((len(titles), max(len(place), 1)), np.float32)
    for row, ideas in enumerate(own):
        for idea in ideas:
            found[row, place[idea]] = np.log(len(titles) / counts[idea])
    return unit(found)


def _shop(listing: CatalogListing) -> str:
    return listing.site or listing.source
