"""What was scored as tables of figures: Markdown to read, JSON to compare, and every item for a look at the errors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.quality.contract import Column, Table
from benchmarks.quality.tasks import TASKS


def write_report(output: Path, scored: Mapping[str, Sequence[Any]], data: Path) -> str:
    """Write ``report.md``, ``report.json`` and, for each kind of task, all that was scored; returns the Markdown.

    ``scored`` is by the name of the task.
    """
    output.mkdir(parents=True, exist_ok=True)
    by_table: dict[Table, list[str]] = {}
    for task in scored:
        by_table.setdefault(TASKS[task].table, []).append(task)
    figures = {task: [{"task": task, **row} for row in TASKS[task].figures(scored[task], data)] for task in scored}
    text = "\n".join(
        markdown(table.columns, [row for task in tasks for row in figures[task]]) for table, tasks in by_table.items()
    )
    (output / "report.md").write_text(text, encoding="utf-8")
    rows = [row for own in figures.values() for row in own]
    (output / "report.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    for table, tasks in by_table.items():
        _write_details(output / table.details, {task: scored[task] for task in tasks})
    return text


def _write_details(path: Path, scored: Mapping[str, Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for task, own in scored.items():
            file.writelines(json.dumps({"task": task, **asdict(item)}, ensure_ascii=False) + "\n" for item in own)


def markdown(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> str:
    """A table of ``rows``; every line ends in a newline."""
    head = [column.head for column in columns]
    rule = ["---:" if column.shown else "---" for column in columns]
    body = [[_cell(column, row) for column in columns] for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, rule, *body))


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    value = row[column.key]
    return column.shown(value) if column.shown else str(value)
