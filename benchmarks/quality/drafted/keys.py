"""Drafted attributes against a table of keys made by hand: which are one, which say nothing, of which kind each is."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.quality.drafted.agreement import b_cubed
from training.drafting.catalog import CatalogListing, Embed, Stated
from training.drafting.drafts import DraftedKeys
from training.drafting.keys.drafting import draft_keys

_UNJUDGED = ("mixed", "category")  # keys that mean several things, or what the goods are
_ONE_KIND = {"range": "quantity", "choices": "choice"}  # kinds that the table tells apart and a count does not


class Gold(NamedTuple):
    """What a key means: null for one that says nothing of a product; and of which kind it is."""

    attribute: str | None
    kind: str


def read_gold(file: Path) -> dict[str, Gold]:
    """The table, without keys that nobody can judge."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["note"] not in _UNJUDGED]
    return {row["key"]: Gold(None if row["note"] == "junk" else row["attribute"], row["kind"]) for row in rows}


def read_pages(file: Path) -> list[CatalogListing]:
    """Product pages, as gzipped JSON lines with id, site, title and a map of texts or lists of them."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [_page(json.loads(line)) for line in lines]


def _page(page: Mapping[str, object]) -> CatalogListing:
    stated = [
        Stated(key, value)
        for key, values in dict(page["attributes"]).items()  # type: ignore[call-overload]
        for value in (values if isinstance(values, list) else [values])
    ]
    return CatalogListing(str(page["id"]), "pages", str(page["title"]), site=str(page["site"]), stated=tuple(stated))


def table(data: Path, embed: Embed | None) -> Iterator[str]:
    """Lines of the figures, each counted by rows."""
    listings = read_pages(data / "catalogs/cameras.jsonl.gz")
    drafted = draft_keys(listings, embed)
    yield f"{len(listings):,} pages: {len(drafted.attributes):,} attributes, {len(drafted.marks):,} marks"
    yield from scored(drafted, read_gold(data / "catalogs/cameras_keys.csv"))


def scored(drafted: DraftedKeys, gold: Mapping[str, Gold]) -> Iterator[str]:
    """Agreement of a draft with a table. A key that sites use differently counts as what most rows say."""
    rows, found = _by_key(drafted, gold)
    kept = [key for key in rows if gold[key].attribute and found[key][0]]
    agreement = b_cubed(
        [found[key][0] for key in kept], [gold[key].attribute for key in kept], [rows[key] for key in kept]
    )
    yield f"B-cubed precision {agreement.precision:.3f}, recall {agreement.recall:.3f}, F1 {agreement.f1:.3f}"
    said = {key for key in rows if not found[key][0]}
    junk = {key for key in rows if not gold[key].attribute}
    hit = sum(rows[key] for key in said & junk)
    precision, recall = (hit / max(1, sum(rows[key] for key in keys)) for keys in (said, junk))
    yield f"keys that say nothing: precision {precision:.3f}, recall {recall:.3f}"
    right = sum(rows[key] for key in kept if _one(found[key][1]) == _one(gold[key].kind))
    yield f"kinds right: {right / max(1, sum(rows[key] for key in kept)):.3f}"


def _by_key(
    drafted: DraftedKeys, gold: Mapping[str, Gold]
) -> tuple[Counter[str], dict[str, tuple[str | None, str | None]]]:
    """Rows of each judged key, and the attribute and kind that most of them have."""
    place = {key: (attribute.id, attribute.kind) for attribute in drafted.attributes for key in attribute.keys}
    votes: defaultdict[str, Counter[tuple[str | None, str | None]]] = defaultdict(Counter)
    for key, n_rows in drafted.rows.items():
        if key.key in gold:
            votes[key.key][place.get(key, (None, None))] += n_rows
    rows = Counter({key: own.total() for key, own in votes.items()})
    return rows, {key: own.most_common(1)[0][0] for key, own in votes.items()}


def _one(kind: str | None) -> str | None:
    return _ONE_KIND.get(kind, kind) if kind else None
