"""What is stated under the keys of one attribute, all together: what its kind is told by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from training.drafting.keys.uses import Use

_READ = 400  # different values that are read, the most frequent first


class Value(NamedTuple):
    """A value as written, the unit that its key names for bare numbers or null, and how many statements it has."""

    text: str
    unit: str | None
    times: int


@dataclass(frozen=True)
class Evidence:
    """The uses of one attribute, the most used first."""

    uses: Sequence[Use]

    @cached_property
    def values(self) -> list[Value]:
        """The most frequent different values."""
        return self.listed[:_READ]

    @cached_property
    def listed(self) -> list[Value]:
        """Ten times as many: for lists, which sellers combine in many ways."""
        found: Counter[tuple[str, str | None]] = Counter()
        for use in self.uses:
            for text, count in use.values.items():
                found[text, use.name.unit] += count
        return [Value(text, unit, times) for (text, unit), times in found.most_common(10 * _READ)]

    @cached_property
    def rows(self) -> int:
        """Listings that have a key of the attribute."""
        return sum(use.rows for use in self.uses)

    @cached_property
    def seen(self) -> int:
        """Statements with the values that are read."""
        return self.count(self.values)

    @cached_property
    def distinct(self) -> float:
        """Different values by statement, over all values."""
        total = sum(sum(use.values.values()) for use in self.uses)
        return len({text for use in self.uses for text in use.values}) / total if total else 0.0

    def share(self, holds: Callable[[Value], bool]) -> float:
        """Share of the statements whose value holds something."""
        return self.count(filter(holds, self.values)) / self.seen if self.seen else 0.0

    def named(self, holds: Callable[[str], bool]) -> float:
        """Share of the rows whose key, folded, holds something."""
        return sum(use.rows for use in self.uses if holds(use.name.folded)) / max(1, self.rows)

    @staticmethod
    def count(values: Iterable[Value]) -> int:
        """Statements of some values."""
        return sum(value.times for value in values)

    @property
    def is_repeated(self) -> bool:
        """Whether listings state a key several times, most of them by rows."""
        return 2 * sum(use.rows for use in self.uses if use.is_repeated) > self.rows
