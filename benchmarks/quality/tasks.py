"""The tasks by name."""

from __future__ import annotations

from typing import Any

from benchmarks.quality.contract import Task
from benchmarks.quality.labels.reviews import REVIEWS
from benchmarks.quality.labels.task import LabelTask
from benchmarks.quality.slots.task import SLOT_TASKS
from benchmarks.quality.spans.jd_titles import JD_TITLES
from benchmarks.quality.spans.taobao import TAOBAO
from benchmarks.quality.spans.task import SpanTask

TASKS: dict[str, Task[Any, Any]] = {
    task.name: task
    for task in (
        *SLOT_TASKS,
        SpanTask("jd_titles", JD_TITLES, 0.35),
        SpanTask("taobao", TAOBAO, 0.35),
        LabelTask("reviews_zh", REVIEWS),
    )
}
