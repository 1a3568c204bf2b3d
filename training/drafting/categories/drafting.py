"""The categories of a catalog that has no schema: from sellers' paths where there are any, else from keys and titles."""

from __future__ import annotations

from collections.abc import Sequence

from training.drafting.catalog import CatalogListing, Embed
from training.drafting.categories.from_paths import categories_from_paths
from training.drafting.drafts import DraftedCategories


def draft_categories(listings: Sequence[CatalogListing], embed: Embed | None) -> DraftedCategories:
    """Draft the categories of listings, and say of each listing in which it is."""
    return categories_from_paths(listings, embed)
