"""What gates say of a run, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console, Group
from rich.table import Table

from jobs.display.console import grid
from jobs.gates.verdicts import Verdict
from jobs.language.names import Labels


def verdict_grid(
    out: Console, verdicts: Sequence[Verdict], labels: Labels | None, title: str | None = None
) -> Table | Group:
    """A line for each verdict, those that hold the run first. Without labels names are ids."""
    say = labels.say if labels else str
    columns = ("gate", "category", "attribute", "limit", "measured", "of", "outcome")
    cells = [
        [
            each.gate, *_place(each.category, each.attribute, labels), f"{each.limit:.1%}", f"{each.measured:.1%}",
            each.base, say(_outcome(each)),
        ]
        for each in sorted(verdicts, key=lambda each: (not each.holds, not each.failed))
    ]  # fmt: skip
    return grid(out, [say(column) for column in columns], cells, title=title)


def example_grid(out: Console, rows: Sequence[Mapping[str, Any]], labels: Labels | None) -> Table | Group:
    """Products that show what made gates fail; ``rows``: examples of table runs."""
    say = labels.say if labels else str
    columns = ("gate", "category", "attribute", "product_id", "before", "after")
    cells = [
        [
            row["gate"], *_place(row["category"], row["attribute"], labels), row["product_id"], row["before"],
            row["after"],
        ]
        for row in rows
    ]  # fmt: skip
    return grid(out, [say(column) for column in columns], cells, title=say("Examples"))


def _place(category: str | None, attribute: str | None, labels: Labels | None) -> tuple[str | None, str | None]:
    if labels is None:
        return category, attribute
    named = labels.category(category) if category else None
    return named, labels.attribute(category, attribute) if attribute else None


def _outcome(verdict: Verdict) -> str:
    if not verdict.failed:
        return "passed"
    return "held" if verdict.holds else "warning"
