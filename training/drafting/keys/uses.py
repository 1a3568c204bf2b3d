"""The keys of a catalog as they are used: by which listings, with which values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from training.drafting.catalog import CatalogListing
from training.drafting.drafts import Key
from training.drafting.keys.names import KeyName, key_name
from training.drafting.keys.statements import without_help
from udfs.text.keys import fold
from udfs.text.placeholders import is_placeholder

_MANY = 0.1  # share of a key's listings from which several statements are its habit


@dataclass(slots=True)
class Use:
    """A key of one site. ``said``: by the place of the listing in the catalog, the values that say something;
    ``rows``: listings that have the key; ``values``: how many listings state each value; ``from_text``: all its
    statements stand in descriptions."""

    key: Key
    name: KeyName
    rows: int = 0
    said: dict[int, tuple[str, ...]] = field(default_factory=dict)
    values: Counter[str] = field(default_factory=Counter)
    from_text: bool = True

    @property
    def is_repeated(self) -> bool:
        """Whether listings state it several times: it has several values."""
        return sum(len(each) > 1 for each in self.said.values()) > _MANY * max(1, len(self.said))


def uses_of(listings: Sequence[CatalogListing]) -> list[Use]:
    """All keys, by source, site and spelling, the most used first."""
    found: dict[Key, Use] = {}
    for place, listing in enumerate(listings):
        stated: dict[Key, dict[str, None]] = {}
        for each in listing.stated:
            key = Key(listing.source, listing.site, each.key)
            stated.setdefault(key, {})[without_help(each.value.strip())] = None
            use = found.setdefault(key, Use(key, key_name(each.key)))
            use.from_text = use.from_text and each.from_text
        for key, values in stated.items():
            _add(found[key], place, values)
    return sorted(found.values(), key=lambda use: (-use.rows, tuple(map(str, use.key))))


def _add(use: Use, place: int, values: dict[str, None]) -> None:
    use.rows += 1
    told = tuple(value for value in values if fold(value) and not is_placeholder(value))
    if told:
        use.said[place] = told
        use.values.update(told)
