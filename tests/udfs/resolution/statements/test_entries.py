"""A seller's entries: a name that comes twice keeps all that it states, and options are no value of the product."""

from __future__ import annotations

import pytest

from udfs.resolution.statements.entries import read_entries
from udfs.schema.schema import Schema

SAID = [("Brand", "Acme"), ("Colour", "black"), ("Colour", "white"), ("Colour", "Black "), ("Brand", "Beta"),
        ("Glaze", "matte"), ("Glaze", "shiny")]  # fmt: skip


@pytest.fixture
def several(tiny_schema: Schema) -> Schema:
    """Mugs of several colours."""
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["attributes"]["color"]["kind"] = "choices"
    return Schema.model_validate(data)


def test_options_are_one_statement_and_of_texts_the_first_counts(tiny_schema: Schema) -> None:
    known, unknown = read_entries(tiny_schema.categories["mug"], SAID)
    assert [(entry.attribute, entry.raw) for entry in known] == [("brand", "Acme"), ("color", "black or white")]
    assert unknown == {"Brand": "Beta", "Glaze": "matte; shiny"}


def test_an_attribute_of_several_values_takes_all(several: Schema) -> None:
    known, _ = read_entries(several.categories["mug"], SAID)
    assert [entry.raw for entry in known if entry.attribute == "color"] == ["black", "white"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Capacity (l)", "liter"),
        ("capacity_ml", "milliliter"),
        ("Capacity liters", "liter"),
        ("Capacity in litres", "liter"),
        ("Capacity", None),
    ],
)
def test_a_name_may_end_in_the_unit_of_its_numbers(tiny_schema: Schema, name: str, unit: str | None) -> None:
    (known,), _ = read_entries(tiny_schema.categories["mug"], [(name, "0.3")])
    assert (known.attribute, known.column and known.column.unit) == ("capacity", unit)


@pytest.mark.parametrize("name", ["Capacity pounds", "Capacity colour", "Capacity note"])
def test_a_word_that_is_no_unit_of_the_attribute_makes_another_name(tiny_schema: Schema, name: str) -> None:
    assert read_entries(tiny_schema.categories["mug"], [(name, "0.3")]) == ([], {name: "0.3"})


def test_a_name_that_is_ignored_is_neither_read_nor_queued(tiny_schema: Schema) -> None:
    data = tiny_schema.model_dump(mode="json")
    data["categories"]["mug"]["ignored_keys"] = ["SKU", "Capacity liters", "货号", "Colour"]
    mug = Schema.model_validate(data).categories["mug"]
    said = [("sku", "A-1"), ("Capacity Liters", "0.3"), ("貨號", "7"), ("colour", "black"), ("SKU number", "9")]

    known, unknown = read_entries(mug, said)

    assert [(entry.attribute, entry.raw) for entry in known] == [("color", "black")]
    assert unknown == {"SKU number": "9"}
