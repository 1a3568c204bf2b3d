"""What became of every row of a catalog, where only a sample of them was looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from training.drafting.catalog import CatalogListing

Row = tuple[str | None, str | None, tuple[str, ...]]
"""Id, why the row cannot be drafted of, path: see :meth:`jobs.drafting.listings.Catalog.rows`."""

_UNSEEN = "not among the listings looked at, and no path tells"


def placed(
    rows: Iterable[Row],
    listings: Sequence[CatalogListing],
    category_of: Mapping[str, str | None],
    left_out: Mapping[str, str],
) -> Iterator[dict[str, str | None]]:
    """A line of ``rows.jsonl`` for each row. One that is not of the sample has the category of most of the sample's
    listings with its path, or with the nearest level above it."""
    paths = _by_path(listings, category_of)
    for product_id, reason, path in rows:
        line: dict[str, str | None] = {"product_id": product_id, "category": None}
        if reason is not None or product_id is None:
            yield line | {"reason": reason}
        elif product_id in category_of:
            category = category_of[product_id]
            yield line | ({"category": category} if category else {"reason": left_out.get(product_id, "no category")})
        else:
            category = _above(paths, path)
            yield line | ({"category": category} if category else {"reason": _UNSEEN})


def _by_path(
    listings: Sequence[CatalogListing], category_of: Mapping[str, str | None]
) -> Mapping[tuple[str, ...], str | None]:
    votes: defaultdict[tuple[str, ...], Counter[str | None]] = defaultdict(Counter)
    for listing in listings:
        for end in range(1, len(listing.path) + 1):
            votes[listing.path[:end]][category_of.get(listing.product_id)] += 1
    return {path: count.most_common(1)[0][0] for path, count in votes.items()}


def _above(paths: Mapping[tuple[str, ...], str | None], path: tuple[str, ...]) -> str | None:
    return next((paths[path[:end]] for end in range(len(path), 0, -1) if path[:end] in paths), None)
