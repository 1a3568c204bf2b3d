"""What counts as a conflict, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyspark.sql import DataFrame

from jobs.answers.conflicts import conflicts
from tests.jobs.answers.conftest import claims_of
from udfs.spark.functions import value_key

Rows = Callable[..., DataFrame]
Fact = Callable[..., dict[str, Any]]


def lost(raw: str | None, value: str, outcome: str = "outranked", **other: Any) -> dict[str, Any]:
    """A claim of the model that lost."""
    return {
        "origin": "model", "raw_value": raw, "value": value, "confidence": 0.9, "rule": "name", "outcome": outcome,
        **other,
    }  # fmt: skip


def conflicts_of(rows: Rows, *facts: dict[str, Any]) -> DataFrame:
    return conflicts(rows("attributes", *facts), claims_of(rows, *facts), value_key())


def test_a_conflict_tells_both_sides(fact: Fact, rows: Rows) -> None:
    ours = fact(
        "a", "color", "Black", value_id="black", raw_value="黑", field="description", start_offset=3, end_offset=4,
        lost=[lost("pink", "Pink", confidence=0.7), lost("Pinkish", "Pink"), lost(None, "Red")],
    )  # fmt: skip
    second = fact(
        "b", "weight", "950 g", raw_value="0.95kg", number=950.0, unit="g", rule="unit",
        lost=[lost("770g", "770 g", "less_sure", origin="seller", rule="unit", confidence=1.0)],
    )  # fmt: skip

    found = conflicts_of(rows, ours, second).orderBy("product_id").collect()

    assert [tuple(row.asDict().values()) for row in found] == [
        (
            "a", "shirt", "color", "seller and text", "Black", "黑", "seller", "description", 3, 4,
            "Pink", "Pinkish", "model", None, None, None, 0.9,
        ),
        (
            "b", "shirt", "weight", "two statements", "950 g", "0.95kg", "seller", None, None, None,
            "770 g", "770g", "seller", None, None, None, 1.0,
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"value": "887 ml", "unit": "ml"}, [lost("30 oz", "887.206 ml")]),
        ({"value": "40–45 L", "unit": "L"}, [lost("42L", "42 L")]),
        ({"value": "-20 degC", "unit": "degC"}, [lost("-20°C", "-20 degC")]),
        ({"value": "30 × 20 cm", "rule": "dimensions"}, [lost("12x8 in", "30.48 × 20.32 cm", rule="dimensions")]),
        ({"value": "Over-Ear"}, [lost("over ear", "over ear")]),
        ({"value": "Brass", "rule": "text"}, [lost("antique brass", "antique brass", rule="text")]),
        ({"value": "迪卡侬", "rule": "text"}, [lost("Decathlon", "Decathlon", rule="text")]),
        ({"value": "Android"}, [lost("Android 14", "Android 14")]),
        ({"value": "Multicolour", "rule": "mixture"}, [lost("pink", "Pink")]),
        ({"value": "Black"}, [lost("pink", "Pink", "below_threshold")]),
        ({"value": "Black"}, [lost(None, "Pink")]),
        ({"value": "Black", "origin": "model"}, [lost("pink", "Pink", "less_sure")]),
        ({"value": "Black"}, [lost("pink", "Pink"), lost("black", "Black", "repeated")]),
    ],
    ids=[
        "rounding", "within a range", "negative", "sizes", "folding", "part of a text", "another script", "finer",
        "mixture",
        "unsure", "no words", "the model with itself", "the text says both",
    ],
)  # fmt: skip
def test_no_conflict(fact: Fact, rows: Rows, ours: dict[str, Any], theirs: list[dict[str, Any]]) -> None:
    row = fact("a", "color", ours["value"], lost=theirs) | ours

    assert conflicts_of(rows, row).isEmpty()


def test_a_second_value_is_heard_too(fact: Fact, rows: Rows) -> None:
    first = fact("a", "color", "Black", value_id="black", lost=[lost("white", "White")])
    second = fact("a", "color", "White", value_id="white", ordinal=1)

    assert conflicts_of(rows, first, second).isEmpty()
    assert conflicts_of(rows, first).count() == 1
