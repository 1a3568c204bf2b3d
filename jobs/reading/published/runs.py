"""Which finished run is read: the newest live one, or one by its id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.lake.tables.runs import DISCARDED, HELD, LIVE
from udfs.errors import TableError

_SHOWN = 5


def state(row: Mapping[str, Any]) -> str:
    """Whether a run is live, held or discarded; those from before there was a choice are live."""
    return row.get("state") or LIVE


def newest_first(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows of table runs in their order."""
    return sorted(rows, key=lambda row: (row["finished_at"], row["run_id"]), reverse=True)


def live(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The published ones, the newest first."""
    return [row for row in newest_first(rows) if state(row) == LIVE]


def chosen(rows: Sequence[Mapping[str, Any]], run: str | None, target: str) -> Mapping[str, Any]:
    """A row of table runs: of the live run with this id, or of the newest. Raises TableError where there is none."""
    known = live(rows)
    if run is None:
        if not known:
            raise no_run(target)
        return known[0]
    row = any_state(rows, run, target)
    if state(row) == HELD:
        raise TableError(
            f"run {run} of {target} is held, and nothing of it is published; `facetmill gate {run}` shows why, and "
            f"`facetmill release {run} --by NAME --why TEXT` publishes it"
        )
    if state(row) == DISCARDED:
        raise TableError(
            f"run {run} of {target} was discarded by {row['decided_by']}, and its tables were never published; "
            "read another run"
        )
    return row


def any_state(rows: Sequence[Mapping[str, Any]], run: str, target: str) -> Mapping[str, Any]:
    """The row of a run by its id, held and discarded ones included. Raises TableError where there is none."""
    if not rows:
        raise no_run(target)
    found = next((row for row in rows if row["run_id"] == run), None)
    if found is None:
        raise unknown(run, [row["run_id"] for row in live(rows)], target)
    return found


def to_judge(rows: Sequence[Mapping[str, Any]], run: str | None, target: str) -> Mapping[str, Any]:
    """The run whose verdict is asked for: one by its id, or the newest that is live or held."""
    if run is not None:
        return any_state(rows, run, target)
    known = [row for row in newest_first(rows) if state(row) in (LIVE, HELD)]
    if not known:
        raise TableError(f"{target} holds no run that is live or held; do one with `facetmill run`")
    return known[0]


def no_run(target: str) -> TableError:
    """The error for a place without a finished run."""
    return TableError(f"{target} holds no finished run; do one with `facetmill run`, or correct `target`")


def unknown(run: str, known: Sequence[str], target: str) -> TableError:
    """The error for a run that is none; ``known``: ids of those that are, newest first."""
    more = f" and {len(known) - _SHOWN} older ones" if len(known) > _SHOWN else ""
    return TableError(f"{target} holds no finished run {run!r}; there are {', '.join(known[:_SHOWN])}{more}")
