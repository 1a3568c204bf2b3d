"""Which values of a closed list the words of a listing name: a reader who looks for a value finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from udfs.records import Listing
from udfs.schema.definitions import Attribute
from udfs.schema.schema import Schema
from udfs.text.keys import plain
from udfs.text.negation import is_negated
from udfs.values.standardizer import Standardizer

_READ = 20_000  # characters of a text
_SHORTEST = 3  # letters of a wording that may stand in the plural


class Worded:
    """Finds the values that listings name, for all closed lists of a schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._standardizer = Standardizer(schema, match_threshold=None)
        self._plurals: dict[tuple[str, str], dict[str, str]] = {}
        self._patterns: dict[tuple[str, str], re.Pattern[str]] = {}

    def is_alone(self, category: str, key: str, value: str | None, listing: Listing) -> bool:
        """Whether a listing names the value and does not deny it; of an attribute with one value, beside no other."""
        attribute = self._schema.attribute(category, key)
        named = {
            found
            for text in (plain(text[:_READ]) for text in listing.texts)
            for start, end, found in self._places(category, key, attribute, text)
            if not is_negated(text, start, end)
        }
        return value in named if attribute.has_many else named == {value}

    def _places(self, category: str, key: str, attribute: Attribute, text: str) -> Iterator[tuple[int, int, str]]:
        """Half-open places of wordings in a plain text, in the singular and in the plural, with the ids of values."""
        yield from self._standardizer.mentions(category, key, text)
        plurals, pattern = self._plurals_of(category, key, attribute)
        for found in pattern.finditer(text):
            yield found.start(), found.end(), plurals[found[1]]

    def _plurals_of(self, category: str, key: str, attribute: Attribute) -> tuple[dict[str, str], re.Pattern[str]]:
        """Value ids by the wordings that may stand in the plural, and where those do: two mugs."""
        own = category, key
        if own not in self._patterns:
            wordings = {
                wording: value_id
                for value_id, value in attribute.values.items()
                for wording in map(plain, value.wordings())
                if len(wording) >= _SHORTEST and wording.isascii() and wording[-1].isalpha()
            }
            longest_first = sorted(wordings, key=len, reverse=True)
            names = "|".join(map(re.escape, longest_first)) or r"(?!)"
            self._plurals[own] = wordings
            self._patterns[own] = re.compile(rf"(?<![a-z0-9])({names})(?:s|es)(?![a-z0-9])")
        return self._plurals[own], self._patterns[own]
