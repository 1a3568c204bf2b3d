"""Scored slots as a table: Markdown to read, JSON to compare, and every slot for a look at the errors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.quality.answers import TASKS
from benchmarks.quality.datasets import Note
from benchmarks.quality.scoring import SURE, Figures, ScoredSlot, calibration_error, score, sure_values

HEAD = (
    "| task | slots of | n | P | R | F1 | calibration error | precision ≥ {sure} | coverage ≥ {sure} |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
)


def write_report(output: Path, slots: Mapping[str, Sequence[ScoredSlot]], notes: Sequence[Note]) -> str:
    """Write ``report.md``, ``report.json`` and ``slots.jsonl`` to a folder; returns the Markdown."""
    output.mkdir(parents=True, exist_ok=True)
    rows = [row for task, own in slots.items() for row in figures(task, own, notes)]
    text = HEAD.format(sure=SURE) + "".join(_line(row) for row in rows)
    (output / "report.md").write_text(text, encoding="utf-8")
    (output / "report.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    with (output / "slots.jsonl").open("w", encoding="utf-8") as file:
        for task, own in slots.items():
            file.writelines(json.dumps({"task": task, **asdict(slot)}, ensure_ascii=False) + "\n" for slot in own)
    return text


def figures(task: str, slots: Sequence[ScoredSlot], notes: Sequence[Note]) -> Iterator[dict[str, Any]]:
    """One row for each part of the slots on which figures are told.

    Where the values are given and only standardized, there are no confidences to speak of.
    """
    definition = TASKS[task]
    for part, own in _parts(slots, notes):
        yield _row(task, part, score(own), own, sure=not definition.given)
    if definition.data_set.complete:
        yield _row(task, "strict", score(slots, strict=True), slots, sure=True)


def _parts(slots: Sequence[ScoredSlot], notes: Sequence[Note]) -> Iterator[tuple[str, Sequence[ScoredSlot]]]:
    """All slots; then the official ones and, of these, those of each operation."""
    yield "all attributes", slots
    official = {(note.category, note.attribute): note.operation for note in notes if note.official}
    own = [slot for slot in slots if (slot.category, slot.attribute) in official]
    if own:
        yield "official attributes", own
    for operation in sorted(set(official.values())):
        part = [slot for slot in own if official[slot.category, slot.attribute] == operation]
        if part:
            yield operation, part


def _row(task: str, part: str, found: Figures, slots: Sequence[ScoredSlot], *, sure: bool) -> dict[str, Any]:
    precision, coverage = sure_values(slots) if sure else (None, None)
    return {
        "task": task,
        "part": part,
        **asdict(found),
        "calibration_error": calibration_error(slots) if sure else None,
        "sure_precision": precision,
        "sure_coverage": coverage,
    }


def _line(row: Mapping[str, Any]) -> str:
    per_cent = (f"{row[name]:.2f}" for name in ("precision", "recall", "f1"))
    shares = (row[name] for name in ("calibration_error", "sure_precision", "sure_coverage"))
    shown = (*per_cent, *("–" if share is None else f"{share:.3f}" for share in shares))
    return f"| {row['task']} | {row['part']} | {row['slots']:,} | {' | '.join(shown)} |\n"
