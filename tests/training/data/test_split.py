"""Which listings are kept from learning, so that they can judge."""

from __future__ import annotations

from training.data.examples import Example
from training.data.split import hold_out_others
from udfs.records import Listing

# No two alike, or near-copies would hang together.
WORDS = [f"{first}{second}{third}" * 2 for first in "bdfgk" for second in "aeiou" for third in "lmnr"]


def test_half_of_the_groups_of_no_category_are_held_back() -> None:
    goods = [Example(Listing(f"g{i}", f"white mug number {i}", None, "mug")) for i in range(5)]
    others = [Example(Listing(f"o{i}", f"{word} {word[::-1]}"), group=f"{i // 2}") for i, word in enumerate(WORDS)]
    learn, held = hold_out_others([*goods, *others])
    assert (len(learn), len(held)) == (5 + len(others) // 2, len(others) // 2)
    assert {each.listing.category for each in held} == {None}
    assert not {each.group for each in held} & {each.group for each in learn if each.group}


def test_few_listings_of_no_category_are_all_learned_from() -> None:
    few = [Example(Listing(f"o{i}", word)) for i, word in enumerate(WORDS[:59])]
    assert hold_out_others(few) == (few, [])
