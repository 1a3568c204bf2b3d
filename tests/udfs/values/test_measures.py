"""Sizes, compositions, shares of a part, yes and no, ordered lists: a schema and raw texts in, values out."""

from __future__ import annotations

from typing import Any

import pytest

from udfs.records import Part
from udfs.resolution.product import ProductMaker
from udfs.schema.schema import Schema
from udfs.settings import Thresholds
from udfs.values.raw import Column
from udfs.values.standardizer import Standardizer


def _named(en: str, zh: str) -> dict[str, Any]:
    return {"name": {"en": en, "zh": zh}, "description": {"en": en, "zh": zh}}


def _value(en: str, zh: str, *aliases: str) -> dict[str, Any]:
    return {"name": {"en": en, "zh": zh}, "aliases": list(aliases)}


TWO = {"a": _value("A", "甲"), "b": _value("B", "乙")}
ATTRIBUTES: dict[str, dict[str, Any]] = {
    "size": _named("Size", "尺寸") | {"kind": "dimensions", "unit": "cm", "range": (1, 300)},
    "length": _named("Length", "长度") | {"kind": "quantity", "unit": "cm", "axis": "length"},
    "width": _named("Width", "宽度") | {"kind": "quantity", "unit": "cm", "axis": "width"},
    "height": _named("Height", "高度") | {"kind": "quantity", "unit": "mm", "axis": "height"},
    "fabric": _named("Fabric", "面料")
    | {"kind": "composition", "values": {"cotton": _value("Cotton", "棉", "organic cotton"),
    "wool": _value("Wool", "羊毛")}},
    "wool": _named("Wool", "含羊毛量") | {"kind": "quantity", "unit": "percent", "of": ["wool", "羊毛", "merino"]},
    "waterproof": _named("Waterproof", "防水") | {"kind": "boolean", "aliases": ["water resistant"]},
    "firmness": _named("Firmness", "软硬")
    | {"kind": "ordered", "values": {"soft": _value("Soft", "软"), "medium": _value("Medium", "中"),
                                     "firm": _value("Firm", "硬")}},
    "capacity": _named("Capacity", "容量") | {"kind": "quantity", "unit": "ml", "pack": "each"},
    "contents": _named("Contents", "总量") | {"kind": "quantity", "unit": "ml"},
}  # fmt: skip


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema.model_validate({"categories": {"box": _named("Box", "盒子") | {"attributes": ATTRIBUTES}}})


@pytest.fixture(scope="module")
def standardizer(schema: Schema) -> Standardizer:
    return Standardizer(schema, match_threshold=1)


@pytest.mark.parametrize(
    ("raw", "value", "value_zh", "parts"),
    [
        (
            "40 x 30 x 20 cm (L x W x H)", "40 × 30 × 20 cm (L × W × H)", "40 × 30 × 20 厘米（长 × 宽 × 高）",
            [("length", 40), ("width", 30), ("height", 20)],
        ),
        (
            "高20cm 宽30cm", "20 × 30 cm (H × W)", "20 × 30 厘米（高 × 宽）", [("height", 20), ("width", 30)],
        ),
        (
            '95×105×25.8 mm (3.74" × 4.13" × 1.02")', "9.5 × 10.5 × 2.58 cm", "9.5 × 10.5 × 2.58 厘米",
            [("1", 9.5), ("2", 10.5), ("3", 2.58)],
        ),
        (
            "10 x 8 cm (excluding the lid)", "10 × 8 cm", "10 × 8 厘米", [("1", 10), ("2", 8)],
        ),
        ("400*300mm", "40 × 30 cm", "40 × 30 厘米", [("1", 40), ("2", 30)]),
        ('LxW: 10" x 5"', "25.4 × 12.7 cm (L × W)", "25.4 × 12.7 厘米（长 × 宽）", [("length", 25.4), ("width", 12.7)]),
    ],
)  # fmt: skip
def test_a_size_keeps_its_numbers(
    standardizer: Standardizer, raw: str, value: str, value_zh: str, parts: list[tuple[str, float]]
) -> None:
    found = standardizer.standardize("box", "size", raw)
    assert (found.value, found.value_zh, found.rule) == (value, value_zh, "dimensions")
    assert found.parts == tuple(Part(name, number, "cm") for name, number in parts)


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        ("40 cm", "expected a size of several numbers, got one in '40 cm'"),
        ("40 x 30 x 20", "expected a size with its unit, got none in '40 x 30 x 20'"),
        ("40 x 30 cm / 50 x 30 cm", "expected one size, got 2 that differ in '40 x 30 cm / 50 x 30 cm'"),
        ("40 x 30 x 20 kg", "expected a size in cm, got 'kg' beside it in '40 x 30 x 20 kg'"),
        ("L 40 x 30 cm", "expected an axis of its own for each number or for none, got 1 for 2 in 'L 40 x 30 cm'"),
        (
            "L 40 cm L 30 cm",
            "expected an axis of its own for each number or for none, got 1 for 2 in 'L 40 cm L 30 cm'",
        ),
        ("4000 x 30 cm", "4000 × 30 cm is outside 1–300 cm"),
    ],
)
def test_what_is_no_size(standardizer: Standardizer, raw: str, detail: str) -> None:
    found = standardizer.standardize("box", "size", raw)
    assert (found.status, found.detail) == ("invalid", detail)


