"""Which decisions of people can be applied, and why the others have no effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import Literal

from pyspark.sql import Row

from udfs.errors import InputError
from udfs.schema.schema import Schema
from udfs.text.keys import fold
from udfs.values.standardizer import Standardizer

Fault = Literal["faulty", "in conflict"]
_TOLD = 10  # refused decisions in a message
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision without effect. ``why`` is a sentence, with the ids that may be meant."""

    row: Row
    fault: Fault
    why: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Category, attribute and folded raw value."""
        return _key(self.row)

    def __str__(self) -> str:
        place = f"{self.row['category']} {self.row['attribute']} {self.row['raw_value']!r}"
        return f"decision of {self.row['decided_by']} on {place}: {self.why}"


@dataclass(frozen=True, slots=True)
class Checked:
    """All decisions ever made. ``applied``: the newest sound one of each value, oldest first. ``superseded``: how many
    sound ones have a newer one after them.
    """

    applied: tuple[Row, ...] = ()
    refused: tuple[Refused, ...] = ()
    superseded: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each sort; nothing where there are none at all."""
        faulty = sum(each.fault == "faulty" for each in self.refused)
        found = {"applied": len(self.applied), "faulty": faulty, "in_conflict": len(self.refused) - faulty}
        found["superseded"] = self.superseded
        return {f"decisions_{sort}": count for sort, count in found.items()} if any(found.values()) else {}

    def told(self) -> Iterator[str]:
        """What a run tells of them: a line of counts, and one for each that has no effect."""
        if not self.counts:
            return
        sorts = {sort.removeprefix("decisions_").replace("_", " "): count for sort, count in self.counts.items()}
        parts = [f"{count:,} {sort}" for sort, count in sorts.items() if count or sort == "applied"]
        yield f"{sum(sorts.values()):,} decisions: {', '.join(parts)}"
        yield from map(str, self.refused[:_TOLD])
        if len(self.refused) > _TOLD:
            yield f"and {len(self.refused) - _TOLD:,} more without effect"

    def require_sound(self) -> None:
        """Raises InputError where any has no effect."""
        if self.refused:
            lines = "\n  ".join(self.told())
            raise InputError(f"{lines}\nnothing was written; correct or delete these rows of table decisions")


def check_decisions(rows: Sequence[Row], schema: Schema) -> Checked:
    """Sort decisions by what becomes of them. ``rows``: oldest first, as :func:`jobs.review.decisions.read_decisions`
    gives them.

    A faulty one names something that the schema lacks, or a value that the attribute cannot have. Those made at one
    moment on one value that differ are in conflict. Neither has an effect: the newest sound decision before it holds.
    """
    standardizer = Standardizer(schema, match_threshold=None)
    sound: dict[tuple[str, str, str], list[tuple[Row, str | None]]] = {}
    refused: list[Refused] = []
    for row in rows:
        meant, why = _meant(row, schema, standardizer)
        if why:
            refused.append(Refused(row, "faulty", why))
        else:
            sound.setdefault(_key(row), []).append((row, meant))
    applied: list[Row] = []
    superseded = 0
    for decided in sound.values():
        newest, against, before = _newest(decided)
        applied += newest
        refused += against
        superseded += before
    applied.sort(key=lambda row: row["decided_at"])
    return Checked(tuple(applied), tuple(refused), superseded)


def _newest(decided: Sequence[tuple[Row, str | None]]) -> tuple[list[Row], list[Refused], int]:
    """Of sound decisions on one value, oldest first: the one that holds, those in conflict, how many came before."""
    moments = [list(same) for _, same in groupby(decided, key=lambda each: each[0]["decided_at"])]
    refused: list[Refused] = []
    while moments:
        rows = [row for row, _ in moments[-1]]
        meanings = list(dict.fromkeys("no value" if meant is None else repr(meant) for _, meant in moments[-1]))
        before = sum(map(len, moments[:-1])) + len(rows) - 1
        moments.pop()
        if len(meanings) == 1:
            return rows[-1:], refused, before
        why = f"at one moment it was decided to be {' and '.join(meanings)}; decide again"
        refused += [Refused(row, "in conflict", why) for row in rows]
    return [], refused, 0


def _meant(row: Row, schema: Schema, standardizer: Standardizer) -> tuple[str | None, str | None]:
    """The canonical value that a decision gives (null: none), and what is wrong with it (null: nothing)."""
    category, attribute = row["category"], row["attribute"]
    if category not in schema.categories:
        return None, f"the schema has no category {category!r}{_near(category, schema.categories)}"
    attributes = schema.categories[category].attributes
    if attribute not in attributes:
        return None, f"category {category} has no attribute {attribute!r}{_near(attribute, attributes)}"
    if not fold(row["raw_value"]):
        return None, "`raw_value` says nothing"
    if row["action"] == "reject":
        return None, None
    outcome = standardizer.decided(category, attribute, row["raw_value"], row["value"])
    if outcome.status == "standard":
        return outcome.value, None
    values = attributes[attribute].values
    return None, f"{row['value']!r} is no value of {category} {attribute}{_near(row['value'], values)}"


def _near(given: str, known: Iterable[str]) -> str:
    """The end of a sentence that names what may be meant; "" where nothing is near."""
    folded = {fold(each): each for each in known}
    near = [folded[each] for each in get_close_matches(fold(given), folded, _NEAR)]
    return f"; near: {', '.join(near)}" if near else ""


def _key(row: Row) -> tuple[str, str, str]:
    return row["category"], row["attribute"], fold(row["raw_value"])
