"""Public catalogs of other goods, as listings with what their shop says of the category."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from udfs.errors import SourceError


@dataclass(frozen=True, slots=True)
class Foreign:
    """A listing of another catalog; ``path`` is the shop's category path as it stands there, "" without one."""

    source: str
    title: str
    description: str | None
    path: str


def _table(title: str, description: str, path: str) -> Callable[[str, Path], Iterator[Foreign]]:
    """A reader of CSV files with these columns."""

    def read(source: str, file: Path) -> Iterator[Foreign]:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                yield Foreign(source, row[title], row[description] or None, row[path] or "")

    return read


def _cameras(source: str, file: Path) -> Iterator[Foreign]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from (Foreign(source, json.loads(line)["title"], None, "") for line in lines)


def _titles(source: str, file: Path) -> Iterator[Foreign]:
    with file.open(encoding="utf-8") as lines:
        yield from (Foreign(source, json.loads(line)["title"], None, "") for line in lines)


_CATALOGS: dict[str, tuple[str, Callable[[str, Path], Iterator[Foreign]]]] = {
    "amazon": ("catalogs/amazon.csv", _table("Product Name", "About Product", "Category")),
    "cameras": ("catalogs/cameras.jsonl.gz", _cameras),
    "jd_titles": ("jd_titles/train.jsonl", _titles),
    "lazada": ("catalogs/lazada.csv", _table("title", "product_description", "breadcrumb")),
    "shopee": ("catalogs/shopee.csv", _table("title", "Product Description", "breadcrumb")),
}


def read_foreign(data: Path) -> Iterator[Foreign]:
    """All listings with a title. Raises SourceError naming the files that the folder lacks."""
    files = {source: data / place for source, (place, _) in _CATALOGS.items()}
    if missing := [str(file) for file in files.values() if not file.is_file()]:
        raise SourceError(f"cannot read other catalogs: there is no {', '.join(missing)}; correct --data")
    for source, (_, read) in _CATALOGS.items():
        yield from (one for one in read(source, files[source]) if one.title.strip())