def test_a_seller_s_size_without_a_unit_is_told(standardizer: Standardizer) -> None:
    found = standardizer.standardize("box", "size", "40 x 30 x 20", column=Column())
    assert (found.value, found.detail) == ("40 × 30 × 20 cm", "no unit given, read as cm")
    found = standardizer.standardize("box", "size", "400 x 300", column=Column("mm"))
    assert (found.value, found.detail) == ("40 × 30 cm", "no unit given, read as mm")


def _attributes(schema: Schema, **entries: str) -> dict[str, str]:
    maker = ProductMaker(schema, Thresholds())
    product = maker.make("box", (), (), (), entries=entries.items(), texts=(), compare=lambda _: {})
    return dict(product.attributes)


def test_a_size_fills_the_attributes_of_its_axes(schema: Schema) -> None:
    assert _attributes(schema, size="H 20cm W 30cm L 40cm") == {
        "size": "20 × 30 × 40 cm (H × W × L)", "length": "40 cm", "width": "30 cm", "height": "200 mm",
    }  # fmt: skip


def test_a_size_without_axes_fills_nothing(schema: Schema) -> None:
    assert _attributes(schema, size="40 x 30 x 20 cm") == {"size": "40 × 30 × 20 cm"}


def test_the_categorys_order_names_the_axes() -> None:
    ordered = {
        name: own | ({"order": ["length", "width", "height"]} if name == "size" else {})
        for name, own in ATTRIBUTES.items()
    }
    schema = Schema.model_validate({"categories": {"box": _named("Box", "盒子") | {"attributes": ordered}}})
    filled = _attributes(schema, size="40 x 30 x 20 cm")
    assert (filled["length"], filled["width"], filled["height"]) == ("40 cm", "30 cm", "200 mm")


def test_an_axis_takes_its_number_of_a_size(standardizer: Standardizer) -> None:
    assert standardizer.standardize("box", "height", "40 x 30 x 20 cm (L x W x H)").number == 200
    other = standardizer.standardize("box", "height", "L 40cm")
    assert (other.status, other.detail) == ("invalid", "expected the height, got length in 'L 40cm'")


