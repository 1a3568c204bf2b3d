"""What a run has found and staged before it writes: what it goes on from, at once or after a person's decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jobs.lake.synchronize import Changes
from jobs.run.categorize import Categorized
from jobs.run.read import Read
from jobs.run.release.judge import Judgement
from jobs.run.standardizing.standardize import Standardized


@dataclass(frozen=True, slots=True)
class Staged:
    """``n_inferred``: texts. ``sources``: what was read, as table runs has it."""

    read: Read
    n_inferred: int
    categorized: Categorized
    standardized: Standardized
    sources: list[dict[str, Any]]
    judgement: Judgement = field(default_factory=Judgement)

    @property
    def values_changed(self) -> bool:
        """Whether any product is made anew, gone or marked."""
        gone = self.standardized.removed + self.standardized.outdated
        return self.read.all_stale or self.categorized.changed > 0 or gone > 0

    @property
    def counts(self) -> dict[str, int]:
        """As table runs has them."""
        found, made = self.categorized, self.standardized
        return {
            "read": self.read.n_rows,
            **self.read.oddities,
            "texts_inferred": self.n_inferred,
            "standardized": found.standardized,
            "rejected": found.rejected,
            "outside": found.outside,
            **({"foreign_language": found.foreign} if found.foreign else {}),
            "made_anew": found.changed,
            "changed": made.changed,
            "removed": made.removed,
            "values_compared": made.values_compared,
            **by_table(made.changes),
        }


def by_table(changes: Mapping[str, Changes]) -> dict[str, int]:
    """Rows inserted, updated and deleted, by table."""
    return {f"{name}_{what}": number for name, each in changes.items() for what, number in each.counts.items()}
