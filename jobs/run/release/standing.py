"""How a run stands that a person wants to decide of, and why that may no longer be possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.lake.store import Store
from jobs.lake.tables.runs import DISCARDED, LIVE
from jobs.reading.published.runs import any_state, live, no_run, state
from udfs.errors import InputError


def run_rows(store: Store) -> list[dict[str, Any]]:
    """All rows of table runs, times in UTC. Raises TableError where there is no such table."""
    if store.version("runs") is None:
        raise no_run(store.target)
    rows: list[dict[str, Any]] = store.read("runs").toArrow().to_pylist(maps_as_pydicts="strict")
    return rows


def held_row(rows: Sequence[Mapping[str, Any]], run: str, doing: str, target: str) -> Mapping[str, Any]:
    """The row of a run that is held. Raises InputError that says what became of it, and TableError for one unknown.

    ``doing``: the verb of what is wanted, such as ``release``.
    """
    row = any_state(rows, run, target)
    if state(row) == LIVE:
        raise InputError(f"cannot {doing} run {run}: it is live since {row['finished_at']:%Y-%m-%d %H:%M} UTC")
    if state(row) == DISCARDED:
        raise InputError(
            f"cannot {doing} run {run}: {row['decided_by']} discarded it on {row['decided_at']:%Y-%m-%d}; run the job "
            "again"
        )
    return row


def require_newest(rows: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> None:
    """Raises InputError where another run was published since a run was held."""
    published = live(rows)
    if published and published[0]["finished_at"] > row["finished_at"]:
        raise InputError(
            f"cannot release run {row['run_id']}: run {published[0]['run_id']} was published since it was held, and "
            "takes its place; run the job again if its result is still wanted"
        )


def live_row(rows: Sequence[Mapping[str, Any]], run: str, target: str) -> Mapping[str, Any]:
    """The row of a live run. Raises InputError for one that never was, and TableError for one unknown."""
    row = any_state(rows, run, target)
    if state(row) != LIVE:
        raise InputError(
            f"cannot roll back to run {run}: it is {state(row)}, and nothing of it was ever published; name a live one"
        )
    return row