@pytest.mark.parametrize(
    ("raw", "value", "value_zh", "parts"),
    [
        (
            "5% elastane 95% organic cotton", "95% Cotton, 5% elastane", "95% 棉, 5% elastane",
            [("cotton", 95), ("elastane", 5)],
        ),
        ("面料：羊毛70%，棉30%", "70% Wool, 30% Cotton", "70% 羊毛, 30% 棉", [("wool", 70), ("cotton", 30)]),
    ],
)  # fmt: skip
def test_a_composition_keeps_its_shares(
    standardizer: Standardizer, raw: str, value: str, value_zh: str, parts: list[tuple[str, float]]
) -> None:
    found = standardizer.standardize("box", "fabric", raw)
    assert (found.value, found.value_zh) == (value, value_zh)
    assert found.parts == tuple(Part(name, share, "percent") for name, share in parts)


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        ("cotton", "expected parts with their shares, found no percentage in 'cotton'"),
        ("95%", "expected a name for each share, got 95% without one in '95%'"),
        ("Shell 100% wool, lining 9% silk",
            "expected shares of one whole, got 109% together in 'Shell 100% wool, lining 9% silk'"),
    ],
)  # fmt: skip
def test_what_is_no_composition(standardizer: Standardizer, raw: str, detail: str) -> None:
    found = standardizer.standardize("box", "fabric", raw)
    assert (found.status, found.detail) == ("invalid", detail)


@pytest.mark.parametrize(("raw", "number"), [("70% wool, 30% cotton", 70), ("羊毛55% 棉45%", 55), ("80%", 80)])
def test_a_share_is_that_of_its_part(standardizer: Standardizer, raw: str, number: float) -> None:
    assert standardizer.standardize("box", "wool", raw).number == number


def test_another_parts_share_is_none(standardizer: Standardizer) -> None:
    found = standardizer.standardize("box", "wool", "100% polyester")
    assert found.detail == "expected the share of wool, got those of polyester in '100% polyester'"


@pytest.mark.parametrize(
    ("raw", "value_id"),
    [
        ("Yes", "yes"), ("Y", "yes"), ("是", "yes"), ("true", "yes"), ("waterproof", "yes"), ("防水", "yes"),
        ("waterproof: yes", "yes"), ("防水：是", "yes"), ("No", "no"), ("N", "no"), ("否", "no"), ("不防水", "no"),
        ("not waterproof", "no"), ("non-waterproof", "no"), ("isn't waterproof", "no"), ("防水：否", "no"),
        ("waterproof: N", "no"), ("不支持", "no"),
    ],
)  # fmt: skip
def test_yes_and_no(standardizer: Standardizer, raw: str, value_id: str) -> None:
    assert standardizer.standardize("box", "waterproof", raw).value_id == value_id


@pytest.mark.parametrize("raw", ["IP68", "dust: yes", "maybe"])
def test_what_says_neither_yes_nor_no(standardizer: Standardizer, raw: str) -> None:
    assert standardizer.standardize("box", "waterproof", raw).status == "unmapped"


def test_an_ordered_value_has_its_place(standardizer: Standardizer) -> None:
    found = standardizer.standardize("box", "firmness", "硬")
    assert (found.value, found.number) == ("Firm", 3)


@pytest.mark.parametrize(("attribute", "number"), [("capacity", 350), ("contents", 2100)])
def test_a_pack_is_each_or_the_total(standardizer: Standardizer, attribute: str, number: float) -> None:
    found = standardizer.standardize("box", attribute, "6 x 350 ml")
    assert (found.number, found.parts) == (number, (Part("pieces", 6, "count"), Part("each", 350, "ml")))


@pytest.mark.parametrize(
    ("own", "fault"),
    [
        ({"kind": "dimensions", "unit": "kg"}, "a size has a unit of length, got 'kg'"),
        ({"kind": "quantity", "unit": "g", "axis": "length"}, "a size has a unit of length, got 'g'"),
        ({"kind": "quantity", "unit": "g", "of": ["wool"]}, "`of` belongs to a share, with unit percent, got 'g'"),
        ({"kind": "dimensions", "unit": "cm", "order": ["length", "length"]}, "`order` names an axis twice"),
        ({"kind": "boolean", "values": TWO}, "the `values` of a boolean are yes and no"),
        ({"kind": "choice", "unit": "cm", "values": TWO}, "`unit` belongs to kind quantity or dimensions"),
    ],
)  # fmt: skip
def test_faults_of_a_definition(own: dict[str, Any], fault: str) -> None:
    category = _named("Box", "盒子") | {"attributes": {"one": _named("One", "一") | own}}
    with pytest.raises(ValueError, match=fault):
        Schema.model_validate({"categories": {"box": category}})
