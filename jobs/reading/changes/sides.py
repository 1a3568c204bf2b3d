"""Which two runs are compared."""

from __future__ import annotations

from jobs.reading.published.runs import live
from jobs.reading.published.target import Target
from udfs.errors import InputError


def sides(target: str, runs: tuple[str, ...], against: str | None, properties: str | None) -> tuple[Target, Target]:
    """The earlier side and the later one.

    ``runs``: none is the last two of the target, one is that one and the newest, two are those. ``against``: another
    target, whose newest run, or the first of ``runs``, is the earlier side. Raises InputError, or TableError for a run
    that is none.
    """
    if len(runs) > 2:
        raise InputError(f"cannot compare {len(runs)} runs: give two ids of table runs at most")
    if against is not None:
        old, new = (*runs, None, None)[:2]
        return Target(against, old, spark_properties=properties), Target(target, new, spark_properties=properties)
    newest = Target(target, runs[1] if len(runs) == 2 else None, spark_properties=properties)
    old = runs[0] if runs else _one_before(newest)
    return Target(target, old, spark_properties=properties), newest


def _one_before(newest: Target) -> str:
    """The run before the newest. Raises InputError after a first one."""
    known = live(newest.arrow("runs", ["run_id", "finished_at", "state"]).to_pylist())
    if len(known) < 2:
        raise InputError(
            f"{newest.place} holds one finished run, {newest.run['run_id']}, and there is none to compare it with; "
            "name another target by --against"
        )
    return str(known[1]["run_id"])
