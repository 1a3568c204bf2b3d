"""What has to be written of a product whose rows are stored already."""

from __future__ import annotations

from udfs.answers.differences import differences
from udfs.answers.records import Term


def test_only_rows_that_say_something_else_are_written() -> None:
    same, older = Term("mug", "en", "category", None, 0.1), Term("acme", None, "brand", "brand", 0.2)
    newer, added, gone = older._replace(score=0.3), Term("杯", "zh", "category", None, 0.1), same._replace(term="cup")

    assert {*differences([same, newer, added], [gone, older, same])} == {
        ("update", newer), ("insert", added), ("delete", gone),
    }  # fmt: skip
    assert [*differences([same], [same])] == []
    assert [*differences([], [same])] == [("delete", same)]
