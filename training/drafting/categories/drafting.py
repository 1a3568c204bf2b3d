"""The categories of a catalog without a schema: from sellers' paths where there are any, else from keys and titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from training.drafting.catalog import CatalogListing, Embed
from training.drafting.categories.from_paths import NO_PATH, categories_from_paths
from training.drafting.categories.from_titles import categories_from_titles
from training.drafting.categories.word_model import WordModel
from training.drafting.drafts import DraftedCategories

_PATHS = 0.3  # share of the listings with a path, from which paths say what categories there are
_LEARNED = 20_000  # listings with a path that the others are compared with


def draft_categories(listings: Sequence[CatalogListing], embed: Embed | None) -> DraftedCategories:
    """Draft the categories of listings, and say of each listing in which it is.

    ``embed`` encodes in all languages of the catalog; null where there is no encoder: wordings of several languages
    are then joined by known words alone, and titles that name no goods stay without category.
    """
    with_path = sum(bool(listing.path) for listing in listings)
    if not with_path or with_path < _PATHS * len(listings):
        return categories_from_titles(listings, embed)
    drafted = categories_from_paths(listings, embed)
    return drafted if with_path == len(listings) else _with_the_others(listings, drafted)


def _with_the_others(listings: Sequence[CatalogListing], drafted: DraftedCategories) -> DraftedCategories:
    """The same, with the listings that have no path in the category of those that have the same words."""
    placed = [listing for listing in listings if drafted.of[listing.product_id] is not None]
    known = placed[:: max(1, -(-len(placed) // _LEARNED))]
    others = [each for each in listings if drafted.left_out.get(each.product_id) == NO_PATH and each.title]
    if not known or not others:
        return drafted
    model = WordModel(known, [drafted.of[each.product_id] or "" for each in known])
    found = {each.product_id: category for each, category in zip(others, model.place(others), strict=True) if category}
    left_out = {key: reason for key, reason in drafted.left_out.items() if key not in found}
    return replace(drafted, of={**drafted.of, **found}, left_out=left_out)
