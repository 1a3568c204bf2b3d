"""What counts as a conflict, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from udfs.answers.conflicts import conflicts
from udfs.answers.records import Told

_NOTHING = dict.fromkeys(Told._fields)


def stands(value: str, **other: Any) -> Told:
    """A seller's value."""
    usual = {"attribute": "color", "raw_value": value, "origin": "seller", "rule": "name", "confidence": 1.0}
    return Told(**(_NOTHING | {"stands": True, "ordinal": 0, "value": value} | usual | other))


def lost(raw: str | None, value: str, **other: Any) -> Told:
    """A claim of the model that lost."""
    usual = {"attribute": "color", "origin": "model", "rule": "name", "confidence": 0.9}
    return Told(**(_NOTHING | {"stands": False, "value": value, "raw_value": raw} | usual | other))


def test_a_conflict_tells_both_sides() -> None:
    told = [
        stands("Black", raw_value="黑", field="description", start_offset=3, end_offset=4),
        lost("pink", "Pink", confidence=0.7), lost("Pinkish", "Pink"), lost(None, "Red"),
        stands("950 g", attribute="weight", raw_value="0.95kg", unit="g", rule="unit"),
        lost("770g", "770 g", attribute="weight", origin="seller", unit="g", rule="unit", confidence=1.0),
    ]  # fmt: skip

    assert [tuple(each) for each in conflicts(told)] == [
        (
            "color", "seller and text", "Black", "黑", "seller", "description", 3, 4,
            "Pink", "Pinkish", "model", None, None, None, 0.9,
        ),
        (
            "weight", "two statements", "950 g", "0.95kg", "seller", None, None, None,
            "770 g", "770g", "seller", None, None, None, 1.0,
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (stands("887 ml", unit="ml"), [lost("30 oz", "887.206 ml", unit="ml")]),
        (stands("40–45 L", unit="L"), [lost("42L", "42 L", unit="L")]),
        (stands("-20 degC", unit="degC"), [lost("-20°C", "-20 degC", unit="degC")]),
        (stands("30 × 20 cm", rule="dimensions"), [lost("12x8 in", "30.48 × 20.32 cm", rule="dimensions")]),
        (stands("Over-Ear"), [lost("over ear", "over ear")]),
        (stands("Brass", rule="text"), [lost("antique brass", "antique brass", rule="text")]),
        (stands("迪卡侬", rule="text"), [lost("Decathlon", "Decathlon", rule="text")]),
        (stands("Android"), [lost("Android 14", "Android 14")]),
        (stands("Multicolour", rule="mixture"), [lost("pink", "Pink")]),
        (stands("Black"), [lost(None, "Pink")]),
        (stands("Black", raw_value=None, origin="model"), [lost("pink", "Pink")]),
        (stands("Black", origin="model"), [lost("pink", "Pink")]),
        (stands("Black"), [lost("pink", "Pink"), lost("black", "Black")]),
    ],
    ids=[
        "rounding", "within a range", "negative", "sizes", "folding", "part of a text", "another script", "finer",
        "mixture", "no words", "no words of the value", "the model with itself", "the text says both",
    ],
)  # fmt: skip
def test_no_conflict(ours: Told, theirs: list[Told]) -> None:
    assert conflicts([ours, *theirs]) == []


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (stands("Leather"), lost("faux leather", "Faux leather")),
        (stands("30 × 20 cm", rule="dimensions"), lost("x", "35 × 20 cm", rule="dimensions")),
    ],
)
def test_what_just_looks_alike_is_one(ours: Told, theirs: Told) -> None:
    assert [each.other_value for each in conflicts([ours, theirs])] == [theirs.value]


def test_a_second_value_is_heard_too() -> None:
    first, claim = stands("Black", value_id="black"), lost("white", "White")

    assert conflicts([first, claim, stands("White", value_id="white", ordinal=1)]) == []
    (conflict,) = conflicts([stands("Red", ordinal=1), claim, first])
    assert conflict.value == "Black"
