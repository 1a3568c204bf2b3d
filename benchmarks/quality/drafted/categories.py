"""Drafted categories against sellers' paths: how many listings land in one, and what comes of hidden paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from benchmarks.quality.drafted.agreement import b_cubed
from benchmarks.quality.drafted.catalogs import LAYOUTS, read_catalog
from training.drafting.catalog import CatalogListing, Embed
from training.drafting.categories.drafting import draft_categories
from udfs.text.keys import fold

HIDDEN = "lazada"
"""The catalog whose paths are hidden; the second element of a path is what is right."""


def table(data: Path, embed: Embed) -> Iterator[str]:
    """A line for each catalog with its paths, then one for the catalog whose paths are hidden."""
    yield f"{'catalog':16}{'with path':>10}{'categories':>12}{'landed':>9}{'largest':>9}{'marks':>7}"
    for name in LAYOUTS:
        yield _with_paths(name, read_catalog(name, data), embed)
    listings = read_catalog(HIDDEN, data)
    bare = [replace(listing, path=()) for listing in listings]
    drafted = draft_categories(bare, embed)
    found = b_cubed([drafted.of[each.product_id] for each in bare], classes_of(listings))
    yield ""
    yield f"{HIDDEN}, paths hidden: {len(drafted.categories)} categories, {len(drafted.left_out)} listings left out"
    yield f"B-cubed precision {found.precision:.3f}, recall {found.recall:.3f}, F1 {found.f1:.3f}"


def classes_of(listings: Sequence[CatalogListing]) -> list[str]:
    """The second level of each listing's path, the same goods in two languages being one; the first where it ends."""
    same = {}
    text = files("benchmarks.quality.drafted").joinpath("same_goods.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            one, _, other = line.partition("=")
            same[fold(one)] = fold(other)
    second = [fold((listing.path[1:2] or listing.path[:1] or ("",))[0]) for listing in listings]
    return [same.get(level, level) for level in second]


def _with_paths(name: str, listings: Sequence[CatalogListing], embed: Embed) -> str:
    drafted = draft_categories(listings, embed)
    landed = Counter(drafted.of[listing.product_id] for listing in listings if listing.path)
    total = landed.total()
    missing = landed.pop(None, 0)
    return (
        f"{name:16}{total:10,}{len(drafted.categories):12,}{1 - missing / total:9.1%}"
        f"{max(landed.values()) / total:9.1%}{len(drafted.marks):7,}"
    )
