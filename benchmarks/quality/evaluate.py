"""Slots of the data sets' gold with what a checkpoint says of them; by cross-validation or for one checkpoint."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.quality.answers import TASKS, Answers, Task, open_pipeline
from benchmarks.quality.checkpoint import train_checkpoint
from benchmarks.quality.datasets import Gold, given, read_gold
from benchmarks.quality.folds import HELD_OUT, TRAIN, check_fold, write_split
from benchmarks.quality.schema import attribute_ids
from benchmarks.quality.scoring import ScoredSlot
from udfs.pipeline import Pipeline
from udfs.records import Listing
from udfs.schema import Schema

Slots = dict[str, list[ScoredSlot]]
"""By the name of the task."""


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
) -> Slots:
    """For each of the chosen folds, train on a share of the others' listings and answer its own.

    Raises ConfigError, before anything is trained, where there is no such fold.
    """
    for fold in chosen:
        check_fold(fold, folds)
    slots: Slots = {}
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
            slots.setdefault(task, []).extend(own)
        report(f"fold {fold}: {time.monotonic() - began:.0f} s")
    return slots


def evaluate_checkpoint(names: Sequence[str], data: Path, checkpoint: Path) -> Slots:
    """Every task of the data sets, on all their listings under ``data``."""
    pipeline = open_pipeline(checkpoint)
    tasks = [task for task in TASKS.values() if task.data_set.name in names]
    gold = {name: read_gold(TASKS[name].data_set, data) for name in names}
    return {task.name: scored_slots(task, pipeline, gold[task.data_set.name]) for task in tasks}


def scored_slots(task: Task, pipeline: Pipeline, gold: Sequence[Gold]) -> list[ScoredSlot]:
    """One slot for each attribute that the gold lists, and one for each other that was answered.

    Categories and attributes that the checkpoint does not know, since its training data have none, get no answer.
    """
    listings = [
        _asked(task, pipeline.schema, item) for item in gold if item.listing.category in pipeline.schema.categories
    ]
    found = task.answer(pipeline, listings, task.threshold)
    answers = {listing.product_id: own for listing, own in zip(listings, found, strict=True)}
    return [
        slot for item in gold for slot in _slots(task, pipeline.schema, item, answers.get(item.listing.product_id, {}))
    ]


def _asked(task: Task, schema: Schema, gold: Gold) -> Listing:
    """The listing as the task gives it, of a category that the schema has."""
    if not task.given:
        return gold.listing
    ids = attribute_ids(schema, gold.listing.category or "")
    return given(gold.listing, {name: slot for name, slot in gold.slots.items() if name in ids})


def _slots(task: Task, schema: Schema, gold: Gold, answers: Answers) -> Iterator[ScoredSlot]:
    ids = attribute_ids(schema, gold.listing.category or "")
    for name in dict.fromkeys([*gold.slots, *ids]):
        answer = answers.get(ids.get(name, ""))
        if name not in gold.slots and answer is None:
            continue
        slot = gold.slots.get(name)
        accepted = (slot.standard if task.standard else tuple(slot.wordings)) if slot else ()
        yield ScoredSlot(
            listing=gold.listing.product_id,
            category=gold.category,
            attribute=name,
            gold=accepted,
            value=answer.value if answer else None,
            confidence=answer.confidence if answer else 0.0,
            kept=answer.kept if answer else False,
            listed=slot is not None,
        )
