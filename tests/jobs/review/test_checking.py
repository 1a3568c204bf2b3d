"""What becomes of decisions: the newest sound one holds, the others are named with what is wrong."""

from __future__ import annotations

import pytest
from pyspark.sql import Row

from jobs.review.checking import Checked, check_decisions
from udfs.errors import InputError
from udfs.schema.schema import Schema


def decision(at: int, attribute: str, raw: str, value: str | None, category: str = "mug") -> Row:
    return Row(
        decided_at=at, category=category, attribute=attribute, raw_value=raw,
        action="reject" if value is None else "map", value=value, decided_by="Li",
    )  # fmt: skip


def applied(checked: Checked) -> list[tuple[str, str | None]]:
    return [(row["raw_value"], row["value"]) for row in checked.applied]


def test_each_decision_without_effect_is_named_with_what_may_be_meant(tiny_schema: Schema) -> None:
    rows = [
        decision(1, "color", "dusk", "black"),
        decision(2, "color", "fog", "whit"),  # a typo
        decision(3, "colour", "dusk", "black"),
        decision(4, "color", "dusk", "black", "mugs"),
        decision(5, "capacity", "one pot", "9 km"),
        decision(6, "color", " ", None),
        decision(7, "color", "mist", "white"), decision(7, "color", "Mist", "black"),
    ]  # fmt: skip
    checked = check_decisions(rows, tiny_schema)
    assert applied(checked) == [("dusk", "black")]
    assert list(checked.told()) == [
        "8 decisions: 1 applied, 5 faulty, 2 in conflict",
        "decision of Li on mug color 'fog': 'whit' is no value of mug color; near: white",
        "decision of Li on mug colour 'dusk': category mug has no attribute 'colour'; near: color",
        "decision of Li on mugs color 'dusk': the schema has no category 'mugs'; near: mug",
        "decision of Li on mug capacity 'one pot': '9 km' is no value of mug capacity",
        "decision of Li on mug color ' ': `raw_value` says nothing",
        "decision of Li on mug color 'mist': at one moment it was decided to be 'White' and 'Black'; decide again",
        "decision of Li on mug color 'Mist': at one moment it was decided to be 'White' and 'Black'; decide again",
    ]
    assert checked.counts == {
        "decisions_applied": 1, "decisions_faulty": 5, "decisions_in_conflict": 2, "decisions_superseded": 0,
    }  # fmt: skip
    with pytest.raises(InputError, match="nothing was written; correct or delete these rows of table decisions"):
        checked.require_sound()


def test_the_newest_sound_one_holds(tiny_schema: Schema) -> None:
    rows = [
        decision(1, "color", "dusk", "black"), decision(2, "color", "Dusk", None), decision(3, "color", "dusk", "blak"),
        decision(1, "color", "dawn", "white"),
        decision(2, "color", "dawn", "black"), decision(2, "color", "DAWN", None),
        decision(1, "brand", "x", "Acme"), decision(1, "brand", "X", "acme"),  # an id and its name say the same
    ]  # fmt: skip
    checked = check_decisions(sorted(rows, key=lambda row: row["decided_at"]), tiny_schema)
    assert applied(checked) == [("dawn", "white"), ("X", "acme"), ("Dusk", None)]
    assert [each.fault for each in checked.refused] == ["faulty", "in conflict", "in conflict"]
    assert checked.superseded == 2


def test_without_any_nothing_is_told(tiny_schema: Schema) -> None:
    checked = check_decisions([], tiny_schema)
    assert (list(checked.told()), checked.counts) == ([], {})
    checked.require_sound()
