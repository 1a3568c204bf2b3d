"""The data sets' gold with what a checkpoint says of it; by cross-validation or for one checkpoint."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.checkpoint import train_checkpoint
from benchmarks.quality.datasets import DATA_SETS
from benchmarks.quality.folds import HELD_OUT, TRAIN, check_fold, write_split
from benchmarks.quality.serving import open_pipeline
from benchmarks.quality.tasks import TASKS

Scored = dict[str, list[Any]]
"""What was scored, by the name of the task."""


def cross_validate(
    names: Sequence[str],
    data: Path,
    output: Path,
    *,
    folds: int,
    chosen: Sequence[int],
    share: float,
    config: str,
    overrides: Sequence[str],
    report: Callable[[str], None],
) -> Scored:
    """For each of the chosen folds, train on a share of the others' listings and answer its own.

    Raises ConfigError, before anything is trained, where there is no such fold.
    """
    for fold in chosen:
        check_fold(fold, folds)
    scored: Scored = {}
    for fold in chosen:
        began = time.monotonic()
        place = output / f"fold-{fold}"
        for part in (TRAIN, HELD_OUT):
            shutil.rmtree(place / part, ignore_errors=True)
        write_split(names, data, place, folds=folds, fold=fold, share=share)
        checkpoint = place / "checkpoint"
        report(f"fold {fold} of {folds}")
        train_checkpoint(names, place / TRAIN, checkpoint, config=config, overrides=overrides, report=report)
        for task, own in evaluate_checkpoint(names, place / HELD_OUT, checkpoint).items():
            scored.setdefault(task, []).extend(own)
        report(f"fold {fold}: {time.monotonic() - began:.0f} s")
    return scored


def evaluate_checkpoint(names: Sequence[str], data: Path, checkpoint: Path) -> Scored:
    """Every task of the data sets, on all their listings under ``data``."""
    pipeline = open_pipeline(checkpoint)
    tasks = [task for task in TASKS.values() if task.data_set.name in names]
    gold = {name: DATA_SETS[name].read(data) for name in names}
    return {task.name: task.score(pipeline, gold[task.data_set.name]) for task in tasks}
