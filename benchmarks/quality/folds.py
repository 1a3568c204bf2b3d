"""Data sets cut into folds whose near-copies stay together, written as folders of the same formats."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.contract import G
from benchmarks.quality.datasets import DATA_SETS
from udfs.errors import ConfigError

TRAIN, HELD_OUT = "train", "held_out"


def write_split(names: Sequence[str], data: Path, output: Path, *, folds: int, fold: int, share: float = 1.0) -> None:
    """Write ``output/held_out`` with one fold and ``output/train`` with a share of the others' listings.

    Both have the layout of ``data``. Raises ConfigError where there is no such fold.
    """
    check_fold(fold, folds)
    for name in names:
        data_set = DATA_SETS[name]
        gold = data_set.read(data)
        numbers = fold_numbers([item.group for item in gold], folds)
        held_out = [item for item, number in zip(gold, numbers, strict=True) if number == fold]
        rest = [item for item, number in zip(gold, numbers, strict=True) if number != fold]
        data_set.write(take_share(rest, share), data, output / TRAIN)
        data_set.write(held_out, data, output / HELD_OUT)


def check_fold(fold: int, folds: int) -> None:
    """Raises ConfigError where there is no such fold."""
    if not 0 <= fold < folds:
        raise ConfigError(f"cannot hold out fold {fold} of {folds}: folds are 0 to {folds - 1}")


def fold_numbers(groups: Sequence[str], folds: int) -> list[int]:
    """The fold of each listing: whole groups, in an order that is random but always the same, to the smallest fold."""
    sizes = [0] * folds
    fold_of: dict[str, int] = {}
    size_of = Counter(groups)
    for group in sorted(size_of, key=_mix):
        fold_of[group] = sizes.index(min(sizes))
        sizes[fold_of[group]] += size_of[group]
    return [fold_of[group] for group in groups]


def take_share(gold: Sequence[G], share: float) -> list[G]:
    """Whole groups until ``share`` (0..1) of the listings is reached; a larger share holds all of a smaller one."""
    taken: set[str] = set()
    n = 0
    size_of = Counter(item.group for item in gold)
    for group in sorted(size_of, key=lambda group: _mix(f"share {group}")):
        if n >= share * len(gold):
            break
        taken.add(group)
        n += size_of[group]
    return [item for item in gold if item.group in taken]


def _mix(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
