"""Two checkpoints on the same held-out listings: how far apart they are, and how far that can be chance.

Both have answered the same listings, so these are drawn again and again, with their answers of both sides (the paired
bootstrap; Koehn 2004, "Statistical significance tests for machine translation evaluation").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.contract import Column, Task
from benchmarks.quality.figures import count, per_cent
from benchmarks.quality.tasks import TASKS
from udfs.errors import InputError

_DRAWS = 2000
_SEED = 13


def _signed(value: float) -> str:
    return f"{value:+.2f}"


COLUMNS = (
    Column("task", "task"),
    Column("part", "part"),
    Column("listings", "listings", count),
    Column("base", "base", per_cent),
    Column("other", "other", per_cent),
    Column("difference", "difference", _signed),
    Column("95 % from", "low", _signed),
    Column("to", "high", _signed),
)


def compare(base: Path, other: Path, data: Path) -> Iterator[dict[str, Any]]:
    """A row of ``COLUMNS`` for each task and part that both outputs of ``evaluate`` hold.

    ``base`` and ``other`` are micro F1, or accuracy, in per cent. Raises InputError where they have no task in common,
    or not the same listings.
    """
    found, against = _scored(base), _scored(other)
    tasks = [name for name in TASKS if name in found and name in against]
    if not tasks:
        raise InputError(
            f"cannot compare {base} with {other}: they have no task in common ({_names(found)}; {_names(against)}); "
            "give two --output folders of `evaluate`"
        )
    for name in tasks:
        parts = dict(TASKS[name].parts(against[name], data))
        for part, own in TASKS[name].parts(found[name], data):
            yield {"task": name, "part": part, **_difference(TASKS[name], own, parts.get(part, ()))}


def _names(found: Mapping[str, Any]) -> str:
    return ", ".join(found) or "none"


def _scored(output: Path) -> dict[str, list[Any]]:
    """By task, all that was scored."""
    found: dict[str, list[Any]] = {}
    for details in dict.fromkeys(task.table.details for task in TASKS.values()):
        path = output / details
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for row in map(json.loads, lines):
            name = row.pop("task")
            found.setdefault(name, []).append(TASKS[name].item(**row))
    return found


def _difference(task: Task[Any, Any], base: Sequence[Any], other: Sequence[Any]) -> dict[str, Any]:
    first, second = _by_listing(base), _by_listing(other)
    if first.keys() != second.keys():
        raise InputError(
            f"cannot compare {task.name}: {len(first.keys() ^ second.keys())} listings were scored on one side only; "
            "evaluate the same folds"
        )
    tallies = np.array([[task.tally(first[key]), task.tally(second[key])] for key in first], dtype=np.float64)
    own, against = _figure(tallies.sum(axis=0))
    low, high = np.percentile(_draws(tallies), [2.5, 97.5])
    return {
        "listings": len(first),
        "base": own,
        "other": against,
        "difference": against - own,
        "low": float(low),
        "high": float(high),
    }


def _draws(tallies: NDArray[np.float64]) -> NDArray[np.float64]:
    """Differences of as many samples of the listings, drawn with replacement; ``tallies`` is [listings, 2, 3]."""
    n = len(tallies)
    random = np.random.default_rng(_SEED)
    times = (random.multinomial(n, np.full(n, 1 / n)) for _ in range(_DRAWS))
    figures = [_figure(np.tensordot(drawn, tallies, axes=1)) for drawn in times]
    return np.array([against - own for own, against in figures])


def _figure(tallies: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 in per cent of tallies [2, 3]; 0 where nothing was given or is to be found."""
    given, gold, right = tallies.T
    found: NDArray[np.float64] = 200 * right / np.maximum(given + gold, 1)
    return found


def _by_listing(scored: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for item in scored:
        found.setdefault(item.listing, []).append(item)
    return found
