"""What a checkpoint has learnt, and what is foreign to it."""

from __future__ import annotations

import pytest

from udfs.confidence.languages import LEAST, Languages, count_languages
from udfs.records import Listing

ENGLISH = Listing("1", "A warm lamp for your desk", "<p>It comes with a bulb and a plug.</p>")
CHINESE = Listing("2", "暖光台灯")
THAI = "โคมไฟตั้งโต๊ะ LED"


def test_shares_are_of_the_listings_that_tell() -> None:
    learnt = count_languages([*[ENGLISH] * 30, *[CHINESE] * 10, *[Listing("3", "E27 9W")] * 5])
    assert learnt.shares == {"English": 0.75, "Chinese": 0.25}


def test_too_few_listings_tell_nothing_and_nothing_is_foreign_then() -> None:
    learnt = count_languages([CHINESE] * (LEAST - 1))
    assert not learnt.known
    assert learnt.foreign(THAI) is None


@pytest.mark.parametrize(
    ("text", "foreign"), [(THAI, "Thai"), ("暖光台灯", None), ("A lamp that is warm and comes with a bulb", None)]
)
def test_foreign_is_what_hardly_any_listing_was_written_in(text: str, foreign: str | None) -> None:
    assert Languages(shares={"English": 0.5, "Chinese": 0.49, "Thai": 0.005}).foreign(text) == foreign
