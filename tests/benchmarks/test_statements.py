"""What became of sellers' statements in a run, counted."""

from __future__ import annotations

from typing import Any

from benchmarks.quality.drafted.statements import Stating, table, tallied
from udfs.records import Fact, LostClaim
from udfs.schema.schema import Schema


def stands(attribute: str, value: str | None, raw: str, *lost: LostClaim, **more: Any) -> Fact:
    return Fact(attribute, 0, more.pop("status", "standard"), value, raw_value=raw, origin="seller",
                lost=lost, **more)  # fmt: skip


def lost(raw: str, value: str | None, rule: str) -> LostClaim:
    return LostClaim("a", 0, "repeated", "seller", raw, 1.0, "standard", rule, value)


def test_statements_count_by_what_became_of_them(tiny_schema: Schema) -> None:
    again, other = lost("0.35 l", "350 ml", "unit"), lost("9 oz", "266 ml", "unit")
    facts = [
        stands("capacity", "350 ml", "350ml", again, other),
        stands("color", None, "dusk", lost("N.A.", None, "no value"), status="unmapped"),
        Fact("brand", 0, "standard", "Acme", raw_value="Acme", origin="model"),
    ]
    said = [("Capacity", "350ML"), ("capacity", "0.35 l"), ("Capacity", "9 oz"), ("Colour", "dusk"), ("color", "n/a"),
            ("Maker", "Acme"), ("Glaze", "matte"), ("Glaze", "matte")]  # fmt: skip
    listings = [
        Stating(said, True, "mug", facts),
        Stating([("Capacity", "1 l")], True, None, ()),
        Stating([("Power", "9 W")], False, None, ()),
    ]

    found = tallied(listings, tiny_schema)

    assert {name: dict(tally.ends) for name, tally in found.items()} == {
        "capacity": {"standard": 2, "another value stands": 1},
        "color": {"unmapped": 1, "states nothing": 1},
        "brand": {"not kept": 1},
        "“Glaze”": {"name unknown": 1},
        "“Capacity”": {"no category": 1},
        "“Power”": {"listing rejected": 1},
    }
    lines = list(table(found))
    assert lines[0] == "8 statements, 25.0% of them end as a standard value"
    assert "capacity                                  3     66.7%  another value stands: '9 oz' (1)" in lines
    codes = [stands("brand", "018208133031", "018208133031", lost("0018208133031", "0018208133031", "identifier"))]
    (same,) = tallied([Stating([("Brand", "0018208133031")], True, "mug", codes)], tiny_schema).values()
    assert same.share == 1.0
    (only,) = tallied(listings[:1], tiny_schema, {"glaze"}).values()
    assert (only.total, only.share) == (1, 0.0)


def test_one_of_several_values_is_enough_and_ignored_names_do_not_count(tiny_schema: Schema) -> None:
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["ignored_keys"] = ["SKU"]
    stating = Stating(
        [("Colour", "Black, dusk"), ("SKU", "A-1")],
        True,
        "mug",
        [stands("color", "Black", "Black", lost("dusk", None, "no match"))],
    )
    found = tallied([stating], Schema.model_validate(data))
    assert {name: dict(tally.ends) for name, tally in found.items()} == {"color": {"standard": 1}}
