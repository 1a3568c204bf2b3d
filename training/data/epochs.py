"""Which listings an epoch reads, and in which order."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence

from training.data.examples import Example


def epoch_rows(examples: Sequence[Example], shares: Mapping[str, float], *, epoch: int, seed: int) -> list[int]:
    """Indexes of the examples that an epoch (counted from 0) reads: as many in every epoch.

    ``shares``: of a category whose listings are many beside the others', the share that one epoch reads, 0..1. It goes
    on where the last epoch stopped, so all are read before one is read again.
    """
    rows: list[int] = []
    by_category: dict[str, list[int]] = {}
    for row, example in enumerate(examples):
        by_category.setdefault(example.listing.category or "", []).append(row)
    for category, own in by_category.items():
        n = math.ceil(shares.get(category, 1.0) * len(own))
        random.Random(f"{seed} share").shuffle(own)
        rows += [own[(epoch * n + i) % len(own)] for i in range(n)]
    return sorted(rows)


def steps_of_epoch(
    rows: Sequence[int], lengths: Sequence[int], step_size: int, rng: random.Random
) -> list[Sequence[int]]:
    """The rows of each step, in a random order in which the texts of one step are of similar length.

    So little is padded. Shuffled, sorted by length within pools of 16 steps, and the steps shuffled again; the last,
    short step stays last. ``lengths``: of all examples.
    """
    order = list(rows)
    rng.shuffle(order)
    pool = 16 * step_size
    pools = [sorted(order[i : i + pool], key=lengths.__getitem__) for i in range(0, len(order), pool)]
    flat = [i for each in pools for i in each]
    steps = [flat[i : i + step_size] for i in range(0, len(flat), step_size)]
    whole = steps[: len(flat) // step_size]
    rng.shuffle(whole)
    return [*whole, *steps[len(whole) :]]
