"""Texts without labels in, the ones to label next out, each a line with what the model suggests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.labelling.hashing import hashed_vectors
from training.labelling.selection import COVERED, Vectors, pick, shortlist
from training.labelling.suggestions import suggestion_row
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
    unlabelled: Sequence[Unlabelled], n: int, vectors_of: VectorsOf, labelled: Sequence[Listing] = ()
) -> list[int]:
    """Places of the ``n`` to label, the most helpful first: see :mod:`training.labelling.selection`.

    The texts are in an order as good as at random, as :func:`distinct` gives them: the first stand for all. Vectors are
    asked of those, of the candidates, and of a sample of the labelled listings.
    """
    products = [one.products for one in unlabelled]
    places = shortlist(products, n)
    if not places:
        return []
    row_of = {place: row for row, place in enumerate(dict.fromkeys([*places, *range(len(products))[:COVERED]]))}
    vectors = vectors_of([unlabelled[place].listing for place in row_of])
    known = sorted(labelled, key=text_key)[:COVERED]
    near = vectors_of(known) if known else vectors[:0]
    covered = vectors[[row_of[place] for place in range(len(products))[:COVERED]]]
    return [places[one] for one in pick(vectors[: len(places)], n, covered, products[:COVERED], near)]


def rows_to_label(chosen: Iterable[Unlabelled], schema: Schema) -> list[dict[str, Any]]:
    """The chosen ones as lines, see :func:`training.labelling.suggestions.suggestion_row`."""
    return [suggestion_row(one.listing, one.extraction, schema, products=one.products) for one in chosen]


def text_vectors(listings: Sequence[Listing]) -> Vectors:
    """Where listings lie when no model has read them: by their titles, or else what is there."""
    texts = [listing.title or listing.description or "" for listing in listings]
    return hashed_vectors(texts) if texts else np.zeros((0, 1), np.float32)
