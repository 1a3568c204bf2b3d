"""The first level of sellers' paths as categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from training.drafting.ascii_ids import ascii_id
from training.drafting.catalog import CatalogListing, Embed
from training.drafting.drafts import DraftCategory, DraftedCategories
from training.drafting.wordings import script_language
from udfs.text.keys import fold


def draft_categories(listings: Sequence[CatalogListing], embed: Embed) -> DraftedCategories:  # noqa: ARG001
    names: Counter[str] = Counter(listing.path[0] for listing in listings if listing.path)
    ids: dict[str, str] = {}
    found = []
    for name, _ in names.most_common():
        if fold(name) not in ids:
            ids[fold(name)] = ascii_id(name, set(ids.values()), "category")
            found.append(DraftCategory(ids[fold(name)], name, script_language(name) or "en"))
    if not found:
        found = [DraftCategory("goods", "Goods", "en")]
    of = {each.product_id: ids.get(fold(each.path[0])) if each.path else None for each in listings}
    of = of if ids else dict.fromkeys(of, "goods")
    left_out = {key: "no path" for key, category in of.items() if category is None}
    return DraftedCategories(tuple(found), of, left_out)
