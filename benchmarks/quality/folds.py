"""Data sets cut into folds whose near-copies stay together, written as folders of the same formats."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.quality.datasets import DATA_SETS, LABELS, NOTES, STANDARD_LABELS, DataSet, Gold, read_gold
from udfs.errors import ConfigError

TRAIN, HELD_OUT = "train", "held_out"


def write_split(names: Sequence[str], data: Path, output: Path, *, folds: int, fold: int, share: float = 1.0) -> None:
    """Write ``output/held_out`` with one fold and ``output/train`` with a share of the others' listings.

    Both have the layout of ``data``. Raises ConfigError where there is no such fold.
    """
    check_fold(fold, folds)
    for name in names:
        data_set = DATA_SETS[name]
        gold = read_gold(data_set, data)
        numbers = fold_numbers([item.group for item in gold], folds)
        held_out = [item for item, number in zip(gold, numbers, strict=True) if number == fold]
        rest = [item for item, number in zip(gold, numbers, strict=True) if number != fold]
        _write(data_set, data, output / TRAIN, take_share(rest, share))
        _write(data_set, data, output / HELD_OUT, held_out)


def check_fold(fold: int, folds: int) -> None:
    """Raises ConfigError where there is no such fold."""
    if not 0 <= fold < folds:
        raise ConfigError(f"cannot hold out fold {fold} of {folds}: folds are 0 to {folds - 1}")


def fold_numbers(groups: Sequence[str], folds: int) -> list[int]:
    """The fold of each listing: whole groups, in an order that is random but always the same, to the smallest fold."""
    sizes = [0] * folds
    fold_of: dict[str, int] = {}
    for group in sorted(set(groups), key=_mix):
        fold_of[group] = sizes.index(min(sizes))
        sizes[fold_of[group]] += groups.count(group)
    return [fold_of[group] for group in groups]


def take_share(gold: Sequence[Gold], share: float) -> list[Gold]:
    """Whole groups until ``share`` (0..1) of the listings is reached; a larger share holds all of a smaller one."""
    taken: set[str] = set()
    n = 0
    groups = [item.group for item in gold]
    for group in sorted(set(groups), key=lambda group: _mix(f"share {group}")):
        if n >= share * len(gold):
            break
        taken.add(group)
        n += groups.count(group)
    return [item for item in gold if item.group in taken]


def _mix(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(data_set: DataSet, data: Path, output: Path, gold: Iterable[Gold]) -> None:
    folder = output / data_set.folder
    folder.mkdir(parents=True, exist_ok=True)
    files = (LABELS, STANDARD_LABELS) if data_set.standard else (LABELS,)
    lines = [item.lines for item in gold]
    for place, file in enumerate(files):
        (folder / file).write_text("".join(f"{own[place]}\n" for own in lines), encoding="utf-8")
    if data_set.standard:
        shutil.copyfile(data / data_set.folder / NOTES, folder / NOTES)
