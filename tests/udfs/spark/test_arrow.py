"""Records to and from Arrow columns."""

from __future__ import annotations

import pyarrow as pa

from udfs.records import Choice, Extraction, Fact, LostClaim, Part, Product, Scored, Span
from udfs.spark import arrow

SPANS = [[Span("brand", "title", 0, 4, "Acme", 0.5), Span("color", "title", 5, 8, "red", 0.25)], [], None]


def test_the_type_of_a_record_follows_its_fields() -> None:
    assert str(arrow.arrow_type(Extraction)) == (
        "struct<category: string, category_confidence: double, "
        "categories: list<item: struct<id: string, score: double>>, "
        "spans: list<item: struct<attribute: string, field: string, start: int32, end: int32, text: string, "
        "confidence: double>>, choices: list<item: struct<attribute: string, value: string, confidence: double, "
        "evidence: double>>, tags: list<item: struct<id: string, score: double>>, tokens: int32, windows: int32, "
        "foreign: string, inside: double>"
    )
    assert arrow.arrow_type(Product).field("unknown_attributes").type == pa.map_(pa.string(), pa.string())


def test_a_stored_fact_is_read_back_as_it_was_written() -> None:
    lost = (LostClaim("color", 0, "unmapped", "seller", "grey", 1.0, "unmapped", "no match", least=0.5),)
    fact = Fact("color", 0, "standard", value="Black", field="title", start_offset=0, end_offset=5, lost=lost)
    (row,) = arrow.to_arrow([fact], arrow.arrow_type(Fact)).to_pylist()
    assert arrow.record_from(Fact, row) == fact
    assert arrow.record_from(Fact, row | {"lost": None}).lost == ()


def test_lists_of_records_go_there_and_back_and_null_is_empty() -> None:
    column = arrow.to_arrow(SPANS, arrow.arrow_type(tuple[Span, ...]))
    assert arrow.records_from(column, Span) == [SPANS[0], [], []]


def test_a_slice_of_a_column_gives_its_own_records() -> None:
    column = arrow.to_arrow(
        [[Choice("color", "black", 0.5)], SPANS[1], [Choice("color", "white", 0.75)]],
        arrow.arrow_type(tuple[Choice, ...]),
    )
    assert arrow.records_from(column.slice(2), Choice) == [[Choice("color", "white", 0.75)]]
    assert arrow.records_from(column.slice(0, 1), Choice) == [[Choice("color", "black", 0.5)]]
    assert arrow.records_from(pa.nulls(2, arrow.arrow_type(tuple[Choice, ...])), Choice) == [[], []]


def test_what_lies_behind_a_null_is_not_read() -> None:
    flat = arrow.to_arrow([Choice("color", "black", 0.5)] * 2, arrow.arrow_type(Choice))
    column = pa.ListArray.from_arrays([0, 2], flat, mask=pa.array([True]))
    assert arrow.records_from(column, Choice) == [[]]


def test_a_product_is_one_struct_with_scores_of_six_digits() -> None:
    row = Fact("color", 0, "standard", value="Black", confidence=1 / 3)
    full = Product(
        (row,), {"color": "Black"}, {"capacity": 1 / 3}, {"capacity": 0.5}, {"size": (Part("length", 30, "cm"),)},
        ("brand",), (Scored("gift", 0.5),), {"Glaze": "matte"},
    )  # fmt: skip
    column = arrow.to_arrow([full, Product()], arrow.arrow_type(Product))
    first, second = column.to_pylist()
    (own,) = first.pop("facts")
    assert (own["value"], own["confidence"], own["unit"]) == ("Black", 0.333333, None)
    assert first == {
        "attributes": [("color", "Black")], "numbers": [("capacity", 0.333333)], "numbers_max": [("capacity", 0.5)],
        "parts": [("size", [{"name": "length", "number": 30.0, "unit": "cm"}])], "missing": ["brand"],
        "tags": [{"id": "gift", "score": 0.5}], "unknown_attributes": [("Glaze", "matte")],
        "without_fact": [], "shadow": [],
    }  # fmt: skip
    assert second == {
        "facts": [], "attributes": [], "numbers": [], "numbers_max": [], "parts": [], "missing": [], "tags": [],
        "unknown_attributes": None, "without_fact": [], "shadow": [],
    }  # fmt: skip
