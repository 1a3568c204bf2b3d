"""The names that a source's sellers give to attributes: which attribute each means, and how many of its values read.

For those that mean none: the attribute whose known values their values are, if there is one. No model is asked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from udfs.resolution.statements.entries import named
from udfs.schema.schema import Schema
from udfs.text.keys import fold
from udfs.values.raw import Column
from udfs.values.standardizer import Standardizer

_VALUES = 200  # different values of a name that are judged, the most frequent ones
_LONGEST = 300  # characters of a value that are read
_EXAMPLES = 3
_LEAST_MATCH = 0.5  # of the rows whose value some attribute knows, for it to be suggested
_PARTS = re.compile(r"[,，、;；|/]+")


class Stated(NamedTuple):
    """How often a source states a value under a name, in a category; the seller's wording of it, or null.

    ``key_rows``: rows that state any value under the name, in the category.
    """

    category: str | None
    key: str
    value: str
    rows: int
    key_rows: int


@dataclass(frozen=True, slots=True)
class KeyReport:
    """One name, and one attribute that it means; null for none.

    ``read`` of the ``judged`` rows have a value that rules put in standard terms; ``failing`` are the most frequent of
    the others. Where an attribute has many values, a row's are read when all of them are.
    ``suggested``: of a name that means none, the attribute that knows the values of ``suggested_rows`` of the judged.
    ``ignored``: whether the schema ignores the name.
    """

    key: str
    attribute: str | None
    rows: int
    judged: int
    read: int = 0
    failing: tuple[str, ...] = ()
    suggested: str | None = None
    suggested_rows: int = 0
    ignored: bool = False

    @property
    def share(self) -> float | None:
        """The share of rows whose value reads; null for a name that means no attribute."""
        return self.read / self.judged if self.attribute and self.judged else None


def stated_values(listings: DataFrame) -> Iterator[Stated]:
    """What canonical listings (``category_text``, ``statements`` of key and value) state, the most frequent values of
    each name.
    """
    pairs = listings.select(F.col("category_text").alias("category"), F.explode("statements").alias("stated"))
    value = F.substring("stated.value", 1, _LONGEST).alias("value")
    counted = pairs.groupBy("category", F.col("stated.key").alias("key"), value).count()
    of_key = Window.partitionBy("category", "key")
    ranked = counted.withColumns(
        {
            "key_rows": F.sum("count").over(of_key),
            "rank": F.row_number().over(of_key.orderBy(F.desc("count"), "value")),
        }
    )
    for row in ranked.filter(F.col("rank") <= _VALUES).toLocalIterator():
        yield Stated(row["category"], row["key"], row["value"], row["count"], row["key_rows"])


@dataclass(slots=True)
class _Tally:
    """What is counted of one name and one attribute. ``known``: by attribute, rows whose value it knows."""

    wordings: Counter[str] = field(default_factory=Counter)
    groups: dict[tuple[str | None, str], int] = field(default_factory=dict)
    judged: int = 0
    read: int = 0
    failing: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    ignored: bool = False


class KeyJudge:
    """Judges names by a schema. One of a category that the schema does not know is judged by all categories."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._standardizer = Standardizer(schema, match_threshold=None)
        self._known = {key: _known_values(schema, [key]) for key in schema.categories}
        self._known_anywhere = _known_values(schema, schema.categories)
        self._places: dict[tuple[str | None, str], tuple[str, str, Column] | None] = {}

    def judge(self, stated: Iterable[Stated]) -> list[KeyReport]:
        """A report for each name and attribute, most rows first."""
        tallies: dict[tuple[str, str | None, bool], _Tally] = defaultdict(_Tally)
        for each in stated:
            category = self._schema.find_category(each.category)
            place = self._place(category, each.key)
            ignored = place is None and self._ignores(category, each.key)
            tally = tallies[fold(each.key) or each.key, place[1] if place else None, ignored]
            tally.groups[each.category, each.key] = each.key_rows
            tally.wordings[each.key] += each.rows
            tally.judged += each.rows
            tally.ignored = ignored
            self._count(tally, each, place, category)
        reports = [_report(attribute, tally) for (_, attribute, _), tally in tallies.items()]
        return sorted(reports, key=lambda report: (-report.rows, report.key, report.attribute or ""))

    def _place(self, category: str | None, key: str) -> tuple[str, str, Column] | None:
        """Category, attribute and column that a name means; of an unknown category, those of the first that has it."""
        if (category, key) not in self._places:
            categories = [category] if category else list(self._schema.categories)
            found = ((each, named(self._schema.categories[each], key)) for each in categories)
            best = min(((each, name) for each, name in found if name), key=lambda pair: pair[1][2], default=None)
            self._places[category, key] = (best[0], best[1][0], Column(best[1][1])) if best else None
        return self._places[category, key]

    def _ignores(self, category: str | None, key: str) -> bool:
        """Whether the category ignores a name; of an unknown one, whether any does."""
        categories = [category] if category else list(self._schema.categories)
        return any(self._schema.categories[each].key_book.ignores(key) for each in categories)

    def _count(self, tally: _Tally, each: Stated, place: tuple[str, str, Column] | None, category: str | None) -> None:
        if place is None:
            known = self._known[category] if category else self._known_anywhere
            parts = [fold(part) for part in _PARTS.split(each.value) if part.strip()]
            whole = known.get(fold(each.value), frozenset())
            for attribute in whole or _common([known.get(part, frozenset()) for part in parts]):
                tally.known[attribute] += each.rows
        if place is not None and self._reads(*place, each.value):
            tally.read += each.rows
        else:
            tally.failing[each.value] += each.rows

    def _reads(self, category: str, attribute: str, column: Column, value: str) -> bool:
        parts = self._standardizer.parts(category, attribute, value)
        outcomes = (self._standardizer.standardize(category, attribute, part, column=column) for part in parts)
        return all(outcome.status == "standard" for outcome in outcomes)


def _report(attribute: str | None, tally: _Tally) -> KeyReport:
    wording = min(tally.wordings, key=lambda key: (-tally.wordings[key], key))
    best = tally.known.most_common(2)
    sure = (
        not tally.ignored
        and best
        and best[0][1] >= _LEAST_MATCH * tally.judged
        and (len(best) == 1 or best[0][1] > best[1][1])
    )
    failing = sorted(tally.failing, key=lambda value: (-tally.failing[value], value))
    return KeyReport(
        key=wording,
        attribute=attribute,
        rows=sum(tally.groups.values()),
        judged=tally.judged,
        read=tally.read,
        failing=tuple(failing[:_EXAMPLES]),
        suggested=best[0][0] if sure else None,
        suggested_rows=best[0][1] if sure else 0,
        ignored=tally.ignored,
    )


def _known_values(schema: Schema, categories: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Folded wordings of allowed and known values to the attributes that have them; yes and no tell none."""
    found: dict[str, set[str]] = {}
    for category in categories:
        for key, attribute in schema.categories[category].attributes.items():
            if attribute.kind != "boolean":
                for wording in attribute.value_by_wording:
                    found.setdefault(wording, set()).add(key)
    return {wording: frozenset(keys) for wording, keys in found.items()}


def _common(sets: list[frozenset[str]]) -> frozenset[str]:
    return frozenset.intersection(*sets) if sets else frozenset()
