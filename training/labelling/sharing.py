"""How many products a model reads one wording in: an answer about it holds for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from udfs.records import Extraction
from udfs.text.keys import fold


def sharing_of(read: Iterable[tuple[Extraction, int]]) -> Counter[tuple[str, str]]:
    """Products by attribute and folded wording, of extractions and how many products each is of."""
    found: Counter[tuple[str, str]] = Counter()
    for extraction, products in read:
        for wording in {(span.attribute, fold(span.text)) for span in extraction.spans}:
            found[wording] += products
    return found
