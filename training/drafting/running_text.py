"""Numbers with units in titles, of which no seller makes an attribute: proposed to a person, never simply added."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from training.drafting.catalog import CatalogListing
from training.drafting.folder.state import OpenMark
from udfs.quantities.registry import read_unit, same_kind
from udfs.schema.definitions import Category
from udfs.schema.schema import Schema
from udfs.text.cleaning import nfkc

# No "5 in 1", no "2 x 3"; what follows a unit is no letter.
_MEASURE = re.compile(r"(?<![\w.,/-])(\d+(?:[.,]\d+)?)\s?((?!(?i:in)\s\d)[^\W\d_]{2,12}|[\"″])(?![^\W_])")
_UNITS = ("ml", "g", "W", "mAh", "V", "cm", "h", "GB", "Hz", "lm", "MP", "degC", "Wh")
_LEAST_SHARE, _LEAST_ROWS = 0.15, 10  # of a category's titles that hold one
_EXAMPLES = 3


def proposed(
    listings: Iterable[CatalogListing], category_of: Mapping[str, str | None], schema: Schema
) -> Iterator[OpenMark]:
    """A mark for each unit that many titles of a category hold, and none of its attributes has."""
    titles: Counter[str] = Counter()
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for listing in listings:
        category = category_of.get(listing.product_id)
        if category is None or not listing.title:
            continue
        titles[category] += 1
        for unit, text in measures(listing.title).items():
            found[category, unit].append(text)
    for (category, unit), texts in sorted(found.items()):
        enough = len(texts) >= max(_LEAST_ROWS, _LEAST_SHARE * titles[category])
        if enough and category in schema.categories and not _has(schema.categories[category], unit):
            shown = ", ".join(text for text, _ in Counter(texts).most_common(_EXAMPLES))
            question = f"titles say {shown}, and no attribute is in {unit}; add one?"
            yield OpenMark(category, question, len(texts), "category", unit=unit)


def measures(title: str) -> dict[str, str]:
    """By unit, the first number that a title gives in it or in one of its kind."""
    found: dict[str, str] = {}
    for match in _MEASURE.finditer(nfkc(title)):
        if unit := _unit_of(match[2]):
            found.setdefault(unit, match[0])
    return found


@lru_cache(1 << 12)
def _unit_of(spelling: str) -> str | None:
    for unit in _UNITS:
        read = read_unit(spelling, unit)
        if read and same_kind(read, unit):
            return unit
    return None


def _has(category: Category, unit: str) -> bool:
    return any(own.unit and same_kind(own.unit, unit) for own in category.attributes.values())
