"""Gates out of what past runs measured; fixed ones where too few did."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from jobs.gates.limits import Gate

ENOUGH = 5
"""Runs that have to have measured something before its limit is taken from them."""
FIXED = (
    Gate(measure="lost", most=0.02),
    Gate(measure="lost", most=0.1, by=("category", "attribute")),
    Gate(measure="coverage", most=0.05, by=("category", "attribute")),
    Gate(measure="changed", most=0.1, level="warn"),
    Gate(measure="unmapped", most=0.2, level="warn"),
    Gate(measure="low_confidence", most=0.3, level="warn"),
    Gate(measure="rejected", most=0.2),
    Gate(measure="outside", most=0.3),
)
_WIDER, _MORE = 1.5, 0.005  # a limit above the highest share: half as much again, and half a per cent
_HEAD = """\
# Gates of the job config in this folder, written by `facetmill gate --suggest`. They are yours to edit.
# A limit from past runs is half as much again as the highest share among them, and half a per cent.
gates:
"""


class Suggested(NamedTuple):
    """A gate; ``highest`` is the highest share of the ``runs`` that measured it, null where the limit is fixed."""

    gate: Gate
    highest: float | None
    runs: int


def suggest(runs: Sequence[Mapping[str, Any]]) -> list[Suggested]:
    """Of each fixed gate one like it. ``runs``: rows of table runs, of live runs that are no rollbacks."""
    found = []
    for gate in FIXED:
        shares = [share for run in runs if (share := _measured(run, gate)) is not None]
        if len(shares) < ENOUGH:
            found.append(Suggested(gate, None, len(shares)))
        else:
            most = min(1.0, math.ceil(round((max(shares) * _WIDER + _MORE) * 1000, 6)) / 1000)
            found.append(Suggested(gate.model_copy(update={"most": most}), max(shares), len(shares)))
    return found


def _measured(run: Mapping[str, Any], gate: Gate) -> float | None:
    """The highest share that a run measured by such a gate; else what its counts say; null where neither does."""
    by = ", ".join(gate.by)
    alike = [
        each["measured"]
        for each in run["verdicts"] or ()
        if each["gate"] == gate.measure and each["by"] == by and (by or not (each["category"] or each["attribute"]))
    ]
    if alike:
        return float(max(alike))
    counts, parts = run["counts"], _COUNTED.get(gate.measure)
    if gate.measure == "outside":
        return (run["quality"] or {}).get("outside")
    if parts is None or not counts.get(parts[1]):
        return None
    return float(counts.get(parts[0], 0) / counts[parts[1]])


_COUNTED = {"rejected": ("rejected", "read"), "unmapped": ("unmapped", "values")}


def as_yaml(suggested: Iterable[Suggested]) -> str:
    """The text of ``gates.yaml``."""
    return _HEAD + "".join(_lines(suggested))


def _lines(suggested: Iterable[Suggested]) -> Iterator[str]:
    for gate, highest, runs in suggested:
        by = f", by: [{', '.join(gate.by)}]" if gate.by else ""
        told = (
            f"fixed: {runs} of the {ENOUGH} runs that it takes have measured it"
            if highest is None
            else f"highest of {runs} runs: {highest:.1%}"
        )
        yield f"  - {{measure: {gate.measure}, most: {gate.most:g}, level: {gate.level}{by}}}  # {told}\n"
