"""Words that most titles of a catalog have: what its goods are, which a key need not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from training.drafting.catalog import CatalogListing
from training.drafting.keys.names import key_name
from udfs.text.keys import plain

_MOST = 0.25  # share of titles
_READ = 4000  # titles, evenly over the catalog
_WORD = re.compile(r"[^\W\d_]{3,}")


def goods_of(listings: Sequence[CatalogListing]) -> frozenset[str]:
    """Words in singular, in plain spelling: of an export of cameras that is camera."""
    titles = [listing.title for listing in listings[:: 1 + len(listings) // _READ] if listing.title]
    seen = Counter(word for title in titles for word in set(_WORD.findall(plain(title))))
    usual = (word for word, count in seen.items() if count >= _MOST * len(titles))
    return frozenset(word for each in usual for word in key_name(each).words)
