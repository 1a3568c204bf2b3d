"""Texts without labels in, the ones to label next out, each a line with what the model suggests."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.data.examples import Example
from training.labelling.hashing import hashed_vectors
from training.labelling.selection import COVERED, Candidate, Labelled, Vectors, pick, shortlist
from training.labelling.suggestions import suggestion_row
from training.labelling.uncertainty import expected_statements, uncertainty
from udfs.records import Extraction, Listing
from udfs.schema.schema import Schema

VectorsOf = Callable[[Sequence[Listing]], Vectors]
"""(n, H) vectors of listings, in order."""


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """A text with one of its ``products``, and how many there are; ``extraction`` is null where no model read it.

    The listing's category is the seller's, or null.
    """

    listing: Listing
    extraction: Extraction | None = None
    products: int = 1


def distinct(listings: Iterable[Listing]) -> list[Unlabelled]:
    """Each text once, with its first listing, by :func:`text_key`: an order as good as at random, always the same."""
    found: dict[str, Unlabelled] = {}
    for listing in listings:
        key = text_key(listing)
        known = found.get(key)
        found[key] = Unlabelled(known.listing, products=known.products + 1) if known else Unlabelled(listing)
    return [found[key] for key in sorted(found)]


def text_key(listing: Listing) -> str:
    """Equal for equal title and description."""
    return hashlib.sha256(f"{listing.title or ''}\0{listing.description or ''}".encode(errors="replace")).hexdigest()


def without(unlabelled: Iterable[Unlabelled], labelled: Iterable[Listing]) -> list[Unlabelled]:
    """Those that have no labels yet, under their id or under another one with the same text."""
    known = [(listing.product_id, text_key(listing)) for listing in labelled]
    ids, texts = {key for key, _ in known}, {key for _, key in known}
    return [
        one for one in unlabelled if one.listing.product_id not in ids and text_key(one.listing) not in texts
    ]  # fmt: skip


def choose(
    unlabelled: Sequence[Unlabelled], schema: Schema, n: int, vectors_of: VectorsOf, labelled: Sequence[Example] = ()
) -> list[int]:
    """Places of the ``n`` to label, the most helpful first: see :mod:`training.labelling.selection`.

    Vectors are asked of a sample, of those of most worth, and of labelled listings. Without a model all texts count as
    equally uncertain, and nothing is expected to be stated.
    """
    candidates = [_candidate(one, schema) for one in unlabelled]
    places = shortlist(candidates, n)
    if not places:
        return []
    sample = sorted(range(len(candidates)), key=lambda place: candidates[place].key)[:COVERED]
    row_of = {place: row for row, place in enumerate(dict.fromkeys([*places, *sample]))}
    vectors = vectors_of([unlabelled[place].listing for place in row_of])
    known = sorted(labelled, key=lambda example: text_key(example.listing))
    near = vectors_of([example.listing for example in known[:COVERED]]) if known else vectors[:0]
    picks = pick(
        [candidates[place] for place in places], vectors[[row_of[place] for place in places]], n,
        [candidates[place] for place in sample], vectors[[row_of[place] for place in sample]],
        Labelled(near, _stated(known)),
    )  # fmt: skip
    return [places[one] for one in picks]


def _candidate(one: Unlabelled, schema: Schema) -> Candidate:
    key = text_key(one.listing)
    if one.extraction is None:
        return Candidate(key, products=one.products)
    unsure = uncertainty(one.extraction, schema, placed=one.listing.category is not None)
    return Candidate(key, unsure, one.products, expected_statements(one.extraction))


def _stated(labelled: Iterable[Example]) -> dict[Hashable, float]:
    """How often each attribute of each category is labelled: by spans, or else by a choice."""
    found: Counter[Hashable] = Counter()
    for example in labelled:
        spans = Counter(span.attribute for span in example.spans)
        for key in spans.keys() | example.choices.keys():
            found[example.listing.category, key] += max(spans[key], len(example.choices.get(key, ())))
    return dict(found)


def rows_to_label(unlabelled: Sequence[Unlabelled], places: Sequence[int], schema: Schema) -> list[dict[str, Any]]:
    """The chosen ones as lines, see :func:`training.labelling.suggestions.suggestion_row`."""
    chosen = [unlabelled[place] for place in places]
    return [suggestion_row(one.listing, one.extraction, schema, products=one.products) for one in chosen]


def text_vectors(listings: Sequence[Listing]) -> Vectors:
    """Where listings lie when no model has read them: by their titles, or else what is there."""
    texts = [listing.title or listing.description or "" for listing in listings]
    return hashed_vectors(texts) if texts else np.zeros((0, 1), np.float32)
