"""Records to and from Arrow columns."""

from __future__ import annotations

import pyarrow as pa

from udfs.records import AttributeRow, Choice, Resolved, Scored, Span
from udfs.spark import arrow

SPANS = [[Span("brand", "title", 0, 4, "Acme", 0.5), Span("color", "title", 5, 8, "red", 0.25)], [], None]


def test_every_struct_has_the_fields_of_its_record_in_their_order() -> None:
    assert arrow.contract_faults() == []


def test_lists_of_records_go_there_and_back_and_null_is_empty() -> None:
    column = arrow.to_arrow(SPANS, arrow.SPANS)
    assert arrow.records_from(column, Span) == [SPANS[0], [], []]


def test_a_slice_of_a_column_gives_its_own_records() -> None:
    column = arrow.to_arrow(
        [[Choice("color", "black", 0.5)], SPANS[1], [Choice("color", "white", 0.75)]], arrow.CHOICES
    )
    assert arrow.records_from(column.slice(2), Choice) == [[Choice("color", "white", 0.75)]]
    assert arrow.records_from(column.slice(0, 1), Choice) == [[Choice("color", "black", 0.5)]]
    assert arrow.records_from(pa.nulls(2, arrow.CHOICES), Choice) == [[], []]


def test_what_lies_behind_a_null_is_not_read() -> None:
    flat = arrow.to_arrow([Choice("color", "black", 0.5)] * 2, arrow.CHOICE)
    column = pa.ListArray.from_arrays([0, 2], flat, mask=pa.array([True]))
    assert arrow.records_from(column, Choice) == [[]]


def test_a_resolved_product_is_one_struct_with_scores_of_six_digits() -> None:
    row = AttributeRow("color", 0, "standard", value="Black", confidence=1 / 3)
    full = Resolved(
        (row,), {"color": "Black"}, {"capacity": 1 / 3}, ("brand",), (Scored("gift", 0.5),), {"Glaze": "matte"},
    )  # fmt: skip
    column = arrow.to_arrow([full, Resolved((), {}, {}, (), (), None)], arrow.RESOLVED)
    first, second = column.to_pylist()
    (own,) = first.pop("rows")
    assert (own["value"], own["confidence"], own["unit"]) == ("Black", 0.333333, None)
    assert first == {
        "attributes": [("color", "Black")], "numbers": [("capacity", 0.333333)], "missing": ["brand"],
        "tags": [{"id": "gift", "score": 0.5}], "unknown_attributes": [("Glaze", "matte")],
    }  # fmt: skip
    assert second == {
        "rows": [], "attributes": [], "numbers": [], "missing": [], "tags": [], "unknown_attributes": None,
    }  # fmt: skip
