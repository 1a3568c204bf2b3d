"""Development split by groups, so that near-copies of one listing never stand on both sides."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from datasketch import MinHash, MinHashLSH

from training.data.examples import Example
from udfs.text.keys import fold

SHINGLE = 4
LIKENESS = 0.6
"""Jaccard likeness of the sets of 4-character shingles from which two listings count as near-copies."""


def split(
    examples: Sequence[Example], *, dev_share: float, epoch_share: Mapping[str, float], seed: int
) -> tuple[list[Example], list[Example]]:
    """(train, dev). Whole groups go to dev until it holds ``dev_share`` of the examples, whatever the order of rows.

    Of a category of which an epoch reads only a share, only that share counts, and may go to dev.
    """
    groups: dict[str, list[Example]] = {}
    pairs = zip(group_ids(examples), examples, strict=True)
    for group, example in sorted(pairs, key=lambda pair: (pair[0], pair[1].listing.product_id)):
        groups.setdefault(group, []).append(example)
    names = sorted(groups)
    random.Random(seed).shuffle(names)
    wanted = dev_share * sum(epoch_share.get(example.listing.category or "", 1.0) for example in examples)
    dev: list[Example] = []
    kept: list[str] = []
    credit_of: dict[float, float] = {}
    while names and len(dev) < wanted:
        name = names.pop()
        share = min(epoch_share.get(example.listing.category or "", 1.0) for example in groups[name])
        credit = credit_of.get(share, 1.0)  # the first may go to dev, and of a category of a tenth every tenth after it
        credit_of[share] = credit + share - (credit >= 1)
        if credit >= 1:
            dev += groups[name]
        else:
            kept.append(name)
    return [example for name in sorted([*names, *kept]) for example in groups[name]], dev


LEAST_OTHERS = 60
"""Listings of no category from which on half of them are held back: of fewer, all are needed for learning."""


def hold_out_others(learn: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Hold back every second group of the listings of no category: the rest, and those held, which judge a measure.

    What is learned from cannot tell how a checkpoint meets goods that it has not seen.
    """
    others = [example for example in learn if not example.listing.category]
    if len(others) < LEAST_OTHERS:
        return [*learn], []
    names = dict(zip((id(example) for example in others), group_ids(others), strict=True))
    held = set(sorted(set(names.values()))[::2])
    back = [example for example in others if names[id(example)] in held]
    return [example for example in learn if names.get(id(example)) not in held], back


def group_ids(examples: Sequence[Example]) -> list[str]:
    """A group name for each example: its own if given, else that of the near-copies it hangs together with."""
    if any(example.group is not None for example in examples):
        return [example.group or f"#{example.listing.product_id}" for example in examples]
    index = MinHashLSH(threshold=LIKENESS, num_perm=128)
    sketches = [_sketch(example) for example in examples]
    for number, sketch in enumerate(sketches):
        index.insert(number, sketch)
    parent = list(range(len(examples)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for number, sketch in enumerate(sketches):
        for other in index.query(sketch):
            parent[root(other)] = root(number)
    first: dict[int, str] = {}
    for number, example in enumerate(examples):
        key = root(number)
        first[key] = min(first.get(key, example.listing.product_id), example.listing.product_id)
    return [first[root(number)] for number in range(len(examples))]


def _sketch(example: Example) -> MinHash:
    text = fold(f"{example.listing.title or ''} {example.listing.description or ''}")
    sketch = MinHash(num_perm=128, seed=1)
    sketch.update_batch([text[i : i + SHINGLE].encode() for i in range(max(1, len(text) - SHINGLE + 1))])
    return sketch
