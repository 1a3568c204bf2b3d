"""Catalogs of strangers as drafting reads them."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from training.drafting.catalog import CatalogListing, Stated
from udfs.schema.category_paths import paths_of
from udfs.text.sites import site_of


class Layout(NamedTuple):
    """Columns of a file; ``facts`` holds a JSON list of names and values, null where it has none."""

    key: str
    title: str
    description: str
    path: str
    site: str
    facts: str | None


LAYOUTS = {
    "lazada": Layout("sku", "title", "product_description", "breadcrumb", "domain", "product_specifications"),
    "shopee": Layout("id", "title", "Product Description", "breadcrumb", "domain", "Product Specifications"),
    "amazon": Layout("Uniq Id", "Product Name", "About Product", "Category", "Product Url", None),
}


def read_catalog(name: str, data: Path) -> list[CatalogListing]:
    """The listings of ``catalogs/NAME.csv`` in a folder; ids are those of the file with the number of the row."""
    layout = LAYOUTS[name]
    csv.field_size_limit(sys.maxsize)
    with (data / "catalogs" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [_listing(name, layout, number, row) for number, row in enumerate(csv.DictReader(lines))]


def _listing(name: str, layout: Layout, number: int, row: dict[str, str]) -> CatalogListing:
    paths = paths_of(row[layout.path] or "")
    return CatalogListing(
        product_id=f"{row[layout.key]}-{number}",
        source=name,
        title=row[layout.title] or None,
        description=row[layout.description] or None,
        site=site_of(row[layout.site].split("|")[0]),
        path=paths[0].levels if paths else (),
        stated=tuple(_stated(row[layout.facts] if layout.facts else "")),
    )


def _stated(text: str) -> Iterator[Stated]:
    facts: list[dict[str, Any]] = json.loads(text or "[]") or []
    return (Stated(fact["name"], str(fact["value"])) for fact in facts if fact.get("name") and fact.get("value"))
