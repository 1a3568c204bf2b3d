"""What a catalog's values are worth saying: how many products of a category have an attribute, and share a value.

Plain rows of a table in and out. They stay as they are until somebody renews them: so a text stays, too, where nothing
is new of its product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Annotated, NamedTuple

from udfs.records import Fact
from udfs.schema.fingerprints import digest

MOST_VALUES = 200
"""Values of an attribute that are counted one by one: those most products have. Any other is rare."""

_FEW = 10  # products as which a catalog counts that shares nothing: of three products all alike little follows


class Tally(NamedTuple):
    """A row of the table: how many products there are of a category, with an attribute, with a value of it."""

    category: Annotated[str, "Category id of the schema."]
    attribute: Annotated[str | None, "Attribute id; null in the row that counts the category's products."]
    value: Annotated[
        str | None, "Id of the value, or its canonical text; null in the row that counts products with any value."
    ]
    products: Annotated[int, "Products counted in this row, each once."]


def value_key(fact: Fact) -> str:
    """What a value is counted by: its id, or its canonical text."""
    return fact.value_id or fact.value or ""


@dataclass(frozen=True)
class Statistics:
    """Counts of one catalog, by category, attribute and value. Without any, every share is unknown."""

    products: Mapping[str, int]
    filled: Mapping[tuple[str, str], int]
    values: Mapping[tuple[str, str], Mapping[str, int]]

    @classmethod
    def of(cls, rows: Iterable[Tally]) -> Statistics:
        """The counts that rows of the table hold, in any order."""
        products: dict[str, int] = {}
        filled: dict[tuple[str, str], int] = {}
        values: dict[tuple[str, str], dict[str, int]] = {}
        for category, attribute, value, count in rows:
            if attribute is None:
                products[category] = count
            elif value is None:
                filled[category, attribute] = count
            else:
                values.setdefault((category, attribute), {})[value] = count
        return cls(products, filled, values)

    @cached_property
    def version(self) -> str:
        """16 hex digits over all counts: equal for equal statistics."""
        return digest([list(row) for row in self.rows()])

    def version_of(self, category: str) -> str:
        """16 hex digits over the counts of one category; those of others leave its texts as they are."""
        return self._versions.get(category, "")

    @cached_property
    def _versions(self) -> Mapping[str, str]:
        by_category = groupby(sorted(map(_sortable, self.rows())), key=lambda row: row[0])
        return {category: digest([list(row) for row in rows]) for category, rows in by_category}

    def rows(self) -> Iterator[Tally]:
        """The rows of the table, sorted; :meth:`of` reads them."""
        for category, count in sorted(self.products.items()):
            yield Tally(category, None, None, count)
        for (category, attribute), count in sorted(self.filled.items()):
            yield Tally(category, attribute, None, count)
            for value, n in sorted(self.values.get((category, attribute), {}).items()):
                yield Tally(category, attribute, value, n)

    def fill(self, category: str, attribute: str) -> float | None:
        """Share of a category's products that have a value of the attribute; null where nothing is counted."""
        products = self.products.get(category)
        return self.filled.get((category, attribute), 0) / products if products else None

    def shared(self, category: str, attribute: str, value: str, *, of_all: bool = False) -> float | None:
        """Share of the other products with the attribute that have this value, too; null where nothing is counted.

        ``of_all``: of all other products of the category, as one that does not state a feature mostly lacks it.
        """
        total = self.products.get(category) if of_all else self.filled.get((category, attribute))
        if not total:
            return None
        return max(0, self.values.get((category, attribute), {}).get(value, 1) - 1) / (total - 1 + _FEW)


def _sortable(row: Tally) -> tuple[str, str, str, int]:
    return row.category, row.attribute or "", row.value or "", row.products


NO_STATISTICS = Statistics({}, {}, {})
"""Of a catalog that nobody has counted."""


def tallied(products: Iterable[tuple[str, Iterable[Fact]]], most: int = MOST_VALUES) -> Iterator[Tally]:
    """Rows that count products, each given as its category and its facts; of each attribute the ``most`` common values.

    Only standard values count. Of values that as many products have, the first in alphabetical order are kept.
    """
    sold: Counter[str] = Counter()
    filled: Counter[tuple[str, str]] = Counter()
    values: dict[tuple[str, str], Counter[str]] = {}
    for category, facts in products:
        sold[category] += 1
        stated = {(fact.attribute, value_key(fact)) for fact in facts if fact.status == "standard"}
        filled.update((category, attribute) for attribute in {attribute for attribute, _ in stated})
        for attribute, value in stated:
            values.setdefault((category, attribute), Counter())[value] += 1
    yield from (Tally(category, None, None, count) for category, count in sold.items())
    yield from (Tally(*key, None, count) for key, count in filled.items())
    for key, counted in values.items():
        common = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:most]
        yield from (Tally(*key, value, count) for value, count in common)
