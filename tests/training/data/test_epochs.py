"""Which listings an epoch reads."""

from __future__ import annotations

import random

from training.data.epochs import epoch_rows, steps_of_epoch
from training.data.examples import Example
from training.data.split import split
from udfs.records import Listing


def examples(**counts: int) -> list[Example]:
    ids = [(name, f"{name}{i}") for name, n in counts.items() for i in range(n)]
    return [Example(Listing(key, f"a {name}", None, name), group=key) for name, key in ids]


def test_all_of_a_large_category_are_read_before_one_is_read_again() -> None:
    mixed = examples(mug=3, review=20)
    epochs = [epoch_rows(mixed, {"review": 0.25}, epoch=epoch, seed=5) for epoch in range(5)]
    assert all({0, 1, 2} <= set(rows) and len(rows) == 8 for rows in epochs)
    assert sorted(row for rows in epochs[:4] for row in rows if row > 2) == list(range(3, 23))
    assert epochs[4] == epochs[0] != epochs[1]
    assert epochs[0] != epoch_rows(mixed, {"review": 0.25}, epoch=0, seed=6)


def test_each_row_of_an_epoch_is_in_one_step_with_texts_of_its_length() -> None:
    lengths = [i % 50 for i in range(400)]
    steps = steps_of_epoch(range(0, 400, 2), lengths, 8, random.Random(1))
    assert sorted(row for step in steps for row in step) == list(range(0, 400, 2))
    assert [len(step) for step in steps] == [8] * 25
    assert max(max(lengths[row] for row in step) - min(lengths[row] for row in step) for step in steps) <= 10


def test_a_large_category_takes_no_more_of_the_development_split_than_of_an_epoch() -> None:
    learn, dev = split(examples(mug=300, review=3000), dev_share=0.1, epoch_share={"review": 0.1}, seed=1)
    assert len(learn) + len(dev) == 3300
    assert len(dev) in (60, 61)  # a tenth of 300 and of a tenth of 3000
    assert 20 <= sum(example.listing.category == "review" for example in dev) <= 40
