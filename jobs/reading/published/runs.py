"""Which finished run is read: the newest one, or one by its id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from udfs.errors import TableError

_SHOWN = 5


def chosen(rows: Sequence[Mapping[str, Any]], run: str | None, target: str) -> Mapping[str, Any]:
    """A row of table runs: of the run with this id, or of the newest. Raises TableError where there is none."""
    newest_first = sorted(rows, key=lambda row: (row["finished_at"], row["run_id"]), reverse=True)
    if not newest_first:
        raise no_run(target)
    if run is None:
        return newest_first[0]
    for row in newest_first:
        if row["run_id"] == run:
            return row
    raise unknown(run, [row["run_id"] for row in newest_first], target)


def no_run(target: str) -> TableError:
    """The error for a place without a finished run."""
    return TableError(f"{target} holds no finished run; do one with `facetmill run`, or correct `target`")


def unknown(run: str, known: Sequence[str], target: str) -> TableError:
    """The error for a run that is none; ``known``: ids of those that are, newest first."""
    more = f" and {len(known) - _SHOWN} older ones" if len(known) > _SHOWN else ""
    return TableError(f"{target} holds no finished run {run!r}; there are {', '.join(known[:_SHOWN])}{more}")
